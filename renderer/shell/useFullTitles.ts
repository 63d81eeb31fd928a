import { useEffect } from 'react';

/** The element that cuts its text and shows an ellipsis, from the one pointed at outwards; null where none does. */
function cutAt(target: Element): HTMLElement | null {
  for (let at: Element | null = target; at !== null && at !== document.body; at = at.parentElement) {
    if (!(at instanceof HTMLElement)) continue;
    if (at.title !== '' && !at.hasAttribute('data-full-title')) return null;
    if (getComputedStyle(at).textOverflow === 'ellipsis') return at;
  }
  return null;
}

/** A text that is cut for want of room says all of itself in a tooltip, unless it has one that says more. */
export function useFullTitles(): void {
  useEffect(() => {
    const onOver = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      const element = cutAt(target);
      if (element === null) return;
      const text = element.textContent.replaceAll(/\s+/g, ' ').trim();
      if (element.scrollWidth > element.clientWidth && text !== '') {
        element.title = text;
        element.setAttribute('data-full-title', '');
      } else if (element.hasAttribute('data-full-title')) {
        element.removeAttribute('title');
        element.removeAttribute('data-full-title');
      }
    };
    document.addEventListener('mouseover', onOver);
    return () => document.removeEventListener('mouseover', onOver);
  }, []);
}
