import type { Values } from '../../placeholders/placeholder-values.ts';
import { columnSum, growths, holds, presentRow, rowOf, rowsIn } from './columns.ts';
import { decimal } from './decimal.ts';
import { lastPart, plain, STATUS_WORDS, SYNONYMS } from './field-names.ts';
import type { FoundMapping, GivenMapping } from './find-mapping.ts';
import { statusKey } from './read-record.ts';
import type { DocumentRow, Look, Mapping, RecordStatus, RowRule } from './record.ts';

/** A look at the record of an action after each event of an in-order life. */
export interface LifeLook {
  event: 'created' | 'modified' | 'reversed' | 'restored';
  look: Look;
  /** What was sent last. */
  values: Values;
}

/** What is known besides the looks of a life. */
export interface LifeFacts {
  /** The look from before the life's action was created; undefined where none could be had. */
  before?: Look | undefined;
  /** Somebody sees the mapping before it is used, and can correct it. */
  confirmed?: boolean;
}

/**
 * What an in-order life adds to a mapping: the receiver's words for reversed and approved, which of several rows is the
 * record, and whether it is more than the action's own. An unknown word that differs from the pending one is taken as
 * reversed, and said; one that does not go away with a restore is not sure, and is left unknown where nobody confirms
 * it.
 */
export function learnMapping(
  found: FoundMapping,
  life: readonly LifeLook[],
  given: GivenMapping = {},
  { before, confirmed = false }: LifeFacts = {},
): FoundMapping {
  const shared = given.shared ?? (found.mapping.shared || isThereBefore(found.mapping, before, life));
  const mapping = { ...found.mapping, shared };
  const earlier = shared && before !== undefined ? rowsIn(before) : [];
  const rows = given.rows ?? rowRuleOf(mapping, life, earlier);
  const path = statusPathOf(mapping, life, given, rows);
  const isOther = path !== undefined && path !== mapping.fields['Status'];
  const named = isOther ? { ...mapping, fields: { ...mapping.fields, Status: path } } : mapping;
  const words = statusesOf(named, life, given, { confirmed, rows });
  const text = path === undefined ? '' : (wordIn(life, 'created', path, rows) ?? '');
  return {
    ...found,
    fields: isOther
      ? [
          ...found.fields.filter(({ name }) => name !== 'Status'),
          { name: 'Status', path, sent: life[0]?.values['Status'] ?? '', recorded: text, by: 'name' },
        ]
      : found.fields,
    mapping: { ...named, statuses: words.statuses, rows },
    unsure: [...found.unsure, ...words.unsure],
  };
}

/** What a field says after an event of the life; undefined where the record has no such field. */
function wordIn(
  life: readonly LifeLook[],
  event: LifeLook['event'],
  path: string,
  rule: RowRule,
): string | undefined {
  const look = life.findLast((one) => one.event === event);
  const row = look === undefined ? undefined : rowOf(rowsIn(look.look), look.values, rule);
  return row?.get(path)?.text;
}

/**
 * The field that is the status: of several that are called like one, the one that a reversal changes, such as
 * `order_status` beside the `status: ok` of a response; without any, one that is called like a reversal.
 */
function statusPathOf(
  { fields }: Mapping,
  life: readonly LifeLook[],
  given: GivenMapping,
  rule: RowRule,
): string | undefined {
  const found = fields['Status'];
  const created = life.find(({ event }) => event === 'created');
  const row = created === undefined ? undefined : rowOf(rowsIn(created.look), created.values, rule);
  if (row === undefined || given.fields?.['Status'] !== undefined) return found;
  const tells = (path: string) => {
    const reversed = wordIn(life, 'reversed', path, rule);
    const open = [wordIn(life, 'created', path, rule), wordIn(life, 'modified', path, rule)];
    return reversed !== undefined && open[0] !== undefined && !open.includes(reversed);
  };
  if (found !== undefined && tells(found)) return found;
  const taken = new Set(Object.values(fields));
  const free = [...row.keys()].filter((path) => !taken.has(path) && tells(path));
  const names = SYNONYMS['Status'] ?? [];
  return (
    free.find((path) => names.includes(plain(lastPart(path)))) ??
    free.find((path) => STATUS_WORDS[plain(lastPart(path)).replace(/^is/, '')] === 'reversed') ??
    found
  );
}

/** Whether an action that was not sent yet had money on record already, in a row that names no action. */
function isThereBefore({ fields }: Mapping, before: Look | undefined, life: readonly LifeLook[]): boolean {
  const path = fields['Payout'];
  if (before === undefined || path === undefined) return false;
  const then = columnSum(rowsIn(before), path);
  if (then === undefined || then.eq(0)) return false;
  const names = fields['ActionId'];
  const ids = names === undefined ? [] : rowsIn(before).map((row) => row.get(names)?.text ?? '');
  if (ids.every((id) => id === '')) return true;
  // A balance that names the action that came last; a record of that action alone would not hold both.
  const created = life.find(({ event }) => event === 'created');
  const sent = decimal(created?.values['Payout'] ?? '');
  return (
    created !== undefined &&
    sent !== undefined &&
    rowsIn(created.look).length === 1 &&
    growths(rowsIn(before), rowsIn(created.look), path).some((growth) =>
      holds('Payout', growth.toString(), sent.toString()),
    )
  );
}

function statusesOf(
  mapping: Mapping,
  life: readonly LifeLook[],
  given: GivenMapping,
  { confirmed, rows }: { confirmed: boolean; rows: RowRule },
): { statuses: Record<string, RecordStatus>; unsure: string[] } {
  const path = mapping.fields['Status'];
  const statuses: Record<string, RecordStatus> = { ...mapping.statuses };
  const unsure: string[] = [];
  if (path === undefined) return { statuses, unsure };
  const isGiven = (word: string) => given.statuses?.[statusKey(word)] !== undefined;
  const learnOpen = (word: string | undefined) => {
    if (word === undefined || isGiven(word)) return;
    const key = statusKey(word);
    // A receiver that leaves a restored action reversed is at fault; its word keeps its meaning.
    if (STATUS_WORDS[key] !== 'reversed') statuses[key] ??= STATUS_WORDS[key] ?? 'pending';
  };
  learnOpen(wordIn(life, 'created', path, rows));
  learnOpen(wordIn(life, 'modified', path, rows));
  const reversed = wordIn(life, 'reversed', path, rows);
  const restored = wordIn(life, 'restored', path, rows);
  if (reversed !== undefined && !isGiven(reversed)) {
    const key = statusKey(reversed);
    if (STATUS_WORDS[key] === 'reversed') statuses[key] = 'reversed';
    else if (statuses[key] === undefined) {
      const says = `Your record says "${reversed}" after a reversal`;
      const line = `state: {statuses: {${JSON.stringify(reversed)}: reversed}}`;
      const isSure = STATUS_WORDS[key] === undefined && restored !== undefined && statusKey(restored) !== key;
      if (isSure || confirmed) {
        statuses[key] = 'reversed';
        unsure.push(`${says}; it is taken as reversed. To settle it, add to check.yaml: ${line}`);
      } else
        unsure.push(
          `${says}, and a restore did not change it, so what it means is not sure: it is not judged. If it means reversed, add to check.yaml: ${line}`,
        );
    }
  }
  if (restored !== undefined && (reversed === undefined || statusKey(restored) !== statusKey(reversed)))
    learnOpen(restored);
  // Words that this life did not show, but that are clear.
  for (const [word, status] of Object.entries(STATUS_WORDS))
    if (reversed === undefined || word !== statusKey(reversed)) statuses[word] ??= status;
  return { statuses, unsure };
}

/** Of several rows: the last or the first one where it holds the payout, their sum where that does; one where there is one only. */
function rowRuleOf(
  { fields, money }: Mapping,
  life: readonly LifeLook[],
  earlier: readonly DocumentRow[],
): RowRule {
  const path = fields['Payout'];
  const several = life.filter(({ look }) => rowsIn(look).length > 1);
  if (several.length === 0) return 'one';
  if (path === undefined) return 'last';
  const scale = money.unit === 'minor' ? 10 ** (money.digits ?? 2) : 1;
  const fits = (rule: RowRule) =>
    several.filter(({ look, values }) => {
      const wanted = decimal(values['Payout'] ?? '')?.times(scale);
      const id = fields['ActionId'];
      const mine = rowsIn(look).filter(
        (row) =>
          id === undefined || (row.get(id)?.text ?? '') === '' || row.get(id)!.text === values['ActionId'],
      );
      const of = (rows: readonly DocumentRow[]) => {
        const present = presentRow(rows, rule);
        return columnSum(rule === 'sum' || present === undefined ? rows : [present], path);
      };
      const booked = of(mine);
      if (booked === undefined || wanted === undefined) return false;
      const before = of(earlier);
      return (before === undefined ? booked : booked.minus(before)).eq(wanted);
    }).length;
  const [last, sum, first] = [fits('last'), fits('sum'), fits('first')];
  if (first > Math.max(last, sum)) return 'first';
  if (last !== sum) return last > sum ? 'last' : 'sum';
  // Rows with a status of their own are states of the action; bare amounts are bookings.
  return fields['Status'] === undefined ? 'sum' : 'last';
}
