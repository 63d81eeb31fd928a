import type { DatabaseSync } from 'node:sqlite';
import type { CaptureSummary } from '../../../shared/contract/captures.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { bufferOf, type SummaryRow, summaryOf } from './capture-rows.ts';
import { matchesSql, searchTerms } from './capture-search.ts';
import { readValues } from './stored-json.ts';

/** A captured request, and the values at the event of its delivery: none for what others sent. */
export interface StoredRequest {
  /** As received, Latin-1. */
  target: string;
  head: Buffer;
  /** The bytes that are kept. */
  body: Uint8Array;
  /** Bytes of the body that arrived. */
  bodyLength: number;
  eventValues: Values;
}

interface FilterText {
  text: string;
  excluded: boolean;
}

/** Which captures are looked for: those that meet all of it. */
export interface CaptureFilter {
  /** Filters of the same line are the same. */
  line: string;
  /** What is looked for as by `search`, or left out. */
  texts: readonly FilterText[];
  /** Whether `meetsRequest` has to be asked. */
  readsRequests: boolean;
  /** Whether it has to be asked for every capture, also for those that do not meet the rest. */
  readsAll: boolean;
  meetsCapture: (capture: CaptureSummary) => boolean;
  /** Adds the keys that the request has to `keys`. */
  meetsRequest: (request: StoredRequest, keys: Set<string>) => boolean;
  /** Throws for a field that is none of `keys`, those of the requests that were read. */
  requireKeys: (keys: ReadonlySet<string>) => void;
}

/** What a store has, by its version; an older one may be read, not written. */
interface StoreColumns {
  /** Decoded bodies, of version 17. */
  decoded: boolean;
  /** Values at the event of a delivery, of version 7. */
  values: boolean;
}

type QueryRow = SummaryRow & {
  head: Uint8Array | null;
  body: Uint8Array | null;
  event_values: string | null;
};

/** Where a query is looked for: SELECT and FROM of summary rows, and what the store has besides. */
interface QuerySource {
  columns: string;
  from: string;
  has: StoreColumns;
}

/** The latest results that are kept. */
const KEPT = 4;

/** Finds captures by a query line. A result is kept until something is written: deliveries change after their captures. */
export class CaptureQueries {
  readonly #database: DatabaseSync;
  readonly #source: QuerySource;
  readonly #results = new Map<string, readonly number[]>();
  #state = '';

  constructor(database: DatabaseSync, source: Omit<QuerySource, 'has'>) {
    this.#database = database;
    const has = (table: string, column: string) =>
      database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined;
    this.#source = {
      ...source,
      has: { decoded: has('captures', 'decoded'), values: has('deliveries', 'values_id') },
    };
  }

  /** The ids of the captures that meet a filter and contain a text, ascending; '' is met by all. Throws what the filter throws. */
  ids(filter: CaptureFilter, search = ''): readonly number[] {
    const texts = search === '' ? filter.texts : [...filter.texts, { text: search, excluded: false }];
    const state = this.#stateOfDatabase();
    if (state !== this.#state) this.#results.clear();
    this.#state = state;
    const key = JSON.stringify([filter.line, search]);
    const ids = this.#results.get(key) ?? queryIds(this.#database, this.#source, { ...filter, texts });
    this.#results.delete(key);
    this.#results.set(key, ids);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT && oldest !== undefined) this.#results.delete(oldest);
    return ids;
  }

  /** Another text after each write, of this connection or of others. */
  #stateOfDatabase(): string {
    const { n } = this.#database.prepare('SELECT total_changes() AS n').get()!;
    const { data_version: others } = this.#database.prepare('PRAGMA data_version').get()!;
    return `${Number(n)} ${Number(others)}`;
  }
}

function queryIds(database: DatabaseSync, source: QuerySource, filter: CaptureFilter): number[] {
  const keys = new Set<string>();
  const ids: number[] = [];
  for (const { row, isText } of rowsOf(database, source, filter)) {
    const capture = summaryOf(row);
    const isWanted = isText && filter.meetsCapture(capture);
    if (!isWanted && !filter.readsAll) continue;
    const isRequest = !filter.readsRequests || filter.meetsRequest(requestOf(row), keys);
    if (isWanted && isRequest) ids.push(capture.id);
  }
  filter.requireKeys(keys);
  return ids;
}

function requestOf({ target, head, body, body_length, event_values }: QueryRow): StoredRequest {
  return {
    target,
    head: bufferOf(head ?? new Uint8Array()),
    body: body ?? new Uint8Array(),
    bodyLength: body_length,
    eventValues: event_values === null ? {} : readValues(event_values),
  };
}

/** The condition for all texts of a query, and what it is about; each text has parameters of its own. */
function textCondition(texts: readonly FilterText[], hasDecoded: boolean) {
  const bound: Record<string, string | Uint8Array | null> = {};
  const conditions = texts.map(({ text, excluded }, index) => {
    const { $text, $latin1 } = searchTerms(text);
    bound[`$text${index}`] = $text;
    bound[`$latin1_${index}`] = $latin1;
    const matches = matchesSql(hasDecoded)
      .replaceAll('$text', `$text${index}`)
      .replaceAll('$latin1', `$latin1_${index}`);
    // NULL, as of a body that is not there, is no match.
    return `coalesce(${matches}, 0) = ${excluded ? 0 : 1}`;
  });
  return { sql: conditions.length === 0 ? '1' : conditions.join(' AND '), bound };
}

/** One row at a time, since the bodies of all captures do not fit into memory. */
function* rowsOf(
  database: DatabaseSync,
  { columns, from, has }: QuerySource,
  { texts, readsRequests, readsAll }: CaptureFilter,
): Generator<{ row: QueryRow; isText: boolean }> {
  const text = textCondition(texts, has.decoded);
  const values = readsRequests && has.values;
  const sql = `SELECT ${columns}, ${readsRequests ? 'c.head, c.body' : 'NULL AS head, NULL AS body'},
    ${values ? 'v.text' : 'NULL'} AS event_values, ${text.sql} AS is_text
    ${from} ${values ? 'LEFT JOIN event_values v ON v.id = d.values_id' : ''}
    ${readsAll ? '' : `WHERE ${text.sql}`} ORDER BY c.id`;
  for (const row of database.prepare(sql).iterate(text.bound)) {
    yield { row: row as unknown as QueryRow, isText: row.is_text === 1 };
  }
}
