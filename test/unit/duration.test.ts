import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, formatDuration, parseDuration } from '../../shared/domain/duration.ts';

describe('durations', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 86_400_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it.each([
    ['0', 0],
    ['0 s', 0],
    ['250ms', 250],
    ['90 s', 90_000],
    ['1.5 h', 5_400_000],
    ['1 h 30 min', 5_400_000],
    ['1h30m', 5_400_000],
    [' 2 d ', 172_800_000],
    ['366 d', 31_622_400_000],
  ])('are read from %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(durationText.parse(text)).toBe(ms);
  });

  it.each(['', ' ', '5', '-5 s', '5 s -1 s', '1,5 h', 'soon', '5 weeks', '367 d', '1e3 s', '5 s!'])(
    'are not read from %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
      expect(durationText.safeParse(text).success).toBe(false);
    },
  );

  it.each([
    [0, '0 s'],
    [4_250, '4 s 250 ms'],
    [5_400_000, '1 h 30 min'],
    [238_860_000, '2 d 18 h 21 min'],
  ])('of %d ms are written with every unit that is not zero', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
