import { PostbenchError } from '../errors.ts';
import { digitsOf, type MoneyDigits } from './currency-digits.ts';
import { type Money, requireDigits, requireNotNegative, shareOf } from './money.ts';

/** One line of an order. Amounts are of the whole line, as in the published notification ("amt"). */
export interface ActionItem {
  sku: string;
  quantity: number;
  /** In the order's own currency. */
  amount: Money;
  category: string;
}

/** A change of one line of the order; omitted values stay. An amount or a quantity of 0 rejects the line. */
export interface ItemChange {
  sku: string;
  quantity?: number | undefined;
  amount?: Money | undefined;
}

/** The total of an order's lines. */
export function sumOf(items: readonly ActionItem[]): Money {
  return items.reduce((sum, { amount }) => sum + amount, 0);
}

/** The lines of an order after a change. Throws PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID. */
export function changedItems(
  action: { id: string; items: readonly ActionItem[]; originalCurrency: string },
  changes: readonly ItemChange[],
  rule?: MoneyDigits,
): ActionItem[] {
  const { originalCurrency } = action;
  const items = new Map(action.items.map((item) => [item.sku, item]));
  for (const { sku, quantity, amount } of changes) {
    const item = items.get(sku);
    if (item === undefined) {
      const known = [...items.keys()];
      throw new PostbenchError('PB_ITEM_UNKNOWN', `Action ${action.id} has no item with the SKU "${sku}".`, {
        remedy:
          known.length === 0
            ? 'It has no items. Use an amount instead.'
            : `Its items are: ${known.join(', ')}.`,
      });
    }
    requireNotNegative(amount ?? 0, 'amount');
    requireDigits(amount, `amount of ${sku}`, originalCurrency, rule);
    const next = quantity ?? item.quantity;
    // A smaller quantity reduces the line's amount in proportion, unless the amount is given.
    const shrunk =
      item.quantity === 0 ? 0 : shareOf(item.amount, next / item.quantity, digitsOf(originalCurrency, rule));
    items.set(sku, {
      ...item,
      quantity: next,
      amount: amount ?? (quantity === undefined ? item.amount : shrunk),
    });
  }
  return [...items.values()];
}
