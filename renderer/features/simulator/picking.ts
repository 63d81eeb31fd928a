/** Which deliveries are chosen together. Fewer than two is not a choice of several: `picked` is then empty. */
export interface Picking {
  picked: ReadonlySet<number>;
  /** Where a range begins. */
  anchor: number | null;
}

export const NONE_PICKED: Picking = { picked: new Set(), anchor: null };

export interface How {
  /** Shift: everything from the anchor to here. */
  range: boolean;
  /** Ctrl or Cmd: this one besides the others, or no longer. */
  toggle: boolean;
}

const several = (picked: Set<number>) => (picked.size < 2 ? new Set<number>() : picked);

/** What is chosen after a click on a row; `current` is the row that was selected before. */
export function pickedBy(
  ids: readonly number[],
  { picked, anchor }: Picking,
  current: number | null,
  id: number,
  { range, toggle }: How,
): Picking {
  if (range) {
    const start = ids.indexOf(anchor ?? current ?? id);
    const end = ids.indexOf(id);
    const from = start === -1 ? end : Math.min(start, end);
    const all = ids.slice(from, Math.max(start, end) + 1);
    return { picked: several(new Set([...(toggle ? picked : []), ...all])), anchor: ids[start] ?? id };
  }
  if (!toggle) return { picked: new Set(), anchor: id };
  const next = new Set(picked.size === 0 && current !== null ? [current] : picked);
  if (!next.delete(id)) next.add(id);
  return { picked: several(next), anchor: id };
}
