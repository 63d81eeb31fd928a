import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISORDERS } from '../../shared/delivery/delivery.ts';
import { type DisorderPlan, disorderOf, disorderSchema } from '../../shared/delivery/disorder.ts';
import { anyKey } from '../fixtures/sending-rules.ts';

const none = disorderSchema.parse({});
const share = fc.integer({ min: 0, max: 20 }).map((percent) => percent / 100);
const anyPlan: fc.Arbitrary<DisorderPlan> = fc.record({
  duplicate: share,
  reorder: share,
  reorderBy: fc.integer({ min: 0, max: 86_400_000 }),
  delay: share,
  delayBy: fc.integer({ min: 0, max: 86_400_000 }),
  drop: share,
  loseResponse: share,
});

describe('disorder on purpose', () => {
  it('comes from the seed alone, with a delay only where something is held back', () => {
    fc.assert(
      fc.property(anyPlan, anyKey, (plan, key) => {
        const befallen = disorderOf(plan, key);
        expect(disorderOf({ ...plan }, { ...key })).toEqual(befallen);
        if (befallen === null) return;
        const { type, delayMs } = befallen;
        expect(DISORDERS).toContain(type);
        if (type === 'delay') expect(delayMs).toBe(plan.delayBy);
        else if (type === 'reorder') {
          expect(delayMs).toBeGreaterThanOrEqual(Math.min(1, plan.reorderBy));
          expect(delayMs).toBeLessThanOrEqual(plan.reorderBy);
        } else expect(delayMs).toBe(0);
      }),
    );
  });

  it.each([1, 2, 3, 42, 0xffff_ffff])('keeps its shares with the seed %d', (seed) => {
    const plan = disorderSchema.parse({
      duplicate: '5 %',
      reorder: 0.1,
      delay: 0.02,
      drop: '1%',
      loseResponse: 0.2,
    });
    const total = 20_000;
    const counts = new Map<string, number>();
    for (let index = 0; index < total; index += 1) {
      const type = disorderOf(plan, { seed, key: `event ${index}/global` })?.type ?? 'none';
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    const shares = { duplicate: 0.05, reorder: 0.1, delay: 0.02, drop: 0.01, 'lose-answer': 0.2, none: 0.62 };
    for (const [type, part] of Object.entries(shares)) {
      const deviation = Math.sqrt(total * part * (1 - part));
      expect(Math.abs((counts.get(type) ?? 0) - total * part)).toBeLessThan(5 * deviation);
    }
  });

  it('does not befall neighbours together', () => {
    const plan = { ...none, drop: 0.1 };
    const total = 20_000;
    const dropped = Array.from(
      { length: total },
      (_, index) => disorderOf(plan, { seed: 5, key: `${index}` }) !== null,
    );
    const both = dropped.filter((it, index) => it && dropped[index + 1]).length;
    // One in a hundred neighbouring pairs, give or take six standard deviations.
    expect(Math.abs(both - total * 0.01)).toBeLessThan(6 * Math.sqrt(total * 0.01));
  });

  it('befalls all or none at the ends', () => {
    const fates = (plan: DisorderPlan) =>
      new Set(
        Array.from({ length: 500 }, (_, index) => disorderOf(plan, { seed: 1, key: `${index}` })?.type),
      );
    expect(fates(none)).toEqual(new Set([undefined]));
    expect(fates({ ...none, duplicate: 1 })).toEqual(new Set(['duplicate']));
    expect(fates({ ...none, delay: 0.5, drop: 0.5 })).toEqual(new Set(['delay', 'drop']));
  });
});

describe('disorder in a file', () => {
  it('writes shares as numbers or per cent, and times as durations', () => {
    expect(disorderSchema.parse({ duplicate: 0.05, delay: '2.5 %', delayBy: '3 h', reorderBy: 0 })).toEqual({
      duplicate: 0.05,
      reorder: 0,
      reorderBy: 0,
      delay: 0.025,
      delayBy: 10_800_000,
      drop: 0,
      loseResponse: 0,
    });
    expect(none).toMatchObject({ reorderBy: 1_800_000, delayBy: 7_200_000 });
  });

  it.each([
    [{ drop: 1.5 }, 'not a share'],
    [{ drop: -0.1 }, 'not a share'],
    [{ drop: 5 }, 'not a share'],
    [{ drop: '5' }, 'not a share'],
    [{ drop: '101 %' }, 'not a share'],
    [{ drop: '' }, 'not a share'],
    [{ drop: 0.5, delay: 0.4, duplicate: '20 %' }, 'more than 100 %'],
    [{ delayBy: '-1 h' }, 'not a duration'],
    [{ delayBy: 60 }, 'not a duration'],
    [{ jumble: 0.1 }, 'jumble'],
  ])('refuses %j', (input, message) => {
    const result = disorderSchema.safeParse(input);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(message);
  });

  it('takes shares that make up the whole', () => {
    const shares = { duplicate: 0.1, reorder: 0.2, delay: 0.3, drop: 0.3, loseResponse: 0.1 };
    expect(disorderSchema.safeParse(shares).success).toBe(true);
  });
});
