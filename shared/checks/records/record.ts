/**
 * What a partner's receiver has on record for one action, and how it is read: types that the probe, the mapping and the
 * judgements share. Fields are named by the placeholders whose values they hold: `Payout`, `Status`, `SharedId`.
 */

/** What a status word of the receiver means. */
export const RECORD_STATUSES = ['pending', 'approved', 'reversed'] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];

/** A leaf of a document: its text as the receiver wrote it, and whether it was a JSON number, text, or nothing. */
export interface DocumentValue {
  text: string;
  type: 'text' | 'number' | 'boolean' | 'null';
}

/** One row of a document, flat: `order.payout` and `items[0].sku` name what is nested. */
export type DocumentRow = ReadonlyMap<string, DocumentValue>;

/** What one look at the receiver's records brought back, before it is understood. */
export type Look =
  /** Rows in the order in which they came; at least one, none of them empty. */
  | { type: 'rows'; rows: DocumentRow[]; text: string; ms: number }
  /** The receiver has no such action: 404, an empty body, null, [] or {}. */
  | { type: 'none'; text: string; ms: number }
  /** It could not be seen; a sentence and what to do. */
  | { type: 'failed'; code: ProbeFailure; sentence: string; remedy: string; text: string; ms: number };

export const PROBE_FAILURES = [
  'unreachable',
  'timeout',
  'status',
  'login',
  'too-large',
  'unreadable',
  'exit',
  'no-command',
  'other-action',
] as const;
export type ProbeFailure = (typeof PROBE_FAILURES)[number];

/** Which rows of a document are the record. */
export type RowRule =
  /** The only row. */
  | 'one'
  /** The first of the action's rows holds its present state: a history with the newest on top. */
  | 'first'
  /** The last of the action's rows holds its present state. */
  | 'last'
  /** Money is the sum over the rows; everything else is the last row's. */
  | 'sum';

/** How the receiver's documents are understood; found by itself, or set in check.yaml. */
export interface Mapping {
  /** Paths in a row by the placeholder whose value they hold. */
  fields: Readonly<Record<string, string>>;
  /** Words of the status field, in lower case, and what they mean. */
  statuses: Readonly<Record<string, RecordStatus>>;
  money: {
    /** What one unit of the receiver's numbers is: `major` 12.00, `minor` 1200. */
    unit: 'major' | 'minor';
    /** Digits of the minor unit: 2 if omitted, 0 for JPY, 3 for KWD. */
    digits?: number;
    /** `zero`: a record marked reversed must have no payout (check.yaml `money: {reversed: zero}`). */
    reversed: 'any' | 'zero';
  };
  rows: RowRule;
  /** The record is a click's or a user's: only its change since before a story counts. */
  shared: boolean;
}

/** A record as the mapping reads it. */
export interface BookRecord {
  exists: boolean;
  /** Text of each mapped field; one that the row lacks is missing here. Money is in major units: "12.00". */
  fields: Readonly<Record<string, string>>;
  /** Undefined where there is no status field, null where its word is unknown. */
  status: RecordStatus | null | undefined;
  /** The receiver's own word for it. */
  statusWord: string;
  /** How many rows it was read from. */
  rows: number;
}

/** The record of what the receiver does not know. */
export const NO_RECORD: BookRecord = {
  exists: false,
  fields: {},
  status: undefined,
  statusWord: '',
  rows: 0,
};

/** What the platform's books say of an action after a story. */
export interface PlatformRecord {
  status: RecordStatus;
  /** Placeholder values after the last event of the action. */
  values: Readonly<Record<string, string>>;
  /** The largest payout that the platform ever stated for it, as text. */
  mostPayout: string;
}

/** Where the receiver's record and the platform's part. */
export interface Difference {
  /** The placeholder, or `record` where there should be one, or should be none. */
  field: string;
  expected: string;
  found: string;
}
