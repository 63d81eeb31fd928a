import type { Span } from './span.ts';
import { stepFor } from './ticks.ts';
import { offsetAt } from './zone.ts';

/** Moments with a kind each (0 to kinds - 1), in no order. */
export interface Moments {
  at: Float64Array;
  kind: Uint8Array;
  length: number;
}

export interface Histogram {
  /** Start of the first bucket; the others follow without a gap. */
  from: number;
  /** Ms per bucket. */
  step: number;
  buckets: number;
  /** Counts, with that of bucket b and kind k at b * kinds + k. */
  counts: Uint32Array;
  kinds: number;
  /** The count of the fullest bucket. */
  most: number;
}

/** Narrower bars than this would merge. */
const BAR_PX = 5;

/**
 * Counts moments in buckets that stay put while the view pans: they begin at full multiples of their length on
 * the zone's wall clock. One pass, no allocation per moment: 50,000 moments take well under a millisecond.
 */
export function histogramOf(
  moments: Moments,
  span: Span,
  width: number,
  kinds: number,
  zone: string,
): Histogram {
  const step = stepFor(span, width, BAR_PX);
  const offset = offsetAt(span.from, zone);
  const from = Math.floor((span.from + offset) / step) * step - offset;
  const buckets = Math.max(1, Math.ceil((span.to - from) / step));
  const counts = new Uint32Array(buckets * kinds);
  const sums = new Uint32Array(buckets);
  let most = 0;
  const { at, kind, length } = moments;
  for (let index = 0; index < length; index += 1) {
    const bucket = Math.floor((at[index]! - from) / step);
    if (bucket < 0 || bucket >= buckets) continue;
    counts[bucket * kinds + kind[index]!]! += 1;
    sums[bucket]! += 1;
    if (sums[bucket]! > most) most = sums[bucket]!;
  }
  return { from, step, buckets, counts, kinds, most };
}
