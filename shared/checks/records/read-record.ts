import { columnSum, presentRow } from './columns.ts';
import { decimal, moneyText, writtenMoney } from './decimal.ts';
import { MONEY_FIELDS } from './field-names.ts';
import { type BookRecord, type DocumentRow, type Look, type Mapping, NO_RECORD } from './record.ts';

/**
 * What a look shows of an action, by the mapping. Of rows that name their action, only those of this one count. A look
 * that failed has no record: ask for its `type` first.
 */
export function readRecord(look: Look, mapping: Mapping, actionId: string): BookRecord {
  if (look.type !== 'rows') return NO_RECORD;
  const { fields: paths, money, rows: rule } = mapping;
  const rows = mapping.shared ? look.rows : rowsOf(look.rows, paths['ActionId'], actionId);
  const present = presentRow(rows, rule);
  if (present === undefined || !showsRecord(present, mapping)) return NO_RECORD;
  const fields: Record<string, string> = {};
  for (const [name, path] of Object.entries(paths)) {
    const isMoney = MONEY_FIELDS.has(name);
    const value = isMoney && rule === 'sum' ? sumOf(rows, path) : present.get(path)?.text;
    if (value === undefined) continue;
    fields[name] = isMoney ? inMajorUnits(value, money) : value;
  }
  const word = fields['Status'];
  return {
    exists: true,
    fields,
    status: word === undefined ? undefined : (mapping.statuses[statusKey(word)] ?? null),
    statusWord: word ?? '',
    rows: rows.length,
  };
}

/** The rows of an action; all of them where no row says whose it is. */
function rowsOf(rows: readonly DocumentRow[], path: string | undefined, actionId: string): DocumentRow[] {
  const named = path === undefined ? [] : rows.filter((row) => (row.get(path)?.text ?? '') !== '');
  if (named.length === 0) return [...rows];
  return named.filter((row) => row.get(path!)!.text === actionId);
}

/** A probe may repeat the id that it was asked for; a record says more than that. */
function showsRecord(row: DocumentRow, { fields }: Mapping): boolean {
  const others = Object.entries(fields).filter(([name]) => name !== 'ActionId');
  if (others.length === 0) return true;
  return others.some(([, path]) => {
    const value = row.get(path);
    return value !== undefined && value.type !== 'null';
  });
}

/** How a status word is looked up: without regard to case and surrounding blanks. */
export function statusKey(word: string): string {
  return word.trim().toLowerCase();
}

function sumOf(rows: readonly DocumentRow[], path: string): string | undefined {
  return columnSum(rows, path)?.toString();
}

function inMajorUnits(text: string, { unit, digits = 2 }: Mapping['money']): string {
  const number = writtenMoney(text);
  if (number === undefined) return text;
  return moneyText(unit === 'minor' ? number.div(10 ** digits) : number);
}

/** A record less what was there before: of a click or user whose record is more than one action's. */
export function recordSince(record: BookRecord, before: BookRecord): BookRecord {
  const fields: Record<string, string> = { ...record.fields };
  for (const name of Object.keys(fields)) {
    if (!MONEY_FIELDS.has(name)) continue;
    const [now, then] = [decimal(fields[name]!), decimal(before.fields[name] ?? '0')];
    if (now !== undefined && then !== undefined) fields[name] = moneyText(now.minus(then));
  }
  // Its status, if it has one, is not that of an action.
  return { ...record, fields, status: undefined };
}
