import { digitsOf, type MoneyDigits } from '../../../../shared/domain/currency-digits.ts';
import { itemModifications, orderItems } from '../../../../shared/domain/inputs.ts';
import { type Money, parseMoney, shareOf, whyTooManyDigits } from '../../../../shared/domain/money.ts';
import type { ActionItem } from '../../../../shared/domain/order-items.ts';
import { errorsByField } from '../../../lib/schema-errors.ts';
import type { MoneyTexts } from '../../../state/money-digits.ts';
import { numberOf } from '../money-field.ts';

/** A line of an order as it is typed; rows keep their place by their id. */
export interface ItemLine {
  id: number;
  sku: string;
  quantity: string;
  amount: string;
}

/** A further line, with a SKU that none of the others has. */
export function newLine(lines: readonly ItemLine[]): ItemLine {
  const id = 1 + Math.max(0, ...lines.map((line) => line.id));
  return { id, sku: `SKU-${id}`, quantity: '1', amount: '60.00' };
}

/** The lines of an order that exists. */
export function linesOf(items: readonly ActionItem[], currency: string, money: MoneyTexts): ItemLine[] {
  return items.map(({ sku, quantity, amount }, index) => ({
    id: index + 1,
    sku,
    quantity: String(quantity),
    amount: money.text(amount, currency),
  }));
}

/** The lines as a step has them. */
export function itemsOf(lines: readonly ItemLine[]): { sku: string; quantity: number; amount: string }[] {
  return lines.map(({ sku, quantity, amount }) => ({ sku, quantity: numberOf(quantity), amount }));
}

const FIELDS = { sku: 'SKU', quantity: 'Quantity', amount: 'Amount' } as const;

export interface LineProblem {
  field: keyof typeof FIELDS;
  text: string;
}

/** What lines are of. A line that is changed may have a quantity of 0: it is then rejected. */
export interface LinesOf {
  currency: string;
  rule: MoneyDigits | undefined;
  changing?: boolean;
}

/** What is wrong with a line, or undefined. */
export function lineProblem(
  line: ItemLine,
  lines: readonly ItemLine[],
  { currency, rule, changing = false }: LinesOf,
): LineProblem | undefined {
  const errors = errorsByField(changing ? itemModifications : orderItems, itemsOf(lines));
  const index = lines.findIndex(({ id }) => id === line.id);
  for (const field of ['sku', 'quantity', 'amount'] as const) {
    const text = errors[`${index}.${field}`];
    if (text !== undefined) return { field, text: `${FIELDS[field]}: ${text}` };
  }
  const digits = whyTooManyDigits(parseMoney(line.amount), currency, rule);
  return digits === undefined ? undefined : { field: 'amount', text: `Amount: ${digits}` };
}

/** What the lines come to, or undefined while one is wrong. */
export function sumOfLines(lines: readonly ItemLine[], of: LinesOf): Money | undefined {
  if (lines.some((line) => lineProblem(line, lines, of) !== undefined)) return undefined;
  return lines.reduce((sum, { amount }) => sum + parseMoney(amount), 0);
}

/** The lines with a smaller or larger quantity, each with the amount in proportion until one is typed. */
export function withProportions(
  items: readonly ActionItem[],
  before: readonly ItemLine[],
  after: readonly ItemLine[],
  currency: string,
  money: MoneyTexts,
): ItemLine[] {
  return after.map((line) => {
    const was = before.find(({ id }) => id === line.id);
    const item = items.find(({ sku }) => sku === line.sku);
    if (was === undefined || item === undefined || was.quantity === line.quantity) return line;
    if (!/^\d+$/.test(line.quantity) || item.quantity === 0) return line;
    const share = Number(line.quantity) / item.quantity;
    const amount = shareOf(item.amount, share, digitsOf(currency, money.rule));
    return { ...line, amount: money.text(amount, currency) };
  });
}

/** The lines that differ from the order's, as a modification names them. */
export function changesOf(
  items: readonly ActionItem[],
  lines: readonly ItemLine[],
): { sku: string; quantity: number; amount: string }[] {
  return itemsOf(lines).filter(({ sku, quantity, amount }) => {
    const item = items.find((candidate) => candidate.sku === sku);
    return item !== undefined && (item.quantity !== quantity || item.amount !== parseMoney(amount));
  });
}
