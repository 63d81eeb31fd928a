import type { RequestPoint } from './request-points.ts';

/**
 * What became of a value: the same; the same, written otherwise; another one; in the first request only; in the second
 * request only; there, and once more than in the first.
 */
export type PointState = 'same' | 're-encoded' | 'changed' | 'missing' | 'extra' | 'doubled';

/** One value of two requests; null in the one that does not have it. */
export interface ComparedPoint {
  place: RequestPoint['place'];
  key: string;
  left: RequestPoint | null;
  right: RequestPoint | null;
  state: PointState;
  /** It comes at another place among the values that both have; only told of a query and a form, which have an order. */
  moved: boolean;
}

/**
 * Compares what two requests carry, in the order of the first, each value that only the second has behind its
 * predecessor there. A key that comes again is compared with the one of the same value, else in its turn.
 */
export function comparePoints(
  left: readonly RequestPoint[],
  right: readonly RequestPoint[],
): ComparedPoint[] {
  const paired = pair(left, right);
  const moved = movedOf(left, right, paired);
  const lefts = new Set(left.map(idOf));
  const fromLeft = (point: RequestPoint): ComparedPoint => {
    const other = paired.get(point) ?? null;
    const { place, key } = point;
    return { place, key, left: point, right: other, state: stateOf(point, other), moved: moved.has(point) };
  };
  const fromRight = (point: RequestPoint): ComparedPoint => {
    const { place, key } = point;
    const state = lefts.has(idOf(point)) ? 'doubled' : 'extra';
    return { place, key, left: null, right: point, state, moved: false };
  };
  const { first, behind } = onlyRight(left, right, paired);
  return [
    ...first.map(fromRight),
    ...left.flatMap((point) => [fromLeft(point), ...(behind.get(point) ?? []).map(fromRight)]),
  ];
}

const idOf = ({ place, key }: RequestPoint) => `${place} ${key}`;

function stateOf(left: RequestPoint, right: RequestPoint | null): PointState {
  if (right === null) return 'missing';
  if (left.value !== right.value) return 'changed';
  return left.raw === right.raw ? 'same' : 're-encoded';
}

/** The point of the second request for each of the first that has one. */
function pair(left: readonly RequestPoint[], right: readonly RequestPoint[]) {
  const waiting = Map.groupBy(right, idOf);
  const pairs = new Map<RequestPoint, RequestPoint>();
  const take = (point: RequestPoint, fits: (other: RequestPoint) => boolean) => {
    const others = waiting.get(idOf(point));
    const at = others?.findIndex(fits) ?? -1;
    if (others === undefined || at === -1) return;
    pairs.set(point, others[at]!);
    others.splice(at, 1);
  };
  for (const point of left) take(point, ({ value }) => value === point.value);
  for (const point of left) if (!pairs.has(point)) take(point, () => true);
  return pairs;
}

/** What only the second request has: before everything that both have, and behind which point of the first. */
function onlyRight(
  left: readonly RequestPoint[],
  right: readonly RequestPoint[],
  paired: ReadonlyMap<RequestPoint, RequestPoint>,
) {
  const leftOf = new Map(
    left.flatMap((point): [RequestPoint, RequestPoint][] => {
      const other = paired.get(point);
      return other === undefined ? [] : [[other, point]];
    }),
  );
  const lastOfPlace = new Map(left.map((point) => [point.place, point]));
  const first: RequestPoint[] = [];
  const behind = new Map<RequestPoint, RequestPoint[]>();
  let before: RequestPoint | undefined;
  for (const point of right) {
    const own = leftOf.get(point);
    if (own !== undefined) {
      before = own;
      continue;
    }
    const anchor = before?.place === point.place ? before : (lastOfPlace.get(point.place) ?? left.at(-1));
    if (anchor === undefined) first.push(point);
    else behind.set(anchor, [...(behind.get(anchor) ?? []), point]);
  }
  return { first, behind };
}

/** The points of the first request that stand elsewhere in the second: the fewest that explain its order. */
function movedOf(
  left: readonly RequestPoint[],
  right: readonly RequestPoint[],
  paired: ReadonlyMap<RequestPoint, RequestPoint>,
): Set<RequestPoint> {
  const placeOf = new Map(right.map((point, index) => [point, index]));
  const moved = new Set<RequestPoint>();
  for (const place of ['query', 'body'] as const) {
    const both = left.flatMap((point) => {
      const other = paired.get(point);
      if (other === undefined || point.place !== place || !point.ordered || !other.ordered) return [];
      return [{ point, at: placeOf.get(other)! }];
    });
    const kept = longestAscent(both.map(({ at }) => at));
    for (const [index, { point }] of both.entries()) if (!kept.has(index)) moved.add(point);
  }
  return moved;
}

/** The indexes of a longest ascending part of a list of different numbers. */
function longestAscent(numbers: readonly number[]): Set<number> {
  /** By length less one: the index of the smallest number that an ascent of this length ends in. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before[at]) kept.add(at);
  return kept;
}
