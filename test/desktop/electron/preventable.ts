import type { Event } from 'electron';

/** An event whose default a listener may prevent. */
export function preventable(): Pick<Event, 'preventDefault'> & { readonly defaultPrevented: boolean } {
  let prevented = false;
  return {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}
