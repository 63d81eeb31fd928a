import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterPick,
  type CaptureSelection,
  isSeveral,
  NO_SELECTION,
} from '../../renderer/features/receiver/list/selection.ts';
import { inRanges, mergedRanges, withoutId } from '../../shared/receiver/capture-ranges.ts';

const idsIn = (ranges: readonly (readonly [number, number])[]) =>
  ranges.flatMap(([from, through]) => Array.from({ length: through - from + 1 }, (_, n) => from + n));

const range = fc
  .tuple(fc.nat(60), fc.nat(60))
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

describe('ranges of capture numbers', () => {
  it('hold the same numbers when they are merged, and those that are taken out no longer', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), fc.nat(60), (ranges, id) => {
        const merged = mergedRanges(ranges);
        const all = new Set(idsIn(ranges));
        expect(idsIn(merged)).toEqual([...all].sort((a, b) => a - b));
        merged.slice(1).forEach(([from], index) => {
          expect(from).toBeGreaterThan(merged[index]![1] + 1);
        });
        expect(inRanges(merged, id)).toBe(all.has(id));
        all.delete(id);
        expect(new Set(idsIn(withoutId(merged, id)))).toEqual(all);
      }),
    );
  });

  it('of a million captures without two of them are three, not a million', () => {
    const all = mergedRanges([[1, 1_000_000]]);
    expect(withoutId(withoutId(all, 7), 500_000)).toEqual([
      [1, 6],
      [8, 499_999],
      [500_001, 1_000_000],
    ]);
  });
});

describe('a selection', () => {
  const click = { range: false, toggle: false };
  const shift = { range: true, toggle: false };
  const ctrl = { range: false, toggle: true };
  const picks = (...steps: [number, typeof click][]) => {
    let current: number | null = null;
    let selection: CaptureSelection = NO_SELECTION;
    for (const [id, how] of steps) {
      selection = afterPick(selection, current, id, how);
      current = id;
    }
    return selection;
  };

  it('is of several once a second row is picked with Ctrl, and of none after a plain click', () => {
    expect(picks([5, click], [9, ctrl]).ranges).toEqual([
      [5, 5],
      [9, 9],
    ]);
    expect(isSeveral(picks([5, click]))).toBe(false);
    expect(isSeveral(picks([5, click], [9, ctrl], [9, ctrl]))).toBe(false);
    expect(isSeveral(picks([5, click], [9, ctrl], [7, click]))).toBe(false);
  });

  it('with Shift goes from where it began to the row, in either direction, however often it is changed', () => {
    expect(picks([5, click], [9, shift]).ranges).toEqual([[5, 9]]);
    expect(picks([5, click], [9, shift], [2, shift]).ranges).toEqual([[2, 5]]);
    expect(picks([5, click], [9, shift], [5, shift])).toEqual({ ranges: [[5, 5]], anchor: 5 });
  });

  it('with Ctrl and Shift adds the range to what was selected', () => {
    expect(picks([5, click], [9, ctrl], [12, { range: true, toggle: true }]).ranges).toEqual([
      [5, 5],
      [9, 12],
    ]);
  });

  it('loses one row of a range that is picked with Ctrl', () => {
    expect(picks([5, click], [9, shift], [7, ctrl]).ranges).toEqual([
      [5, 6],
      [8, 9],
    ]);
  });
});
