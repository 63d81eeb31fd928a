import type Big from 'big.js';
import type { Values } from '../../placeholders/placeholder-values.ts';
import { decimal, sameNumber } from './decimal.ts';
import { MONEY_FIELDS } from './read-record.ts';
import type { DocumentRow, Look } from './record.ts';

/** The rows of a look; none where it shows none. */
export function rowsIn(look: Look): readonly DocumentRow[] {
  return look.type === 'rows' ? look.rows : [];
}

/** The row about the action that was sent: the one with its id, else the last. */
export function rowOf(rows: readonly DocumentRow[], sent: Values): DocumentRow | undefined {
  const id = sent['ActionId'] ?? '';
  return (
    rows.findLast((row) => id !== '' && [...row.values()].some(({ text }) => text === id)) ?? rows.at(-1)
  );
}

/** The sum of a column; undefined where no row has a number there. */
export function columnSum(rows: readonly DocumentRow[], path: string): Big | undefined {
  const numbers = rows
    .map((row) => decimal(row.get(path)?.text ?? ''))
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
export function holds(name: string, text: string, wanted: string): boolean {
  if (text === wanted) return true;
  if (!MONEY_FIELDS.has(name)) return text.toLowerCase() === wanted.toLowerCase();
  return sameNumber(text, wanted) || isMinorOf(text, wanted);
}

export function isMinorOf(text: string, wanted: string): boolean {
  const [found_, sent] = [decimal(text), decimal(wanted)];
  return found_ !== undefined && sent !== undefined && !sent.eq(0) && found_.eq(sent.times(100));
}
