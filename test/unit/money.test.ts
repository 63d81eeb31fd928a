import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, parseMoney, shareOf, whyNotMoney } from '../../shared/domain/money.ts';

describe('amounts of money', () => {
  it('come back as they were written, with two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), (cents) => {
        expect(parseMoney(formatMoney(cents)) + 0).toBe(cents);
      }),
    );
    expect(formatMoney(parseMoney('5'))).toBe('5.00');
    expect(formatMoney(parseMoney('5.5'))).toBe('5.50');
    expect(formatMoney(-5)).toBe('-0.05');
  });

  it.each([
    ['1,50', 'comma'],
    ['1.505', 'more than two digits'],
    ['', 'not an amount'],
    ['1e3', 'not an amount'],
    ['$1.00', 'not an amount'],
    ['.5', 'not an amount'],
    ['12345678901234', 'not an amount'],
  ])('refuse %j, naming the reason', (text, reason) => {
    expect(whyNotMoney(text)).toContain(reason);
    expect(() => parseMoney(text)).toThrow(expect.objectContaining({ code: 'PB_AMOUNT_INVALID' }) as Error);
  });

  it.each([
    [12_000, 0.1, 1200],
    [5, 0.1, 1],
    [1005, 0.025, 25],
    [2020, 0.025, 51],
    [50, 0.29, 15],
    [-250, 0.01, -3],
    [-50, 0.29, -15],
  ])('give of %d a share of %d as %d: half a cent is rounded away from zero', (amount, share, expected) => {
    expect(shareOf(amount, share)).toBe(expected);
  });

  it('give of a negative amount minus the share of the positive one', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000_000 });
    const hundredths = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(amount, hundredths, (cents, percent) => {
        const share = percent / 10_000;
        expect(shareOf(-cents, share) + shareOf(cents, share)).toBe(0);
      }),
    );
  });

  it('are never off by noise of binary fractions: the share in whole numbers says the same', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    const hundredths = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(amount, hundredths, (cents, percent) => {
        const exact = BigInt(cents) * BigInt(percent);
        const rounded = (exact * 2n + 10_000n) / 20_000n;
        expect(shareOf(cents, percent / 10_000)).toBe(Number(rounded));
      }),
    );
  });
});
