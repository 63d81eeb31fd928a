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
  const panes = panesInView();
  if (panes.length === 0) return;
  // The last one: a pane comes before those inside it.
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const start = here === -1 && backwards ? 0 : here;
  const next = panes[(start + step + panes.length) % panes.length]!;
  focusPane(next, panes);
}

/** Puts the focus into the first pane that is in view: the main list of most screens. */
export function focusFirstPane(): void {
  const panes = panesInView();
  if (panes[0] !== undefined) focusPane(panes[0], panes);
}

function panesInView(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('section.pane[aria-label]')].filter(
    (pane) => pane.offsetHeight > 0 && pane.checkVisibility(),
  );
}

function focusPane(pane: HTMLElement, panes: readonly HTMLElement[]): void {
  const inner = panes.filter((other) => other !== pane && pane.contains(other));
  const target = TARGETS.flatMap((selector) => [...pane.querySelectorAll<HTMLElement>(selector)]).find(
    (element) => element.offsetParent !== null && !inner.some((other) => other.contains(element)),
  );
  if (target === undefined) pane.tabIndex = -1;
  (target ?? pane).focus();
}
