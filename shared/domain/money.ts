import { PostbenchError } from '../errors.ts';

/** An amount of money in hundredths of its currency; always a safe integer, may be negative in a delta. */
export type Cents = number;

const MONEY = /^-?\d{1,13}(\.\d{1,2})?$/;

/** Why a text is not an amount; undefined if it is one. Amounts use a point and at most two decimals. */
export function whyNotMoney(text: string): string | undefined {
  if (MONEY.test(text)) return undefined;
  if (text.includes(',')) return `"${text}" has a comma; use a point, as in 120.00`;
  if (/^-?\d+\.\d{3,}$/.test(text)) return `"${text}" has more than two digits after the point`;
  return `"${text}" is not an amount such as 120.00`;
}

/** Reads "120", "120.5" or "120.00". Throws PB_AMOUNT_INVALID. */
export function parseMoney(text: string): Cents {
  const why = whyNotMoney(text);
  if (why !== undefined) {
    throw new PostbenchError('PB_AMOUNT_INVALID', `The amount ${why}.`, {
      remedy: 'Write the amount with a point and at most two digits, as in 120.00.',
    });
  }
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return negative && cents !== 0 ? -cents : cents;
}

/** Two digits and a point, no currency sign: the form seen in live postbacks ("0.00", "100.00"). */
export function formatMoney(cents: Cents): string {
  const absolute = Math.abs(cents);
  const sign = cents < 0 ? '-' : '';
  return `${sign}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}

/**
 * A share of an amount, as a factor: 0.1 of it, or 1.08 of it in another currency. Rounded to whole cents, halves away
 * from zero, so that the share of a negative amount is minus the share of the positive one.
 */
export function shareOf(amount: Cents, share: number): Cents {
  const exact = Math.abs(amount * share);
  // toFixed first: floating-point noise must not decide a half cent. Percentages have at most four digits after the
  // point, so that a true product has at most six.
  const cents = Math.round(Number(exact.toFixed(6)));
  return amount * share < 0 && cents !== 0 ? -cents : cents;
}

/** Throws PB_AMOUNT_INVALID for a negative amount; `what` names it. */
export function requireNotNegative(value: Cents, what: string): void {
  if (value >= 0) return;
  throw new PostbenchError('PB_AMOUNT_INVALID', `The ${what} ${formatMoney(value)} is negative.`, {
    remedy: 'Use 0.00 or more. The change is computed from the previous values.',
  });
}
