import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf } from '../../shared/domain/currency-digits.ts';
import {
  formatExactly,
  formatIn,
  formatMoney,
  parseMoney,
  requireDigits,
  shareOf,
  unitOf,
  whyNotMoney,
  whyTooManyDigits,
} from '../../shared/domain/money.ts';

const anyDigits = fc.integer({ min: 0, max: 4 });

describe('amounts of money', () => {
  it('come back as they were written, with as many digits as their currency has', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), anyDigits, (count, digits) => {
        const amount = count * unitOf(digits);
        fc.pre(Math.abs(amount) < 1e15);
        expect(parseMoney(formatMoney(amount, digits)) + 0).toBe(amount + 0);
        expect(parseMoney(formatExactly(amount)) + 0).toBe(amount + 0);
      }),
    );
    expect(formatMoney(parseMoney('5'), 2)).toBe('5.00');
    expect(formatMoney(parseMoney('5.5'), 2)).toBe('5.50');
    expect(formatMoney(parseMoney('-0.05'), 2)).toBe('-0.05');
  });

  it.each([
    ['USD', '12.5', '12.50'],
    ['JPY', '1980', '1980'],
    ['JPY', '1980.00', '1980'],
    ['KWD', '12.345', '12.345'],
    ['KWD', '12.3', '12.300'],
    ['CLF', '0.0001', '0.0001'],
    // Intl, which follows the customs of a country, has no digits for these two.
    ['IQD', '1.234', '1.234'],
    ['LBP', '1.23', '1.23'],
  ])('in %s are sent with its digits by ISO 4217: %s as %s', (currency, text, sent) => {
    expect(formatIn(parseMoney(text), currency)).toBe(sent);
    expect(whyTooManyDigits(parseMoney(text), currency)).toBeUndefined();
  });

  it.each([
    ['JPY', '19.80', '20'],
    ['USD', '12.345', '12.35'],
    ['KWD', '0.0005', '0.001'],
  ])('in %s may not have more digits: %s', (currency, text, rounded) => {
    const refused = () => requireDigits(parseMoney(text), 'payout', currency);
    expect(refused).toThrow(expect.objectContaining({ code: 'PB_AMOUNT_INVALID' }) as Error);
    expect(refused).toThrow(new RegExp(`^The payout ${text} has more digits than an amount in ${currency}`));
    try {
      refused();
    } catch (error) {
      expect((error as { remedy: string }).remedy).toContain(`Round it to ${rounded}.`);
    }
  });

  it('have two digits in every currency where the workspace says so', () => {
    expect(formatIn(parseMoney('1980'), 'JPY', 'two')).toBe('1980.00');
    expect(formatIn(parseMoney('12.34'), 'KWD', 'two')).toBe('12.34');
    expect(whyTooManyDigits(parseMoney('19.80'), 'JPY', 'two')).toBeUndefined();
    expect(whyTooManyDigits(parseMoney('12.345'), 'KWD', 'two')).toContain(
      'here every currency has two digits',
    );
    expect(digitsOf('CLF', 'two')).toBe(2);
  });

  it.each([
    ['1,50', 'comma'],
    ['1.50505', 'more than four digits'],
    ['', 'not an amount'],
    ['1e3', 'not an amount'],
    ['$1.00', 'not an amount'],
    ['.5', 'not an amount'],
    ['123456789012', 'more than 11 digits before'],
  ])('refuse %j, naming the reason', (text, reason) => {
    expect(whyNotMoney(text)).toContain(reason);
    expect(() => parseMoney(text)).toThrow(expect.objectContaining({ code: 'PB_AMOUNT_INVALID' }) as Error);
  });

  it.each([
    ['120.00', 0.1, 2, '12.00'],
    ['0.05', 0.1, 2, '0.01'],
    ['10.05', 0.025, 2, '0.25'],
    ['20.20', 0.025, 2, '0.51'],
    ['0.50', 0.29, 2, '0.15'],
    ['-2.50', 0.01, 2, '-0.03'],
    ['-0.50', 0.29, 2, '-0.15'],
    ['1985', 0.1, 0, '199'],
    ['12.345', 0.1, 3, '1.235'],
    ['1980', 0.0067, 2, '13.27'],
  ])(
    'give of %s a share of %d with %d digits as %s: half is rounded away from zero',
    (amount, share, digits, expected) => {
      expect(formatMoney(shareOf(parseMoney(amount), share, digits), digits)).toBe(expected);
    },
  );

  it('give of a negative amount minus the share of the positive one', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000_000 });
    const hundredths = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(amount, hundredths, anyDigits, (count, percent, digits) => {
        const [share, value] = [percent / 10_000, count * unitOf(digits)];
        expect(shareOf(-value, share, digits) + shareOf(value, share, digits)).toBe(0);
      }),
    );
  });

  it('are never off by noise of binary fractions: the share in whole numbers says the same', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    const hundredths = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(amount, hundredths, anyDigits, (count, percent, digits) => {
        const exact = BigInt(count) * BigInt(percent);
        const rounded = (exact * 2n + 10_000n) / 20_000n;
        const unit = unitOf(digits);
        expect(shareOf(count * unit, percent / 10_000, digits)).toBe(Number(rounded) * unit);
      }),
    );
  });
});
