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

/**
 * What is chosen after a click on a row; `current` is the row that was selected before. For a range, `between` are the
 * rows from where it begins up to this one: the anchor, or else the current row.
 */
export function afterClick(
  { selectedIds, anchor }: MultiSelection,
  current: number | null,
  id: number,
  { range, toggle }: ClickModifiers,
  between: readonly number[] = [id],
): MultiSelection {
  if (range) {
    const start = anchor ?? current ?? id;
    // One that is not listed any more is no beginning.
    const isListed = between.includes(start);
    const all = isListed ? between : [id];
    return {
      selectedIds: several(new Set([...(toggle ? selectedIds : []), ...all])),
      anchor: isListed ? start : id,
    };
  }
  if (!toggle) return { selectedIds: new Set(), anchor: id };
  const next = new Set(selectedIds.size === 0 && current !== null ? [current] : selectedIds);
  if (!next.delete(id)) next.add(id);
  return { selectedIds: several(next), anchor: id };
}
