import type { ReactNode, Ref } from 'react';

interface ScrollRegionProps {
  /** Names the region for screen readers. */
  label: string;
  className?: string;
  /** To give it the focus from outside. */
  handle?: Ref<HTMLElement>;
  children: ReactNode;
}

/** A part that scrolls by itself; the keyboard reaches it, and then scrolls it. */
export function ScrollRegion({ label, className = '', handle, children }: ScrollRegionProps) {
  return (
    <section
      ref={handle}
      className={`scroll ${className}`.trim()}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
