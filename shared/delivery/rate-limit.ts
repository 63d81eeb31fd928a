/**
 * A place under the limit taken by a request: to be told, once or more, when the request has left or ended
 * without leaving. If moments are assigned, that changes nothing.
 */
export type Place = (at: number) => void;

/** Decides when requests of one postback may leave; times in ms on the clock in force. */
export interface RateWindow {
  /** The first moment, `now` or later, at which one more may leave; Infinity until one that took a place has left. */
  earliest(now: number): number;
  /** Takes a place for one that leaves. Throws a RangeError before the moment that `earliest` returns. */
  take(at: number): Place;
}

/** A postback's own limit is at most 500; the ceiling of real time may be set higher. */
const HIGHEST_RATE = 100_000;

/**
 * A sliding window: no half-open span [t, t + windowMs) ever holds more than `perSecond` records, wherever it
 * begins, and a backlog uses all of it. The n-th last record decides, so one ring of `perSecond` times is all it
 * keeps. Maximum requests per second: a documented setting of impact.com's postbacks.
 */
export function createRateWindow(perSecond: number, windowMs = 1000): RateWindow {
  checkRate(perSecond);
  const times = new Float64Array(perSecond).fill(Number.NEGATIVE_INFINITY);
  /** The index of the oldest time, which the next record replaces. */
  let oldest = 0;
  let newest = Number.NEGATIVE_INFINITY;
  const earliest = (now: number) => Math.max(now, newest, times[oldest]! + windowMs);
  return {
    earliest,
    take(at) {
      if (!(at >= earliest(at))) throw above(perSecond, at);
      times[oldest] = at;
      newest = at;
      oldest = (oldest + 1) % perSecond;
      return TAKEN;
    },
  };
}

/** Assigned moments stay what they are. */
const TAKEN: Place = () => {};

/**
 * The same limit where requests leave when the machine and its connections let them: a place is taken from the
 * decision on, and counts for a whole window from the moment of leaving, so that no half-open span of `windowMs` ever
 * sees more than `perSecond` leave.
 */
export function createLeavingWindow(perSecond: number, windowMs = 1000): RateWindow {
  checkRate(perSecond);
  /** Moments of leaving, oldest first; those before `from` are past. */
  let left: number[] = [];
  let from = 0;
  let underWay = 0;
  const earliest = (now: number) => {
    // A machine's clock that was set back must not hold requests back until it has caught up.
    const ahead = (left.at(-1) ?? now) - now;
    if (ahead > windowMs) left = left.map((time) => time - ahead);
    while (from < left.length && left[from]! + windowMs <= now) from += 1;
    if (from > 1024) {
      left = left.slice(from);
      from = 0;
    }
    if (underWay + left.length - from < perSecond) return now;
    return from < left.length ? left[from]! + windowMs : Number.POSITIVE_INFINITY;
  };
  return {
    earliest,
    take(at) {
      if (earliest(at) > at) throw above(perSecond, at);
      underWay += 1;
      let open = true;
      return (moment) => {
        if (!open) return;
        open = false;
        underWay -= 1;
        left.push(Math.max(moment, left.at(-1) ?? moment));
      };
    },
  };
}

function checkRate(perSecond: number): void {
  if (Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= HIGHEST_RATE) return;
  throw new RangeError(`A rate is a whole number from 1 to ${HIGHEST_RATE} a second, not ${perSecond}.`);
}

function above(perSecond: number, at: number): RangeError {
  return new RangeError(`A request at ${at} is above ${perSecond} a second.`);
}
