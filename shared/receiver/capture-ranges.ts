/** Numbers of captures, the first and the last of them included. */
export type IdRange = readonly [from: number, through: number];

/** Whether a number is in one of the ranges, which ascend and do not overlap. */
export function inRanges(ranges: readonly IdRange[], id: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]![1] < id) low = middle + 1;
    else high = middle;
  }
  return low < ranges.length && ranges[low]![0] <= id;
}

/** The same numbers in ranges that ascend, do not overlap, and do not touch. */
export function mergedRanges(ranges: readonly IdRange[]): IdRange[] {
  const merged: [number, number][] = [];
  for (const [from, through] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (through < from) continue;
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], through);
    else merged.push([from, through]);
  }
  return merged;
}

/** The ranges, which ascend and do not overlap, without one number. */
export function withoutId(ranges: readonly IdRange[], id: number): IdRange[] {
  return ranges.flatMap(([from, through]): IdRange[] => {
    if (id < from || id > through) return [[from, through]];
    const parts: IdRange[] = [
      [from, id - 1],
      [id + 1, through],
    ];
    return parts.filter(([first, last]) => first <= last);
  });
}
