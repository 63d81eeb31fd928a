import { digitsOf } from '../../domain/currency-digits.ts';
import type { Values } from '../../placeholders/placeholder-values.ts';
import { columnSum, growths, holds, isMinorOf, rowOf, rowsIn } from './columns.ts';
import { decimal, sameNumber, writtenMoney } from './decimal.ts';
import { GENERIC_MONEY, lastPart, MONEY_FIELDS, plain, SYNONYMS, withoutUnit } from './field-names.ts';
import { statusKey } from './read-record.ts';
import type { DocumentRow, Look, Mapping, RecordStatus, RowRule } from './record.ts';

/** A field that was found in the receiver's records, for the screen to show and the user to correct. */
export interface FoundField {
  /** The placeholder. */
  name: string;
  path: string;
  /** What was sent and what the record shows. */
  sent: string;
  recorded: string;
  /** By its name, by its value, or given by the user. */
  by: 'name' | 'value' | 'given';
}

/** Parts of a mapping that the user has set; they win over what is found. */
export interface GivenMapping {
  /** '' for one that the records do not show, whatever looks like it. */
  fields?: Readonly<Record<string, string>> | undefined;
  statuses?: Readonly<Record<string, RecordStatus>> | undefined;
  money?: {
    unit?: Mapping['money']['unit'] | undefined;
    reversed?: Mapping['money']['reversed'] | undefined;
  };
  rows?: RowRule | undefined;
  shared?: boolean | undefined;
}

export interface FoundMapping {
  mapping: Mapping;
  fields: FoundField[];
  /** What is not sure, each a sentence. */
  unsure: string[];
}

/** Values that are this short stand in many places by chance. */
const SHORTEST_BY_VALUE = 4;

/**
 * Finds how a receiver's record is read, from one action that was sent: names first, then values. `before` is the look
 * from before it was sent: a record that was there already is a click's or a user's.
 */
export function findMapping(
  before: Look | undefined,
  after: Look,
  sent: Values,
  given: GivenMapping = {},
): FoundMapping {
  const rows = rowsIn(after);
  const row = rowOf(rows, sent);
  const earlier = before === undefined ? [] : rowsIn(before);
  const fields: FoundField[] = [];
  const unsure: string[] = [];
  if (row !== undefined) {
    const taken = new Set<string>();
    for (const [name, wanted] of Object.entries(given.fields ?? {})) {
      if (wanted === '') continue;
      const path = pathLike(wanted, row);
      if (path === undefined) {
        unsure.push(`Your records have no field "${wanted}", which is given for ${name}. ${fieldsText(row)}`);
        continue;
      }
      taken.add(path);
      fields.push({ name, path, sent: sent[name] ?? '', recorded: row.get(path)!.text, by: 'given' });
    }
    const grown = given.fields?.['Payout'] === undefined ? grownPath(earlier, rows, row, sent) : undefined;
    if (grown !== undefined) {
      taken.add(grown);
      fields.push(found('Payout', grown, sent['Payout'] ?? '', row.get(grown)!.text, 'value'));
    }
    for (const name of [...Object.keys(SYNONYMS), ...Object.keys(sent).filter((one) => !(one in SYNONYMS))]) {
      if (fields.some((field) => field.name === name) || given.fields?.[name] !== undefined) continue;
      const found = find(name, row, sent, taken);
      if (found === undefined) continue;
      taken.add(found.path);
      fields.push(found);
    }
    if (given.fields?.['Payout'] === undefined) payoutByValue(fields, row, sent);
  }
  const shared = given.shared ?? isShared(fields, earlier, rows, sent);
  const unit = given.money?.unit ?? unitOf(fields, earlier, rows, shared, minorDigits(sent));
  const statusField = fields.find(({ name }) => name === 'Status');
  const statuses = { ...given.statuses };
  if (statusField !== undefined && statusField.recorded !== '')
    // Whatever the word is: this action is pending.
    statuses[statusKey(statusField.recorded)] ??= 'pending';
  return {
    mapping: {
      fields: Object.fromEntries(fields.map(({ name, path }) => [name, path])),
      statuses,
      money: { unit, digits: minorDigits(sent), reversed: given.money?.reversed ?? 'any' },
      rows: given.rows ?? 'one',
      shared,
    },
    fields,
    unsure,
  };
}

/** A path as the user wrote it, or the only one that ends with it, in any case. */
function pathLike(wanted: string, row: DocumentRow): string | undefined {
  if (row.has(wanted)) return wanted;
  const paths = [...row.keys()];
  const lower = wanted.toLowerCase();
  const like = paths.filter((path) => {
    const one = path.toLowerCase();
    return one === lower || one.endsWith(`.${lower}`) || one.endsWith(`/${lower}`);
  });
  return like.length === 1 ? like[0] : undefined;
}

/** Fields that a sentence names. */
const NAMED_FIELDS = 12;

function fieldsText(row: DocumentRow): string {
  const paths = [...row.keys()];
  const more = paths.length > NAMED_FIELDS ? ', …' : '';
  return `It has ${paths.slice(0, NAMED_FIELDS).join(', ')}${more}.`;
}

/** A number that was there before and has grown by just what was sent: a balance, whatever else is called payout. */
function grownPath(
  earlier: readonly DocumentRow[],
  rows: readonly DocumentRow[],
  row: DocumentRow,
  sent: Values,
): string | undefined {
  const wanted = sent['Payout'] ?? '';
  if (earlier.length === 0 || decimal(wanted)?.eq(0) !== false) return undefined;
  return [...row.keys()].find((path) => {
    const before = columnSum(earlier, path);
    if (before === undefined || before.eq(0)) return false;
    return growths(earlier, rows, path).some((growth) =>
      holds('Payout', growth.toString(), wanted, minorDigits(sent)),
    );
  });
}

/**
 * Whether a record is more than the action's own: there was money in it before, and it has changed. A record of before
 * that names another action is that one's; nothing there, or 0, is left to the life that follows to tell.
 */
function isShared(
  fields: readonly FoundField[],
  earlier: readonly DocumentRow[],
  rows: readonly DocumentRow[],
  sent: Values,
): boolean {
  const path = fields.find(({ name }) => name === 'Payout')?.path;
  const wanted = decimal(sent['Payout'] ?? '');
  if (path === undefined || wanted === undefined) return false;
  const before = columnSum(earlier, path);
  if (before === undefined || before.eq(0)) return false;
  const changes = growths(earlier, rows, path).filter((growth) => !growth.eq(0));
  const isWhole = changes.some((growth) =>
    holds('Payout', growth.toString(), wanted.toString(), minorDigits(sent)),
  );
  const id = sent['ActionId'] ?? '';
  const isNamed = rows.some((row) => [...row.values()].some(({ text }) => text === id));
  return isWhole || (!isNamed && changes.length > 0);
}

function find(
  name: string,
  row: DocumentRow,
  sent: Values,
  taken: ReadonlySet<string>,
): FoundField | undefined {
  const wanted = sent[name] ?? '';
  const own = plain(name);
  const names = [own, ...(SYNONYMS[name] ?? [])];
  const free = [...row].filter(([path, { type }]) => !taken.has(path) && (type !== 'null' || wanted === ''));
  const ranked = free
    .map(([path, value]) => {
      const last = plain(lastPart(path));
      const full = plain(path);
      const money = MONEY_FIELDS.has(name);
      const rank = [last, full, ...(money ? [withoutUnit(last)] : [])]
        .map((one) => names.indexOf(one))
        .filter((one) => one !== -1);
      return { path, value, rank: rank.length === 0 ? undefined : Math.min(...rank) };
    })
    .filter((one): one is typeof one & { rank: number } => one.rank !== undefined)
    // `id` alone is the receiver's own number as often as not: then only its value says.
    .filter(({ value, rank }) => name !== 'ActionId' || names[rank] !== 'id' || value.text === wanted)
    .filter(({ value }) => name !== 'Payout' || writtenMoney(value.text) !== undefined || value.text === '');
  const byName = ranked.toSorted(
    (a, b) =>
      Number(holds(name, b.value.text, wanted, minorDigits(sent))) -
        Number(holds(name, a.value.text, wanted, minorDigits(sent))) || a.rank - b.rank,
  )[0];
  if (byName !== undefined) return found(name, byName.path, wanted, byName.value.text, 'name');
  if (wanted.length < SHORTEST_BY_VALUE || MONEY_FIELDS.has(name)) return undefined;
  const same = free.filter(([, { text }]) => text === wanted);
  const unique = Object.values(sent).filter((value) => value === wanted).length === 1;
  const [only] = same;
  return same.length === 1 && unique && only !== undefined
    ? found(name, only[0], wanted, only[1].text, 'value')
    : undefined;
}

/** Without a field that is called like a payout, a bare amount that holds the payout is it. */
function payoutByValue(fields: FoundField[], row: DocumentRow, sent: Values): void {
  if (fields.some(({ name }) => name === 'Payout')) return;
  const wanted = sent['Payout'] ?? '';
  const candidates = [...row].filter(([path, { text }]) => {
    const owner = fields.find((field) => field.path === path);
    const isFree =
      owner === undefined ||
      (owner.name === 'Amount' && !holds('Amount', text, sent['Amount'] ?? '', minorDigits(sent)));
    return isFree && holds('Payout', text, wanted, minorDigits(sent));
  });
  const named = candidates.filter(([path]) =>
    GENERIC_MONEY.has(withoutUnit(plain(lastPart(path))) || 'cents'),
  );
  const [first] = named.length > 0 ? named : candidates;
  if (first === undefined) return;
  const index = fields.findIndex(({ path }) => path === first[0]);
  if (index !== -1) fields.splice(index, 1);
  fields.push(found('Payout', first[0], wanted, first[1].text, 'value'));
}

/** Digits of the smallest unit of an event's currency. */
function minorDigits(sent: Values): number {
  return digitsOf(sent['Currency'] ?? '');
}

function found(name: string, path: string, sent: string, recorded: string, by: FoundField['by']): FoundField {
  return { name, path, sent, recorded, by };
}

/** Minor units where a money field holds a hundred times what was sent, or its name says so. */
function unitOf(
  fields: readonly FoundField[],
  earlier: readonly DocumentRow[],
  rows: readonly DocumentRow[],
  shared: boolean,
  digits: number,
): Mapping['money']['unit'] {
  const money = fields.filter(({ name }) => name === 'Payout' || name === 'Amount');
  const payout = money.find(({ name }) => name === 'Payout');
  if (shared && payout !== undefined) {
    const changes = growths(earlier, rows, payout.path).map(String);
    if (changes.some((change) => sameNumber(change, payout.sent))) return 'major';
    if (changes.some((change) => isMinorOf(change, payout.sent, digits))) return 'minor';
  }
  if (money.some(({ sent, recorded }) => sameMoney(sent, recorded))) return 'major';
  if (money.some(({ path }) => plain(lastPart(path)) !== withoutUnit(plain(lastPart(path))))) return 'minor';
  return !shared && money.some(({ sent, recorded }) => isMinorOf(recorded, sent, digits)) ? 'minor' : 'major';
}

function sameMoney(sent: string, recorded: string): boolean {
  return sameNumber(sent, writtenMoney(recorded)?.toString() ?? '');
}
