import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretches } from '../../shared/timeline/density.ts';
import { barsFor, barsOf, isAmong, widened } from '../../shared/timeline/histogram.ts';
import { nearest, rowAt, rowsInView, scrollFor } from '../../shared/timeline/rows.ts';
import {
  around,
  between,
  LONGEST_MS,
  lengthOf,
  panned,
  revealing,
  SHORTEST_MS,
  timeAt,
  xOf,
  zoomed,
} from '../../shared/timeline/span.ts';
import { daysText, spanText, stepFor, stepText, ticksOf } from '../../shared/timeline/ticks.ts';
import { parseFactor, rateOf, virtualNow } from '../../shared/timeline/virtual-time.ts';
import { dayText, fromLocal, offsetAt, wallTime } from '../../shared/timeline/zone.ts';

const LA = 'America/Los_Angeles';
const at = (text: string) => Date.parse(text);
const start = at('2026-05-12T14:00:00-07:00');
const H = 3_600_000;
const spans = fc.record({
  from: fc.integer({ min: 0, max: 2e12 }),
  length: fc.integer({ min: 20, max: 1e10 }),
});

describe('a span on a line', () => {
  it('leads from time to place and back', () => {
    fc.assert(
      fc.property(spans, fc.double({ min: -500, max: 1500, noNaN: true }), ({ from, length }, x) => {
        const span = { from, to: from + length };
        expect(xOf(timeAt(x, span, 700), span, 700)).toBeCloseTo(x, 2);
      }),
    );
  });

  it('zooms with the time under the pointer staying where it is', () => {
    fc.assert(
      fc.property(
        spans,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ from, length }, factor, share) => {
          const span = { from, to: from + length };
          const moment = from + length * share;
          const after = zoomed(span, factor, moment);
          expect(xOf(moment, after, 700)).toBeCloseTo(xOf(moment, span, 700), 1);
        },
      ),
    );
  });

  it('is never shorter than 20 ms nor longer than ten years', () => {
    const span = { from: start, to: start + H };
    expect(lengthOf(zoomed(span, 1e-9, start))).toBe(SHORTEST_MS);
    expect(lengthOf(zoomed(span, 1e9, start))).toBe(LONGEST_MS);
    expect(between(start, start)).toEqual({ from: start, to: start + SHORTEST_MS });
    expect(between(start + H, start)).toEqual(span);
  });

  it('moves just far enough to show a time, and not at all when it does already', () => {
    const span = { from: start, to: start + H };
    expect(revealing(span, start + H / 2)).toBe(span);
    const right = revealing(span, start + 2 * H);
    expect(lengthOf(right)).toBe(H);
    expect(right.to).toBeGreaterThan(start + 2 * H);
    expect(revealing(span, start - H).from).toBeLessThan(start - H);
    expect(around(start, H, 0.5)).toEqual({ from: start - H / 2, to: start + H / 2 });
  });
});

describe('the wall clock of a zone', () => {
  it('knows offsets on both sides of a change', () => {
    expect(offsetAt(start, LA)).toBe(-7 * H);
    expect(offsetAt(at('2026-01-05T00:00:00Z'), LA)).toBe(-8 * H);
    expect(offsetAt(start, 'Asia/Kathmandu')).toBe(5.75 * H);
  });

  it('finds the moment of a time of day, and its words', () => {
    expect(fromLocal(Date.UTC(2026, 4, 12, 14), LA)).toBe(start);
    expect(dayText(start, LA)).toBe('Tue 12 May');
    expect([60_000, 1000, 1].map((fineness) => wallTime(start + 61_250, LA, fineness))).toEqual([
      '14:01',
      '14:01:01',
      '14:01:01.250',
    ]);
  });
});

describe('ticks', () => {
  const labels = (from: string, hours: number, width = 700) =>
    ticksOf({ from: at(from), to: at(from) + hours * H }, width, LA).map(({ label }) => label);

  it('stand at full hours of the zone, with the date where a day begins', () => {
    expect(labels('2026-05-12T21:50:00-07:00', 6)).toEqual([
      '22:00',
      '23:00',
      'Wed 13 May',
      '01:00',
      '02:00',
      '03:00',
    ]);
  });

  it('show an hour that is skipped or repeated once each', () => {
    expect(labels('2026-03-08T00:30:00-08:00', 5)).toEqual(['01:00', '03:00', '04:00', '05:00', '06:00']);
    const fall = ticksOf(
      { from: at('2026-11-01T00:30:00-07:00'), to: at('2026-11-01T04:30:00-08:00') },
      700,
      LA,
    );
    const times = fall.map((tick) => tick.at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });

  it('keep their distance at any zoom', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 100, max: 3000 }), ({ from, length }, width) => {
        const span = { from, to: from + length };
        const xs = ticksOf(span, width, 'UTC').map((tick) => xOf(tick.at, span, width));
        for (let index = 1; index < xs.length; index += 1)
          expect(xs[index]! - xs[index - 1]!).toBeGreaterThan(70);
      }),
    );
  });

  it('name distances and spans in their own units', () => {
    const span = { from: start, to: start + 6 * H };
    expect(stepText(stepFor(span, 700, 5))).toBe('3 min');
    expect([200, 5000, H, 86_400_000].map(stepText)).toEqual(['200 ms', '5 s', '1 h', '1 d']);
    expect(spanText(span)).toBe('6 h');
    expect(spanText({ from: 0, to: 90 * 60_000 })).toBe('90 min');
    expect(daysText(span, LA)).toBe('Tue 12 May');
    expect(daysText({ from: start, to: start + 72 * H }, LA)).toBe('12 \u2013 15 May');
    expect(daysText({ from: start - 13 * 24 * H, to: start }, LA)).toBe('29 Apr \u2013 12 May');
  });
});

describe('the histogram', () => {
  const span = { from: start, to: start + 6 * H };
  const moments = (...given: [number, number][]) => ({
    at: Float64Array.from(given.map(([ms]) => start + ms)),
    kind: Uint8Array.from(given.map(([, kind]) => kind)),
    length: given.length,
  });

  it('counts what is in view, by kind, once each', () => {
    const given = moments([0, 0], [1000, 1], [60_000, 1], [5 * H, 2], [-H, 0], [7 * H, 0]);
    const bars = barsFor(span, 700, LA);
    expect(bars.step).toBe(180_000);
    const counted = barsOf(given, bars, 3);
    expect(counted.slice(0, 2)).toEqual([
      [0, 0, 1],
      [0, 1, 2],
    ]);
    expect(counted.reduce((sum, [, , count]) => sum + count, 0)).toBe(4);
  });

  it('has bars that stand still while the view pans, some of which are there before', () => {
    const known = widened(barsFor(span, 700, LA));
    for (const by of [1, 59_999, 180_000, 7 * 60_000]) {
      const bars = barsFor(panned(span, by), 700, LA);
      const { from, step } = bars;
      expect((from - start) % step).toBe(0);
      expect(from).toBeLessThanOrEqual(start + by);
      expect(isAmong(bars, known)).toBe(true);
    }
    expect(isAmong(barsFor(panned(span, 7 * H), 700, LA), known)).toBe(false);
    expect(isAmong(barsFor(span, 300, LA), known)).toBe(false);
  });
});

describe('rows', () => {
  it('are made for what is in view and little more', () => {
    expect(rowsInView(0, 336, 24, 10_000, 6)).toEqual({ first: 0, end: 20 });
    expect(rowsInView(24_000, 336, 24, 10_000, 6)).toEqual({ first: 994, end: 1020 });
    expect(rowsInView(500, 336, 24, 3, 6)).toEqual({ first: 3, end: 3 });
  });

  it('are found under the pointer and brought into view', () => {
    expect([0, 23, 24, 72].map((y) => rowAt(y, 24, 3))).toEqual([0, 0, 1, -1]);
    expect(scrollFor(2, 24, 100, 240)).toBe(48);
    expect(scrollFor(20, 24, 100, 240)).toBe(264);
    expect(scrollFor(6, 24, 100, 240)).toBe(100);
  });

  it('give the nearest mark within reach, the later of two', () => {
    expect(nearest([10, 20, 20, 40], 21, 8)).toBe(2);
    expect(nearest([10, 20], 30, 8)).toBe(-1);
    expect(nearest([10, 20], 15, 8)).toBe(1);
  });
});

describe('level of detail', () => {
  const drawn = (xs: number[], kinds: string) => stretches(xs, (index) => kinds[index]!, 700);

  it('draws marks that stand apart one by one', () => {
    expect(drawn([10, 20, 30], 'aaa')).toHaveLength(3);
  });

  it('joins marks of one kind that cannot be told apart, and keeps others', () => {
    const [bar, other] = drawn([10, 12, 14, 16], 'aaab');
    expect(bar).toMatchObject({ start: 10, end: 14, kind: 'a', count: 3, last: 2 });
    expect(other).toMatchObject({ start: 16, kind: 'b', count: 1 });
  });

  it('shows the later of different kinds on one pixel', () => {
    expect(drawn([10, 10.5], 'ab')).toMatchObject([{ kind: 'b', last: 1, count: 2 }]);
  });

  it('draws no more things than there are pixels, however many marks there are', () => {
    const xs = Array.from({ length: 50_000 }, (_, index) => index / 70);
    expect(stretches(xs, (index) => index % 3, 700).length).toBeLessThanOrEqual(720);
    expect(stretches([-100, 800], () => 0, 700)).toEqual([]);
  });
});

describe('virtual time', () => {
  const view = { now: 1000, at: 50, factor: 60, mode: 'scaled' as const, paused: false, behind: false };

  it('goes on at the rate of the clock, and stands while it is paused, behind, or jumps', () => {
    expect(virtualNow(view, 60)).toBe(1600);
    expect(virtualNow({ ...view, paused: true }, 60)).toBe(1000);
    expect(rateOf({ ...view, behind: true })).toBe(0);
    expect(rateOf({ ...view, mode: 'real' })).toBe(1);
    expect([rateOf({ ...view, mode: 'fast' }), rateOf({ ...view, mode: 'stepped' })]).toEqual([0, 0]);
    expect(virtualNow(view, 40)).toBe(1000);
  });

  it('reads a speed as people write it', () => {
    expect(['60', 'x25', '×1000', ' X2 ', '1', '1001', 'fast', ''].map(parseFactor)).toEqual([
      60,
      25,
      1000,
      2,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
