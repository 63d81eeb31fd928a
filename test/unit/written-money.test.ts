import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenMoney } from '../../shared/checks/records/decimal.ts';

describe('an amount as receivers write it', () => {
  it.each([
    ['12.00', '12'],
    ['$12.00', '12'],
    ['12.00 USD', '12'],
    ['USD 12.00', '12'],
    ['12,00 €', '12'],
    ['€ 12,5', '12.5'],
    ['-$4.00', '-4'],
    ['$-4.00', '-4'],
    ['−4,00 €', '-4'],
    ['-4.00', '-4'],
    ['+4.00', '4'],
    ['1,234.50', '1234.5'],
    ['1.234,50 €', '1234.5'],
    ['1 234,50 €', '1234.5'],
    ["CHF 1'234.50", '1234.5'],
    ['1,234,567', '1234567'],
    ['1,234', '1234'],
    ['1.234', '1.234'],
    ['1e3', '1000'],
    ['¥1980', '1980'],
  ])('%s is %s', (text, amount) => {
    expect(writtenMoney(text)?.toString()).toBe(amount);
  });

  it.each([
    '',
    'abc',
    'USD',
    '12 apples',
    '2026-05-12',
    '2026-05',
    '1,23,4',
    '12.00.1',
    '--4',
    '12:00',
    '10 %',
    'AB12',
    '1000.2000.3000',
  ])('%j is no amount', (text) => {
    expect(writtenMoney(text)).toBeUndefined();
  });

  it('is the same number in the languages that receivers format for', () => {
    const locales = ['en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE', 'pt-BR', 'ja-JP'];
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.constantFrom(...locales),
        fc.constantFrom('USD', 'EUR', 'SEK', 'CHF', 'BRL'),
        (cents, locale, currency) => {
          const text = new Intl.NumberFormat(locale, {
            style: 'currency',
            currency,
            minimumFractionDigits: 2,
          }).format(cents / 100);
          expect(writtenMoney(text)?.times(100).toNumber(), text).toBe(cents);
        },
      ),
    );
  });
});
