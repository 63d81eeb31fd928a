/** Rows of equal height that are in view or close to it: from `first` up to, but excluding, `end`. */
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

/** The row at a position, or -1 below the last. */
export function rowAt(y: number, rowHeight: number, count: number): number {
  const row = Math.floor(y / rowHeight);
  return row >= 0 && row < count ? row : -1;
}

/** The scroll position at which a row is fully in view: the current one if it already is. */
export function scrollFor(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** The index in an ascending list of pixels that is nearest to x and at most `reach` away; the later of two. */
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
