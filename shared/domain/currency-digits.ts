/** How many digits after the point an amount has: as many as its currency, or two in every currency. */
export const MONEY_DIGITS = ['currency', 'two'] as const;
export type MoneyDigits = (typeof MONEY_DIGITS)[number];

/**
 * Minor units of ISO 4217, where they are not two. Intl is no source: it follows the customs of each country (CLDR), which
 * give IQD, LBP or RSD no digits although ISO 4217 gives them three or two.
 */
const OTHER_THAN_TWO: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits] as const)),
);

/**
 * Digits after the point of an amount in a currency: 2 for USD, 0 for JPY, 3 for KWD. That the platform sends as many is
 * assumed (its examples are in dollars and euros only); a workspace can set `sending.moneyDigits: two`.
 */
export function digitsOf(currency: string, rule: MoneyDigits = 'currency'): number {
  return rule === 'two' ? 2 : (OTHER_THAN_TWO.get(currency) ?? 2);
}
