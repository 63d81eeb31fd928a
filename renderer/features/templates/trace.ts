import { create } from 'zustand';

/** Who shows a placeholder: the others follow, it stays as it is. */
export type TraceSource = 'editor' | 'placeholders' | 'values' | 'wire';

interface Trace {
  /** Ids of the placeholders that are shown everywhere (`occurrenceId`); empty for none. */
  ids: ReadonlySet<string>;
  from: TraceSource;
  /** What the card stands beside; null without a card. */
  anchor: Element | null;
}

const NONE: ReadonlySet<string> = new Set();

/** The placeholders under the pointer, the cursor or the keys, in the editors and in every preview. */
export const useTrace = create<Trace>()(() => ({ ids: NONE, from: 'editor', anchor: null }));

/** Shows placeholders, and the card beside `anchor`. */
export function showTrace(ids: readonly string[], from: TraceSource, anchor: Element | null): void {
  const now = useTrace.getState();
  const same = now.ids.size === ids.length && ids.every((id) => now.ids.has(id));
  if (same && now.from === from && now.anchor === anchor) return;
  useTrace.setState({ ids: same ? now.ids : new Set(ids), from, anchor });
}

/** Shows none any more, if what is shown is of this source. */
export function endTrace(from: TraceSource): void {
  const now = useTrace.getState();
  if (now.from === from && now.ids.size > 0) useTrace.setState({ ids: NONE, anchor: null });
}

/** Whether a placeholder is being shown. */
export function useIsTraced(id: string): boolean {
  return useTrace(({ ids }) => ids.has(id));
}
