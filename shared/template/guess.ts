import {
  type Placeholder,
  type PostbackKind,
  placeholdersFor,
} from '../placeholders/placeholder-registry.ts';

/** A value of a request that was replaced with a placeholder: a guess, and marked as one. */
export interface Guess {
  /** Where the value was: a key of the query, the body or a header. */
  key: string;
  value: string;
  /** The placeholder that is there now. */
  name: string;
}

/** Words that receivers use as keys for a placeholder, without separators and in lower case. */
const WORDS: Readonly<Record<string, string>> = {
  id: 'ActionId',
  tid: 'ActionId',
  txid: 'ActionId',
  transactionid: 'ActionId',
  conversionid: 'ActionId',
  action: 'ActionId',
  pay: 'Payout',
  commission: 'Payout',
  earning: 'Payout',
  earnings: 'Payout',
  reward: 'Payout',
  sum: 'Payout',
  dpay: 'DeltaPayout',
  revenue: 'Payout',
  saleamount: 'Amount',
  total: 'Amount',
  ordervalue: 'Amount',
  cur: 'Currency',
  ccy: 'Currency',
  state: 'Status',
  reason: 'StatusDetail',
  detail: 'StatusDetail',
  order: 'Oid',
  orderid: 'Oid',
  sub: 'SubId1',
  sub1: 'SubId1',
  s1: 'SubId1',
  affsub: 'SubId1',
  affsub1: 'SubId1',
  sub2: 'SubId2',
  s2: 'SubId2',
  affsub2: 'SubId2',
  sub3: 'SubId3',
  s3: 'SubId3',
  affsub3: 'SubId3',
  shared: 'SharedId',
  click: 'RefClickId',
  clickid: 'RefClickId',
  cid: 'RefClickId',
  irclickid: 'RefClickId',
  program: 'CampaignName',
  campaign: 'CampaignName',
  offer: 'CampaignName',
  offerid: 'CampaignId',
  programid: 'CampaignId',
  eventtype: 'ActionTrackerName',
  et: 'ActionTrackerName',
  date: 'EventDate',
  time: 'EventDate',
  timestamp: 'EventDate',
  created: 'CreationDate',
  locking: 'LockingDate',
  promo: 'PromoCode',
  coupon: 'PromoCode',
  voucher: 'PromoCode',
  affiliate: 'MediaPartnerId',
  partnerid: 'MediaPartnerId',
  price: 'CurrentPrice',
  stock: 'StockAvailability',
  availability: 'StockAvailability',
};

/** An unencoded plus is read as a space: "… 03:00". */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[ +-]\d{2}:?\d{2})?)?$/;
const MONEY = /^-?\d{1,9}(?:\.\d{1,2})?$/;
const ACTION_ID = /^\d+\.\d+\.\d+$/;

/** Whether a placeholder can have this value: a date or an amount, according to its type. */
function fits(type: string, value: string): boolean {
  if (value === '') return true;
  if (/date/i.test(type)) return DATE.test(value);
  if (/decimal/i.test(type)) return MONEY.test(value);
  if (/ISO 4217/.test(type)) return /^[A-Z]{3}$/.test(value);
  return true;
}

type Names = { registry: ReadonlyMap<string, Placeholder>; byKey: ReadonlyMap<string, string> };
const namesByKind = new Map<PostbackKind, Names>();

/** The names of a kind, computed once: a paste may have a hundred thousand keys. */
function namesOf(kind: PostbackKind): Names {
  const made = namesByKind.get(kind);
  if (made !== undefined) return made;
  const registry = placeholdersFor(kind);
  const names = {
    registry,
    byKey: new Map([...registry.keys()].map((name) => [name.toLowerCase(), name])),
  };
  namesByKind.set(kind, names);
  return names;
}

/**
 * The most likely placeholder for a value, by its key and its form, and whether the key is exactly its name; undefined for
 * values that seem fixed.
 */
export function guessName(
  key: string,
  value: string,
  kind: PostbackKind,
): { name: string; exact: boolean } | undefined {
  const { registry, byKey } = namesOf(kind);
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  const named = byKey.get(plain);
  if (kind === 'action' && ACTION_ID.test(value)) return { name: 'ActionId', exact: named === 'ActionId' };
  if (kind === 'action' && /^(?:PENDING|APPROVED|REVERSED)$/.test(value))
    return { name: 'Status', exact: named === 'Status' };
  const name = named ?? (Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined);
  const placeholder = name === undefined ? undefined : registry.get(name);
  if (placeholder === undefined || !fits(placeholder.type, value)) return undefined;
  if (placeholder.values !== undefined && value !== '' && !placeholder.values.includes(value))
    return undefined;
  return { name: placeholder.name, exact: named !== undefined };
}
