import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DueOptions, firstDue } from '../../shared/delivery/due.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import { anyKey, KEY } from '../fixtures/sending-rules.ts';

const MIN = 60_000;
const { profile } = findProfile('impact')!;
const options = (change: Partial<DueOptions> = {}): DueOptions => ({
  eventAt: 1_000_000,
  kind: 'action',
  profile,
  processing: 'platform',
  minimumDelay: 0,
  combine: 'longer',
  ...change,
});

const anyOptions: fc.Arbitrary<DueOptions> = fc.record({
  eventAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  kind: fc.constantFrom('action' as const, 'clearing' as const, 'inquiry' as const, 'catalog' as const),
  profile: fc.constant(profile),
  processing: fc.constantFrom('platform' as const, 'none' as const),
  minimumDelay: fc.integer({ min: 0, max: 48 * 60 * MIN }),
  combine: fc.constantFrom('longer' as const, 'sum' as const),
});

describe('a delivery is first due', () => {
  it('after two parts that add up, the same for the same seed', () => {
    fc.assert(
      fc.property(anyOptions, anyKey, (given, key) => {
        const due = firstDue(given, key);
        expect(due.processingMs + due.minimumDelayMs).toBe(due.dueAt - given.eventAt);
        expect(firstDue({ ...given }, { ...key })).toEqual(due);
        const { processingMs: processing, minimumDelayMs } = due;
        expect(minimumDelayMs).toBeGreaterThanOrEqual(0);
        const whole = due.dueAt - given.eventAt;
        if (given.combine === 'sum') expect(whole).toBe(processing + given.minimumDelay);
        else expect(whole).toBe(Math.max(processing, given.minimumDelay));
        if (given.processing === 'none') expect(processing).toBe(0);
      }),
    );
  });

  it.each([
    ['action', 12 * MIN, 18 * MIN],
    ['clearing', 12 * MIN, 18 * MIN],
    ['inquiry', 1, 15 * MIN],
    ['catalog', 1, 10 * MIN],
  ] as const)('%s: evenly spread between the platform’s times', (kind, from, to) => {
    const drawn = Array.from(
      { length: 2_000 },
      (_, index) => firstDue(options({ kind }), { seed: 11, key: `${index}` }).processingMs,
    );
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(to);
    // Each tenth of the span gets its 200, give or take six standard deviations.
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const low = from + ((to - from) * tenth) / 10;
      const high = from + ((to - from) * (tenth + 1)) / 10;
      const count = drawn.filter((ms) => ms >= low && ms < high).length;
      expect(count).toBeGreaterThan(200 - 81);
      expect(count).toBeLessThan(200 + 81);
    }
  });

  it('where the minimum delay adds only what processing has not taken already', () => {
    const { processingMs } = firstDue(options(), KEY);
    expect(firstDue(options({ minimumDelay: 5 * MIN }), KEY)).toMatchObject({
      processingMs,
      minimumDelayMs: 0,
    });
    expect(firstDue(options({ minimumDelay: 60 * MIN }), KEY)).toEqual({
      dueAt: 1_000_000 + 60 * MIN,
      processingMs,
      minimumDelayMs: 60 * MIN - processingMs,
    });
    expect(firstDue(options({ minimumDelay: 5 * MIN, combine: 'sum' }), KEY).minimumDelayMs).toBe(5 * MIN);
  });

  it('at its event, without processing and delay', () => {
    expect(firstDue(options({ processing: 'none' }), KEY).dueAt).toBe(1_000_000);
    const immediate = findProfile('standard-webhooks')!.profile;
    expect(firstDue(options({ profile: immediate }), KEY).dueAt).toBe(1_000_000);
  });
});
