/** Rows of one height that are in view or close to it: from first up to, but not with, end. */
export interface RowRange {
  first: number;
  end: number;
}

export function rowsInView(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  overscan: number,
): RowRange {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan);
  return { first: Math.min(first, end), end };
}

/** The row under a place, or -1 below the last. */
export function rowAt(y: number, rowHeight: number, count: number): number {
  const row = Math.floor(y / rowHeight);
  return row >= 0 && row < count ? row : -1;
}

/** How far to scroll so that a row is whole in view: the same place when it is. */
export function scrollFor(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** The place in an ascending list of pixels that is nearest to x and at most `reach` away; the later of two. */
export function nearest(xs: readonly number[], x: number, reach: number): number {
  let best = -1;
  let distance = reach;
  for (let index = 0; index < xs.length; index += 1) {
    const away = Math.abs(xs[index]! - x);
    if (away > distance) continue;
    distance = away;
    best = index;
  }
  return best;
}
