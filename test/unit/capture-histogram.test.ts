import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barPaths,
  fromShare,
  highest,
  stretchOf,
} from '../../renderer/features/receiver/list/histogram-geometry.ts';

const bucket = fc.record({ ok: fc.nat(5_000), refused: fc.nat(5_000), none: fc.nat(5_000) });

describe('the bars of captures over time', () => {
  it('are as high as the fullest one at most, whatever there is in them', () => {
    fc.assert(
      fc.property(fc.array(bucket, { minLength: 1, maxLength: 96 }), (buckets) => {
        const paths = barPaths(buckets, highest(buckets), 34);
        for (const [, top, bottom] of Object.values(paths)
          .join('')
          .matchAll(/M\d+ ([\d.]+)h8V([\d.]+)h/g)) {
          expect(Number(top)).toBeGreaterThanOrEqual(0);
          expect(Number(bottom)).toBeLessThanOrEqual(34);
        }
      }),
    );
  });

  it('show a single error among thousands', () => {
    expect(barPaths([{ ok: 9_999, refused: 1, none: 0 }], 10_000, 34).refused).toBe('M0 0h8V1.5h-8z');
    expect(barPaths([{ ok: 0, refused: 1, none: 0 }], 10_000, 34).refused).toBe('M0 32.5h8V34h-8z');
    expect(barPaths([{ ok: 0, refused: 0, none: 0 }], 1, 34)).toEqual({ ok: '', refused: '', none: '' });
  });
});

describe('a stretch of the told lane', () => {
  const extent = { from: 1_000, to: 2_000 };
  it('is cut where it goes beyond, and lasts to the end while it lasts', () => {
    expect(stretchOf({ realFrom: 500, realTo: 1_500, to: 1 }, extent)).toEqual({ left: 0, width: 0.5 });
    expect(stretchOf({ realFrom: 1_750, realTo: null, to: null }, extent)).toEqual({
      left: 0.75,
      width: 0.25,
    });
  });
  it('is none where its real time is not known, or elsewhere', () => {
    expect(stretchOf({ realFrom: null, realTo: null, to: 5 }, extent)).toBeNull();
    expect(stretchOf({ realFrom: 1_100, realTo: null, to: 5 }, extent)).toBeNull();
    expect(stretchOf({ realFrom: 3_000, realTo: 4_000, to: 5 }, extent)).toBeNull();
  });
  it('begins and ends at moments within it', () => {
    expect([fromShare(0, extent), fromShare(0.5, extent), fromShare(1, extent)]).toEqual([
      1_000, 1_500, 2_000,
    ]);
  });
});
