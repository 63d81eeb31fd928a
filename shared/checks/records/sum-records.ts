import Big from 'big.js';
import { decimal, moneyText } from './decimal.ts';
import type { PlatformRecord } from './record.ts';

/** Books of several actions as one, where only money counts; the rest is as in `own`. */
export function sumRecords(books: readonly PlatformRecord[], own: PlatformRecord): PlatformRecord {
  const total = (texts: readonly string[]) =>
    moneyText(texts.map((text) => decimal(text) ?? new Big(0)).reduce((sum, one) => sum.plus(one)));
  return {
    status: books.every(({ status }) => status === 'reversed') ? 'reversed' : 'pending',
    values: {
      ...own.values,
      ...Object.fromEntries(
        ['Payout', 'Amount'].map((name) => [name, total(books.map(({ values }) => values[name] ?? ''))]),
      ),
    },
    mostPayout: total(books.map(({ mostPayout }) => mostPayout)),
  };
}
