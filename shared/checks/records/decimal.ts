import Big from 'big.js';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** A number written as text, exactly; undefined for anything else, an empty text too. */
export function decimal(text: string): Big | undefined {
  const trimmed = text.trim();
  return trimmed.length <= 100 && DECIMAL.test(trimmed) ? new Big(trimmed) : undefined;
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
