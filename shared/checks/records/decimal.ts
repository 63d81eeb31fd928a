import Big from 'big.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** A number written as text, exactly; undefined for anything else, an empty text too. */
export function decimal(text: string): Big | undefined {
  const trimmed = text.trim();
  return trimmed.length <= 100 && DECIMAL.test(trimmed) ? new Big(trimmed.replace(/^\+/, '')) : undefined;
}

/** A currency's code or sign, or a short word such as `kr` or `US$`. */
const CURRENCY = String.raw`(?:[A-Z]{3}|\p{L}{0,3}\p{Sc}\p{L}{0,3}|(?<=\s)\p{L}{2,3}\.?|\p{L}{2,3}\.?(?=\s))`;
const WRITTEN = new RegExp(
  String.raw`^(?<sign>[-−+]?)\s*${CURRENCY}?\s*(?<inner>[-−+]?)\s*(?<number>\d[\d '’.,\u00A0\u2009\u202F]*?)\s*${CURRENCY}?$`,
  'u',
);
/** Between groups of three digits: a blank of any kind, an apostrophe, a comma or a point. */
const GROUPED = /^\d{1,3}(?:([ '’.,\u00A0\u2009\u202F])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/u;

/**
 * An amount of money as receivers write it for people: `$12.00`, `12,00 €`, `USD 1,234.50`, `-1.234,50`. Undefined for
 * anything else. Of a single separator before three digits, a comma separates thousands and a point decimals.
 */
export function writtenMoney(text: string): Big | undefined {
  const trimmed = text.trim();
  const exact = decimal(trimmed);
  if (exact !== undefined || trimmed.length > 100) return exact;
  const { sign = '', inner = '', number = '' } = WRITTEN.exec(trimmed)?.groups ?? {};
  if (sign !== '' && inner !== '') return undefined;
  const separator = GROUPED.exec(number)?.[1];
  const isPoint =
    separator === '.' && number.indexOf('.') === number.lastIndexOf('.') && !number.includes(',');
  const whole = separator === undefined || isPoint ? number : number.replaceAll(separator, '');
  const amount = decimal(whole.replace(',', '.'));
  return /[-−]/u.test(sign + inner) ? amount?.neg() : amount;
}

/** Whether two texts are the same number; texts that are no numbers are never. */
export function sameNumber(one: string, other: string): boolean {
  const [a, b] = [decimal(one), decimal(other)];
  return a !== undefined && b !== undefined && a.eq(b);
}

/** Money in major units, with at least two digits: "12.00", "0.075". */
export function moneyText(amount: Big): string {
  const digits = Math.max(2, -amount.e + amount.c.length - 1);
  return amount.eq(0) ? '0.00' : amount.toFixed(digits);
}
