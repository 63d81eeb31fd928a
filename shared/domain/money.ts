import { PostbenchError } from '../errors.ts';
import { digitsOf, type MoneyDigits } from './currency-digits.ts';

/** Digits after the point that are kept of every amount: as many as the currencies with the most (CLF, UYW). */
const KEPT_DIGITS = 4;
const ONE = 10 ** KEPT_DIGITS;

/** An amount of money in ten-thousandths of its currency; always a safe integer, may be negative in a delta. */
export type Money = number;

/** Most digits before the point: sums of many such amounts are still exact. */
const MONEY = /^-?\d{1,11}(\.\d{1,4})?$/;

/** Why a text is not an amount in any currency; undefined if it is one. */
export function whyNotMoney(text: string): string | undefined {
  if (MONEY.test(text)) return undefined;
  if (text.includes(',')) return `"${text}" has a comma; use a point, as in 120.00`;
  if (/^-?\d+\.\d{5,}$/.test(text)) return `"${text}" has more than four digits after the point`;
  if (/^-?\d{12,}(\.\d+)?$/.test(text)) return `"${text}" has more than 11 digits before the point`;
  return `"${text}" is not an amount such as 120.00`;
}

/** Reads "120", "120.5" or "12.345". Throws PB_AMOUNT_INVALID. Whether its currency has as many digits, see `requireDigits`. */
export function parseMoney(text: string): Money {
  const why = whyNotMoney(text);
  if (why !== undefined) {
    throw new PostbenchError('PB_AMOUNT_INVALID', `The amount ${why}.`, {
      remedy: 'Write the amount with a point and no more digits than its currency has, as in 120.00.',
    });
  }
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const amount = Number(whole) * ONE + Number(fraction.padEnd(KEPT_DIGITS, '0'));
  return negative && amount !== 0 ? -amount : amount;
}

/** The smallest step of an amount with so many digits after the point. */
export function unitOf(digits: number): Money {
  return 10 ** (KEPT_DIGITS - digits);
}

/** An amount as the nearest one with so many digits after the point, halves away from zero. */
function rounded(amount: Money, digits: number): Money {
  const unit = unitOf(digits);
  const result = Math.round(Math.abs(amount) / unit) * unit;
  return amount < 0 && result !== 0 ? -result : result;
}

/** So many digits and a point, no currency sign: the form seen in live postbacks ("0.00", "100.00"). */
export function formatMoney(amount: Money, digits: number): string {
  const shown = rounded(amount, digits);
  const absolute = Math.abs(shown);
  const whole = `${shown < 0 ? '-' : ''}${Math.floor(absolute / ONE)}`;
  if (digits === 0) return whole;
  const fraction = String(absolute % ONE).padStart(KEPT_DIGITS, '0');
  return `${whole}.${fraction.slice(0, digits)}`;
}

/** An amount in its currency, as postbacks carry it: see `digitsOf`. */
export function formatIn(amount: Money, currency: string, rule?: MoneyDigits): string {
  return formatMoney(amount, digitsOf(currency, rule));
}

/** All digits that an amount has, two at least: for an amount whose currency is not known. */
export function formatExactly(amount: Money): string {
  const digits = [2, 3].find((few) => rounded(amount, few) === amount) ?? KEPT_DIGITS;
  return formatMoney(amount, digits);
}

/**
 * A share of an amount, as a factor: 0.1 of it, or 1.08 of it in another currency. Rounded to so many digits after the
 * point, halves away from zero, so that the share of a negative amount is minus the share of the positive one.
 */
export function shareOf(amount: Money, share: number, digits: number): Money {
  const unit = unitOf(digits);
  const exact = Math.abs((amount / unit) * share);
  // toFixed first: floating-point noise must not decide a half. Percentages have at most four digits after the point, so
  // that a true product has at most six.
  const result = Math.round(Number(exact.toFixed(6))) * unit;
  return amount * share < 0 && result !== 0 ? -result : result;
}

/** Throws PB_AMOUNT_INVALID for a negative amount; `what` names it. */
export function requireNotNegative(value: Money, what: string): void {
  if (value >= 0) return;
  throw new PostbenchError('PB_AMOUNT_INVALID', `The ${what} ${formatExactly(value)} is negative.`, {
    remedy: 'Use 0.00 or more. The change is computed from the previous values.',
  });
}

const NUMBERS = ['no digits', 'one digit', 'two digits', 'three digits', 'four digits'];

/** Why an amount has more digits after the point than its currency; undefined if it has not. */
export function whyTooManyDigits(value: Money, currency: string, rule?: MoneyDigits): string | undefined {
  const digits = digitsOf(currency, rule);
  if (value % unitOf(digits) === 0) return undefined;
  const whose = rule === 'two' ? 'here every currency' : currency;
  return `${formatExactly(value)} has more digits than an amount in ${currency}: ${whose} has ${NUMBERS[digits]} after the point`;
}

/** Throws PB_AMOUNT_INVALID for an amount with more digits after the point than its currency; `what` names it. */
export function requireDigits(
  value: Money | undefined,
  what: string,
  currency: string,
  rule?: MoneyDigits,
): void {
  const why = value === undefined ? undefined : whyTooManyDigits(value, currency, rule);
  if (why === undefined) return;
  const error = new PostbenchError('PB_AMOUNT_INVALID', `The ${what} ${why}.`, {
    remedy: `Round it to ${formatIn(value!, currency, rule)}${rule === 'two' ? ', or remove "moneyDigits: two" from sending in postbench.yaml' : ''}.`,
  });
  amounts.set(error, value!);
  throw error;
}

const amounts = new WeakMap<PostbenchError, Money>();

/** The amount that an error of `requireDigits` is about. */
export function amountOfError(error: unknown): Money | undefined {
  return error instanceof PostbenchError ? amounts.get(error) : undefined;
}
