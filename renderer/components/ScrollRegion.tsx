import type { ReactNode, Ref } from 'react';

interface ScrollRegionProps {
  /** Names the region for screen readers. */
  label: string;
  className?: string;
  id?: string;
  /** To give it the focus from outside. */
  handle?: Ref<HTMLElement>;
  children: ReactNode;
}

/** A part that scrolls by itself; the keyboard reaches it, and then scrolls it. */
export function ScrollRegion({ label, className = '', id, handle, children }: ScrollRegionProps) {
  return (
    <section
      ref={handle}
      id={id}
      className={`scroll ${className}`.trim()}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
