import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, parseMoney, percentOf, whyNotMoney } from '../../shared/domain/money.ts';

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

  it('round half a cent of a share away from zero', () => {
    expect(percentOf(12_000, 10)).toBe(1200);
    expect(percentOf(5, 10)).toBe(1);
    expect(percentOf(1005, 2.5)).toBe(25);
    expect(percentOf(2020, 2.5)).toBe(51);
  });
});
