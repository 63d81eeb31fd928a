import type { Values } from '../../domain/placeholder-values.ts';
import { decimal, sameNumber } from './decimal.ts';
import { MONEY_FIELDS, statusKey } from './read-record.ts';
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

/** Other names that receivers give to a field, in letters and digits only. The first ones are the likelier. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  ActionId: ['actionid', 'action', 'conversionid', 'transactionid', 'txid', 'externalid', 'networkid', 'id'],
  Status: [
    'status',
    'state',
    'actionstatus',
    'orderstatus',
    'conversionstatus',
    'commissionstatus',
    'transactionstatus',
    'approval',
    'approvalstatus',
  ],
  Payout: [
    'payout',
    'commission',
    'earnings',
    'earning',
    'earned',
    'commissionamount',
    'publishercommission',
    'payoutamount',
    'pay',
    'cashback',
    'reward',
    'income',
    'credit',
    'credited',
    'balance',
    'wallet',
    'revenue',
    'points',
  ],
  Amount: [
    'amount',
    'saleamount',
    'orderamount',
    'ordervalue',
    'ordertotal',
    'orderprice',
    'basket',
    'basketvalue',
    'sale',
    'total',
    'value',
    'price',
    'turnover',
  ],
  Currency: ['currency', 'currencycode', 'payoutcurrency', 'commissioncurrency', 'curr', 'ccy'],
  Oid: ['oid', 'orderid', 'ordernumber', 'orderno', 'orderref'],
  SubId1: ['subid1', 'sub1', 's1', 'aff_sub', 'affsub', 'subid'],
  SubId2: ['subid2', 'sub2', 's2', 'affsub2'],
  SubId3: ['subid3', 'sub3', 's3', 'affsub3'],
  SharedId: ['sharedid', 'shared', 'sharedsubid'],
  EventDate: ['eventdate', 'eventtime', 'orderdate', 'purchasedate', 'transactiondate', 'occurredat', 'date'],
  UpdateDate: ['updatedate', 'lastupdate', 'modifieddate'],
  CampaignName: ['campaignname', 'campaign', 'programname', 'program', 'brand', 'merchant', 'advertiser'],
  CampaignId: ['campaignid', 'programid', 'brandid', 'merchantid', 'advertiserid'],
  PromoCode: ['promocode', 'promo', 'coupon', 'couponcode', 'voucher'],
};

/** Bare names that hold the payout where nothing else does, and its value stands there. */
const GENERIC_MONEY = new Set(['amount', 'value', 'total', 'sum', 'money', 'cents', 'price']);
/** Values that are this short stand in many places by chance. */
const SHORTEST_BY_VALUE = 4;

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const lastPart = (path: string) =>
  path
    .replace(/\[\d+\]/g, '')
    .split(/[./@]/)
    .at(-1) ?? path;
/** `payout_cents` and `payoutInMinorUnits` hold what `payout` names. */
const withoutUnit = (name: string) =>
  name.replace(/(?:in)?(?:cents?|minor(?:units?)?|pennies|pence|micros)$/, '');

/** What words of a status mean wherever they are used. */
const STATUS_WORDS: Readonly<Record<string, RecordStatus>> = {
  ...words(
    'pending',
    'pending open new tracked created waiting unconfirmed unpaid hold on_hold processing active',
  ),
  ...words('approved', 'approved confirmed locked paid accepted payable cleared completed complete'),
  ...words(
    'reversed',
    'reversed cancelled canceled declined void voided rejected reject refunded returned deleted removed invalid denied chargeback',
  ),
};

function words(status: RecordStatus, list: string): Record<string, RecordStatus> {
  return Object.fromEntries(list.split(' ').map((word) => [word, status]));
}

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
  const rows = after.type === 'rows' ? after.rows : [];
  const row = rowOf(rows, sent);
  const existed = before?.type === 'rows' && before.rows.some((one) => [...one.values()].some(isMoney));
  const fields: FoundField[] = [];
  if (row !== undefined) {
    const taken = new Set<string>();
    for (const [name, path] of Object.entries(given.fields ?? {})) {
      if (path === '') continue;
      taken.add(path);
      fields.push({ name, path, sent: sent[name] ?? '', recorded: row.get(path)?.text ?? '', by: 'given' });
    }
    for (const name of [...Object.keys(SYNONYMS), ...Object.keys(sent).filter((one) => !(one in SYNONYMS))]) {
      if (fields.some((field) => field.name === name) || given.fields?.[name] === '') continue;
      const found = find(name, row, sent, taken);
      if (found === undefined) continue;
      taken.add(found.path);
      fields.push(found);
    }
    if (given.fields?.['Payout'] !== '') payoutByValue(fields, row, sent);
  }
  const unit = given.money?.unit ?? unitOf(fields, existed);
  const unsure: string[] = [];
  const statusField = fields.find(({ name }) => name === 'Status');
  const statuses = { ...given.statuses };
  if (statusField !== undefined && statusField.recorded !== '')
    // Whatever the word is: this action is pending.
    statuses[statusKey(statusField.recorded)] ??= 'pending';
  return {
    mapping: {
      fields: Object.fromEntries(fields.map(({ name, path }) => [name, path])),
      statuses,
      money: { unit, reversed: given.money?.reversed ?? 'any' },
      rows: given.rows ?? 'one',
      shared: given.shared ?? existed,
    },
    fields,
    unsure,
  };
}

/** The row about the action that was sent: the one with its id, else the last. */
function rowOf(rows: readonly DocumentRow[], sent: Values): DocumentRow | undefined {
  const id = sent['ActionId'] ?? '';
  return (
    rows.findLast((row) => id !== '' && [...row.values()].some(({ text }) => text === id)) ?? rows.at(-1)
  );
}

function isMoney({ text }: { text: string }): boolean {
  return decimal(text) !== undefined;
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
    .filter(({ value }) => name !== 'Payout' || decimal(value.text) !== undefined || value.text === '');
  const byName = ranked.toSorted(
    (a, b) =>
      Number(holds(name, b.value.text, wanted)) - Number(holds(name, a.value.text, wanted)) ||
      a.rank - b.rank,
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
      owner === undefined || (owner.name === 'Amount' && !holds('Amount', text, sent['Amount'] ?? ''));
    return isFree && holds('Payout', text, wanted);
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

function found(name: string, path: string, sent: string, recorded: string, by: FoundField['by']): FoundField {
  return { name, path, sent, recorded, by };
}

/** Whether a text is what was sent, money in either unit. */
function holds(name: string, text: string, wanted: string): boolean {
  if (text === wanted) return true;
  if (!MONEY_FIELDS.has(name)) return text.toLowerCase() === wanted.toLowerCase();
  return sameNumber(text, wanted) || isMinorOf(text, wanted);
}

function isMinorOf(text: string, wanted: string): boolean {
  const [found_, sent] = [decimal(text), decimal(wanted)];
  return found_ !== undefined && sent !== undefined && !sent.eq(0) && found_.eq(sent.times(100));
}

/** Minor units where a money field holds a hundred times what was sent, or its name says so. */
function unitOf(fields: readonly FoundField[], shared: boolean): Mapping['money']['unit'] {
  const money = fields.filter(({ name }) => name === 'Payout' || name === 'Amount');
  if (money.some(({ sent, recorded }) => sameNumber(sent, recorded))) return 'major';
  if (money.some(({ path }) => plain(lastPart(path)) !== withoutUnit(plain(lastPart(path))))) return 'minor';
  return !shared && money.some(({ sent, recorded }) => isMinorOf(recorded, sent)) ? 'minor' : 'major';
}

/** A look at the record of an action after each event of an in-order life. */
export interface LifeLook {
  event: 'created' | 'modified' | 'reversed' | 'restored';
  look: Look;
  /** What was sent last. */
  values: Values;
}

/**
 * What an in-order life adds to a mapping: the receiver's words for reversed and approved, and which of several rows is
 * the record. An unknown word that differs from the pending one is taken as reversed, and said.
 */
export function learnMapping(
  found: FoundMapping,
  life: readonly LifeLook[],
  given: GivenMapping = {},
): FoundMapping {
  const { mapping } = found;
  const unsure = [...found.unsure];
  const rows = given.rows ?? rowRuleOf(mapping, life);
  const path = mapping.fields['Status'];
  const statuses: Record<string, RecordStatus> = { ...mapping.statuses };
  if (path !== undefined) {
    const wordIn = (event: LifeLook['event']) => {
      const look = life.findLast((one) => one.event === event);
      const row = look === undefined ? undefined : rowOf(rowsIn(look.look), look.values);
      return row === undefined ? undefined : row.get(path)?.text;
    };
    const isGiven = (word: string) => given.statuses?.[statusKey(word)] !== undefined;
    for (const event of ['created', 'modified', 'restored'] as const) {
      const word = wordIn(event);
      if (word === undefined || isGiven(word)) continue;
      const key = statusKey(word);
      // A receiver that leaves a restored action reversed is at fault; its word keeps its meaning.
      if (STATUS_WORDS[key] !== 'reversed') statuses[key] ??= STATUS_WORDS[key] ?? 'pending';
    }
    const reversed = wordIn('reversed');
    if (reversed !== undefined && !isGiven(reversed)) {
      const key = statusKey(reversed);
      const known = STATUS_WORDS[key];
      if (known === 'reversed') statuses[key] = 'reversed';
      else if (statuses[key] === undefined) {
        statuses[key] = 'reversed';
        unsure.push(`Your record says "${reversed}" after a reversal; it is taken as reversed.`);
      }
    }
    // Words that this life did not show, but that are clear.
    for (const [word, status] of Object.entries(STATUS_WORDS)) statuses[word] ??= status;
  }
  return { ...found, mapping: { ...mapping, statuses, rows }, unsure };
}

function rowsIn(look: Look): readonly DocumentRow[] {
  return look.type === 'rows' ? look.rows : [];
}

/** Of several rows: the last one where it holds the payout, their sum where that does; one where there is one only. */
function rowRuleOf({ fields, money }: Mapping, life: readonly LifeLook[]): RowRule {
  const path = fields['Payout'];
  const several = life.filter(({ look }) => rowsIn(look).length > 1);
  if (several.length === 0) return 'one';
  if (path === undefined) return 'last';
  const scale = money.unit === 'minor' ? 100 : 1;
  const fits = (rule: 'last' | 'sum') =>
    several.filter(({ look, values }) => {
      const wanted = decimal(values['Payout'] ?? '')?.times(scale);
      const id = fields['ActionId'];
      const mine = rowsIn(look).filter(
        (row) =>
          id === undefined || (row.get(id)?.text ?? '') === '' || row.get(id)!.text === values['ActionId'],
      );
      const numbers = mine
        .map((row) => decimal(row.get(path)?.text ?? ''))
        .filter((one) => one !== undefined);
      const [first, ...rest] = rule === 'last' ? numbers.slice(-1) : numbers;
      if (first === undefined || wanted === undefined) return false;
      return rest.reduce((sum, one) => sum.plus(one), first).eq(wanted);
    }).length;
  const [last, sum] = [fits('last'), fits('sum')];
  if (last !== sum) return last > sum ? 'last' : 'sum';
  // Rows with a status of their own are states of the action; bare amounts are bookings.
  return fields['Status'] === undefined ? 'sum' : 'last';
}
