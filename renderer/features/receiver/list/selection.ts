import {
  type IdRange,
  inRanges,
  mergedRanges,
  withoutId,
} from '../../../../shared/receiver/capture-ranges.ts';

/** Which captures of the list are selected together: ranges of their numbers, however many rows are loaded. */
export interface CaptureSelection {
  /** Of what the list shows, those with these numbers. Ascending, apart from each other. */
  ranges: readonly IdRange[];
  /** Where a range begins that Shift selects. */
  anchor: number | null;
}

export const NO_SELECTION: CaptureSelection = { ranges: [], anchor: null };

/** Whether more than one is selected: one alone is the current row. */
export function isSeveral({ ranges }: Pick<CaptureSelection, 'ranges'>): boolean {
  const [first] = ranges;
  return ranges.length > 1 || (first !== undefined && first[0] < first[1]);
}

export interface PickModifiers {
  /** Shift: everything from the anchor to here. */
  range: boolean;
  /** Ctrl or Cmd: this one besides the others, or no longer; with Shift, the range besides the others. */
  toggle: boolean;
}

/** What is selected after a row was picked; `current` is the row that was current before. */
export function afterPick(
  { ranges, anchor }: CaptureSelection,
  current: number | null,
  id: number,
  { range, toggle }: PickModifiers,
): CaptureSelection {
  if (range) {
    const start = anchor ?? current ?? id;
    const between: IdRange = [Math.min(start, id), Math.max(start, id)];
    return { ranges: mergedRanges([...(toggle ? ranges : []), between]), anchor: start };
  }
  if (!toggle) return { ranges: [], anchor: id };
  const before: readonly IdRange[] = ranges.length === 0 && current !== null ? [[current, current]] : ranges;
  return {
    ranges: inRanges(before, id) ? withoutId(before, id) : mergedRanges([...before, [id, id]]),
    anchor: id,
  };
}
