import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLeavingWindow, createRateWindow } from '../../shared/delivery/rate-limit.ts';

/** Most times in any half-open window; such a window can always be moved to begin at one of the times. */
function fullestWindow(times: readonly number[], windowMs: number): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < times.length; to += 1) {
    while (times[to]! - times[from]! >= windowMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Sends everything in the order of its arrival, as early as the limit lets it. */
function send(perSecond: number, arrivals: readonly number[], windowMs = 1000): number[] {
  const window = createRateWindow(perSecond, windowMs);
  return arrivals.map((arrival) => {
    const at = window.earliest(arrival);
    window.take(at);
    return at;
  });
}

const rate = fc.integer({ min: 1, max: 500 });
/** Bursts of requests: so many at once, then a gap in ms. */
const bursts = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 300 }), gap: fc.integer({ min: 0, max: 3_000 }) }),
  { minLength: 1, maxLength: 20 },
);
const arrivalsOf = (list: readonly { size: number; gap: number }[]) => {
  let at = 0;
  return list.flatMap(({ size, gap }) => {
    at += gap;
    return Array.from({ length: size }, () => at);
  });
};

describe('the rate limit', () => {
  it('is above the limit in no window, and holds nothing back without need', () => {
    fc.assert(
      fc.property(rate, bursts, (perSecond, list) => {
        const arrivals = arrivalsOf(list);
        const sent = send(perSecond, arrivals);
        expect(fullestWindow(sent, 1000)).toBeLessThanOrEqual(perSecond);
        sent.forEach((at, index) => {
          const earlier = index === 0 ? 0 : sent[index - 1]!;
          const full = (sent[index - perSecond] ?? Number.NEGATIVE_INFINITY) + 1000;
          expect(at).toBe(Math.max(arrivals[index]!, earlier, full));
        });
      }),
    );
  });

  it('holds for retries that come back into the same queue', () => {
    fc.assert(
      fc.property(
        rate,
        bursts,
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1 }),
        (perSecond, list, waits) => {
          const window = createRateWindow(perSecond);
          const queue = arrivalsOf(list).map((at) => ({ at, tries: 0 }));
          const sent: number[] = [];
          while (queue.length > 0) {
            queue.sort((a, b) => a.at - b.at);
            const next = queue.shift()!;
            const at = window.earliest(next.at);
            window.take(at);
            sent.push(at);
            const wait = waits[sent.length % waits.length]!;
            if (next.tries < 1) queue.push({ at: at + wait, tries: next.tries + 1 });
          }
          expect(fullestWindow(sent, 1000)).toBeLessThanOrEqual(perSecond);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('uses at least 98 % of it while there is a backlog', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 10_000 }), (perSecond, now) => {
        const sent = send(
          perSecond,
          Array.from({ length: perSecond * 20 }, () => now),
        );
        const seconds = (sent.at(-1)! - now) / 1000 + 1;
        expect(sent.length / seconds).toBeGreaterThanOrEqual(0.98 * perSecond);
        // In every whole second of the backlog, not only on average.
        for (let second = 0; second < 19; second += 1) {
          const from = now + second * 1000;
          const used = sent.filter((at) => at >= from && at < from + 1000).length;
          expect(used).toBeGreaterThanOrEqual(0.98 * perSecond);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes other windows than a second, and a clock that goes back', () => {
    expect(send(2, [0, 0, 0, 0, 0], 60_000)).toEqual([0, 0, 60_000, 60_000, 120_000]);
    expect(send(3, [500, 100, 100, 100])).toEqual([500, 500, 500, 1500]);
  });

  it('refuses a request that is above it', () => {
    const window = createRateWindow(2);
    window.take(0);
    window.take(10);
    expect(window.earliest(500)).toBe(1000);
    expect(() => window.take(999)).toThrow(RangeError);
    expect(() => window.take(Number.NaN)).toThrow(RangeError);
    window.take(1000);
    expect(window.earliest(1000)).toBe(1010);
  });

  it.each([0, -1, 1.5, 100_001, Number.NaN, Number.POSITIVE_INFINITY])('is no %d a second', (perSecond) => {
    expect(() => createRateWindow(perSecond)).toThrow(RangeError);
  });
});

describe('the rate limit where requests leave when they can', () => {
  it('is above the limit in no window of leaving, and used whenever something waits', () => {
    fc.assert(
      fc.property(
        rate,
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 600 }),
        (perSecond, lags) => {
          const window = createLeavingWindow(perSecond);
          const left: number[] = [];
          /** Those under way, soonest first. */
          let underWay: { at: number; place: (at: number) => void }[] = [];
          let now = 0;
          const land = () => {
            const next = underWay.shift()!;
            now = Math.max(now, next.at);
            next.place(now);
            left.push(now);
          };
          for (const lag of lags) {
            for (;;) {
              const at = window.earliest(now);
              if (at === now) break;
              const next = underWay[0];
              if (next !== undefined && next.at <= at) land();
              else now = at;
            }
            underWay.push({ at: now + lag, place: window.take(now) });
            underWay = underWay.toSorted((a, b) => a.at - b.at);
          }
          while (underWay.length > 0) land();
          expect(fullestWindow(left, 1000)).toBeLessThanOrEqual(perSecond);
        },
      ),
    );
  });

  it('counts one that never left from its end, and each only once', () => {
    const window = createLeavingWindow(1);
    const place = window.take(0);
    expect(window.earliest(500)).toBe(Number.POSITIVE_INFINITY);
    place(500);
    place(900);
    expect(window.earliest(600)).toBe(1500);
  });

  it('goes on when the clock of the machine is set back', () => {
    const window = createLeavingWindow(2);
    window.take(10_000_000)(10_000_000);
    window.take(10_000_100)(10_000_100);
    expect(window.earliest(5_000)).toBeLessThanOrEqual(6_000);
  });
});
