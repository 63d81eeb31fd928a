/** Which deliveries are chosen together. Fewer than two is not a choice of several: `selectedIds` is then empty. */
export interface MultiSelection {
  selectedIds: ReadonlySet<number>;
  /** Where a range begins. */
  anchor: number | null;
}

export const NO_SELECTION: MultiSelection = { selectedIds: new Set(), anchor: null };

export interface ClickModifiers {
  /** Shift: everything from the anchor to here. */
  range: boolean;
  /** Ctrl or Cmd: this one besides the others, or no longer. */
  toggle: boolean;
}

const several = (selectedIds: Set<number>) => (selectedIds.size < 2 ? new Set<number>() : selectedIds);

/** What is chosen after a click on a row; `current` is the row that was selected before. */
export function afterClick(
  ids: readonly number[],
  { selectedIds, anchor }: MultiSelection,
  current: number | null,
  id: number,
  { range, toggle }: ClickModifiers,
): MultiSelection {
  if (range) {
    const start = ids.indexOf(anchor ?? current ?? id);
    const end = ids.indexOf(id);
    const from = start === -1 ? end : Math.min(start, end);
    const all = ids.slice(from, Math.max(start, end) + 1);
    return {
      selectedIds: several(new Set([...(toggle ? selectedIds : []), ...all])),
      anchor: ids[start] ?? id,
    };
  }
  if (!toggle) return { selectedIds: new Set(), anchor: id };
  const next = new Set(selectedIds.size === 0 && current !== null ? [current] : selectedIds);
  if (!next.delete(id)) next.add(id);
  return { selectedIds: several(next), anchor: id };
}
