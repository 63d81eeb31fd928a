import type Big from 'big.js';
import type { Values } from '../../placeholders/placeholder-values.ts';
import { decimal, writtenMoney } from './decimal.ts';
import { MONEY_FIELDS } from './field-names.ts';
import type { DocumentRow, Look, RowRule } from './record.ts';

/** The rows of a look; none where it shows none. */
export function rowsIn(look: Look): readonly DocumentRow[] {
  return look.type === 'rows' ? look.rows : [];
}

/** The row about the action that was sent: the last one with its id, or the first, as the rule says; else any row. */
export function rowOf(
  rows: readonly DocumentRow[],
  sent: Values,
  rule: RowRule = 'last',
): DocumentRow | undefined {
  const id = sent['ActionId'] ?? '';
  const named = rows.filter((row) => id !== '' && [...row.values()].some(({ text }) => text === id));
  return presentRow(named.length > 0 ? named : rows, rule);
}

/** The row of several that holds the present state. */
export function presentRow(rows: readonly DocumentRow[], rule: RowRule): DocumentRow | undefined {
  return rule === 'first' ? rows[0] : rows.at(-1);
}

/** The sum of a column; undefined where no row has a number there. */
export function columnSum(rows: readonly DocumentRow[], path: string): Big | undefined {
  const numbers = rows
    .map((row) => writtenMoney(row.get(path)?.text ?? ''))
    .filter((number) => number !== undefined);
  const [first, ...rest] = numbers;
  return first && rest.reduce((sum, one) => sum.plus(one), first);
}

/** What a column's last row, or its sum, has become more than it was: of a balance, or of the bookings of a click. */
export function growths(earlier: readonly DocumentRow[], rows: readonly DocumentRow[], path: string): Big[] {
  const of = (list: readonly DocumentRow[]) => [list.slice(-1), list].map((some) => columnSum(some, path));
  const [then, now] = [of(earlier), of(rows)];
  return now.flatMap((one, index) => {
    const before = then[index];
    return one === undefined || before === undefined ? [] : [one.minus(before)];
  });
}

/** Whether a text is what was sent, money in either unit. */
export function holds(name: string, text: string, wanted: string, digits = 2): boolean {
  if (text === wanted) return true;
  if (!MONEY_FIELDS.has(name)) return text.toLowerCase() === wanted.toLowerCase();
  const [recorded, sent] = [writtenMoney(text), decimal(wanted)];
  return (
    (recorded !== undefined && sent !== undefined && recorded.eq(sent)) || isMinorOf(text, wanted, digits)
  );
}

/** Whether a number is what was sent, counted in the smallest unit of a currency with so many digits. */
export function isMinorOf(text: string, wanted: string, digits = 2): boolean {
  const [recorded, sent] = [writtenMoney(text), decimal(wanted)];
  return recorded !== undefined && sent !== undefined && !sent.eq(0) && recorded.eq(sent.times(10 ** digits));
}
