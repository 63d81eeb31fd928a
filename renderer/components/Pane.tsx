import type { ReactNode } from 'react';

interface PaneProps {
  /** Names the region; F6 goes from one to the next. */
  label: string;
  children: ReactNode;
  className?: string;
}

/** A named part of a screen. */
export function Pane({ label, children, className = '' }: PaneProps) {
  return (
    <section className={`pane ${className}`} aria-label={label} data-pane tabIndex={-1}>
      {children}
    </section>
  );
}

const TABBABLE =
  '[role=grid][tabindex="0"], a[href], button:not([disabled]), input:not([disabled]), [tabindex="0"]:not([role=separator])';

/** Moves the focus to the next pane, or the one before: to its list where it has one. */
export function focusNextPane(backwards: boolean): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  if (panes.length === 0) return;
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const start = here === -1 && backwards ? 0 : here;
  const next = panes[(start + step + panes.length) % panes.length]!;
  const target = next.querySelector<HTMLElement>('[role=grid][tabindex="0"]') ?? next.querySelector(TABBABLE);
  if (target instanceof HTMLElement) target.focus();
  else next.focus();
}
