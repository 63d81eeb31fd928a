/** Says when requests of one postback may leave; times in ms on the clock in force. */
export interface RateWindow {
  /** The first moment, `now` or later, at which one more may leave. */
  earliest(now: number): number;
  /** Takes note of one that leaves; never before `earliest` says so. Throws a RangeError otherwise. */
  record(at: number): void;
}

/** A postback's own limit is at most 500; the ceiling of real time may be set higher. */
const HIGHEST_RATE = 100_000;

/**
 * A sliding window: no half-open span [t, t + windowMs) ever holds more than `perSecond` records, wherever it
 * begins, and a backlog uses all of it. The n-th last record decides, so one ring of `perSecond` times is all it
 * keeps. Maximum requests per second: a documented setting of impact.com's postbacks.
 */
export function createRateWindow(perSecond: number, windowMs = 1000): RateWindow {
  if (!Number.isInteger(perSecond) || perSecond < 1 || perSecond > HIGHEST_RATE) {
    throw new RangeError(`A rate is a whole number from 1 to ${HIGHEST_RATE} a second, not ${perSecond}.`);
  }
  const times = new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY);
  /** Where the oldest time stands, which the next record replaces. */
  let oldest = 0;
  let newest = Number.NEGATIVE_INFINITY;
  const earliest = (now: number) => Math.max(now, newest, times[oldest]! + windowMs);
  return {
    earliest,
    record(at) {
      if (!(at >= earliest(at))) throw new RangeError(`A request at ${at} is above ${perSecond} a second.`);
      times[oldest] = at;
      newest = at;
      oldest = (oldest + 1) % perSecond;
    },
  };
}
