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
    <section className={`pane ${className}`.trim()} aria-label={label}>
      {children}
    </section>
  );
}

/** Where the focus lands in a pane: its list, else its editor, else the first thing that Tab would reach. */
const TARGETS = [
  ':is([role=grid], [role=listbox])[tabindex="0"], [role=option][tabindex="0"]',
  '.cm-content',
  ':is(a[href], button:enabled, input:enabled, [tabindex="0"]):not([role=separator], [tabindex="-1"])',
];

/** Moves the focus to the next pane, or the one before. */
export function focusNextPane(backwards: boolean): void {
  const panes = [...document.querySelectorAll<HTMLElement>('section.pane[aria-label]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  if (panes.length === 0) return;
  // The last one: a pane comes before those inside it.
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const start = here === -1 && backwards ? 0 : here;
  const next = panes[(start + step + panes.length) % panes.length]!;
  const inner = panes.filter((pane) => pane !== next && next.contains(pane));
  const target = TARGETS.flatMap((selector) => [...next.querySelectorAll<HTMLElement>(selector)]).find(
    (element) => !inner.some((pane) => pane.contains(element)),
  );
  if (target === undefined) next.tabIndex = -1;
  (target ?? next).focus();
}
