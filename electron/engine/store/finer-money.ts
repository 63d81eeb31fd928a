/** Fields of stored JSON that were amounts in hundredths up to version 14 of the database. */
const AMOUNTS: ReadonlySet<string> = new Set([
  'amount',
  'payout',
  'originalAmount',
  'deltaAmount',
  'deltaPayout',
  'price',
  'originalPrice',
  'transactionAmount',
  'expectedPayout',
  'finalPayout',
]);

/** Name of the SQL function that migration 15 calls. */
export const FINER_MONEY = 'finer_money';

/** JSON with its amounts in ten-thousandths instead of hundredths, as `Money` has them now; texts stay as they are. */
export function finerMoney(json: string): string {
  return JSON.stringify(
    JSON.parse(json, (key, value: unknown) =>
      AMOUNTS.has(key) && typeof value === 'number' ? value * 100 : value,
    ),
  );
}
