import type { CaptureHistogram } from '../../../../shared/contract/captures.ts';
import type { ToldSpan } from '../../../../shared/timeline/receiver-history.ts';

/** A stretch of real time, in ms since the epoch, its ends included. */
export interface Extent {
  from: number;
  to: number;
}

type Buckets = CaptureHistogram['buckets'];

/** How many captures the fullest bar stands for; 1 at least. */
export function highest(buckets: Buckets): number {
  return buckets.reduce((most, { ok, refused, none }) => Math.max(most, ok + refused + none), 1);
}

/** Width of a bar and from one to the next. */
const BAR = 8;
const STEP = 10;
/** The least that a capture is drawn as, so that a single error among thousands is seen. */
const LEAST = 1.5;

/** The bars as three paths: those with a 2xx response below, those with another one, and those without any on top. */
export function barPaths(
  buckets: Buckets,
  most: number,
  height: number,
): Record<keyof Buckets[number], string> {
  const paths = { ok: '', refused: '', none: '' };
  buckets.forEach((bucket, index) => {
    const tall = (part: keyof typeof paths) =>
      bucket[part] === 0 ? 0 : Math.max(LEAST, (bucket[part] / most) * height);
    const failed = tall('refused') + tall('none');
    const heights = {
      ok: Math.max(0, Math.min(tall('ok'), height - failed)),
      refused: tall('refused'),
      none: tall('none'),
    };
    let bottom = height;
    for (const part of ['ok', 'refused', 'none'] as const) {
      if (bucket[part] === 0) continue;
      const top = Math.max(0, bottom - heights[part]);
      paths[part] += `M${index * STEP} ${round(top)}h${BAR}V${round(bottom)}h${-BAR}z`;
      bottom = top;
    }
  });
  return paths;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The moment at a share of a stretch. */
export function fromShare(share: number, { from, to }: Extent): number {
  return Math.round(from + share * (to - from));
}

/** Where a span stands in a stretch, in shares of it; null where it is not known or outside. */
export function stretchOf(
  { realFrom, realTo, to }: Pick<ToldSpan, 'realFrom' | 'realTo' | 'to'>,
  extent: Extent,
): { left: number; width: number } | null {
  // One that is over without a real end is of before real times were recorded.
  if (realFrom === null || (realTo === null && to !== null)) return null;
  const length = Math.max(1, extent.to - extent.from);
  const left = Math.max(0, (realFrom - extent.from) / length);
  const right = Math.min(1, ((realTo ?? extent.to) - extent.from) / length);
  return left > 1 || right < 0 ? null : { left, width: Math.max(0, right - left) };
}
