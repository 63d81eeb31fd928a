/** Marks of one kind drawn as one: a single mark if start and end are equal, otherwise a bar. */
export interface Stretch<Kind> {
  start: number;
  end: number;
  kind: Kind;
  /** Index of its last mark, which is the one drawn of several on one pixel. */
  last: number;
  count: number;
}

/** Closer marks of one kind cannot be distinguished. */
const APART_PX = 3;

/**
 * Level of detail for one row: marks outside the view are dropped, marks of one kind that are closer than three
 * pixels become a bar, and of different kinds on one pixel the later one is drawn. So the number of things drawn
 * depends on the pixels, not on the number of marks. `xs` is ascending.
 */
export function stretches<Kind>(
  xs: readonly number[],
  kindOf: (index: number) => Kind,
  width: number,
  margin = 8,
): Stretch<Kind>[] {
  const found: Stretch<Kind>[] = [];
  let open: Stretch<Kind> | undefined;
  for (let index = 0; index < xs.length; index += 1) {
    const x = xs[index]!;
    if (x < -margin) continue;
    if (x > width + margin) break;
    const kind = kindOf(index);
    const away = open === undefined ? Number.POSITIVE_INFINITY : x - open.end;
    if (open !== undefined && open.kind === kind && away < APART_PX) {
      open.end = x;
      open.last = index;
      open.count += 1;
    } else if (open !== undefined && open.start === open.end && away < 1) {
      open.kind = kind;
      open.last = index;
      open.count += 1;
    } else {
      open = { start: x, end: x, kind, last: index, count: 1 };
      found.push(open);
    }
  }
  return found;
}
