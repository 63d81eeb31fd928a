import type { DatabaseSync } from 'node:sqlite';
import { type CaptureFilter, meetsFields, needsRequest, type TextCondition } from './capture-condition.ts';
import { CaptureRecord, type RecordRow } from './capture-record.ts';
import { matchesSql, searchTerms } from './capture-search.ts';

/** Where captures are read: SELECT and FROM of summary rows. */
export interface CaptureSource {
  columns: string;
  from: string;
}

/** Which captures are read: those between two ids, or these. */
export type Which = { from: number; through: number } | { ids: readonly number[] };

/** What was found among the captures that were read. */
export interface Scanned {
  /** Ascending. */
  ids: number[];
  /** The keys of the requests, as they are spelt; none unless the filter needs them. */
  keys: Set<string>;
}

/** All captures meet it. */
export const NO_FILTER: CaptureFilter = {
  line: '',
  texts: [],
  fields: [],
  readsKeys: false,
  requireKeys: () => undefined,
};

/** The filter for captures that also contain a text; '' is contained in all. */
export function withText(filter: CaptureFilter = NO_FILTER, search = ''): CaptureFilter {
  if (search === '') return filter;
  return { ...filter, texts: [...filter.texts, { text: search, excluded: false }] };
}

/**
 * Finds captures by reading them one by one: the rule of what a query finds, which the index follows, and the way for
 * captures that are not indexed.
 */
export class CaptureScan {
  readonly #database: DatabaseSync;
  readonly #source: CaptureSource;
  /** Decoded bodies, of version 17, and values at events, of version 7: an older store may be read, not written. */
  readonly #hasDecoded: boolean;
  readonly #hasValues: boolean;

  readonly #floor: () => number;

  /** @param floor captures up to this id are cleared, and not read */
  constructor(database: DatabaseSync, source: CaptureSource, floor: () => number) {
    this.#database = database;
    this.#floor = floor;
    this.#source = source;
    const has = (table: string, column: string) =>
      database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined;
    this.#hasDecoded = has('captures', 'decoded');
    this.#hasValues = has('deliveries', 'values_id');
  }

  find(filter: CaptureFilter, which: Which): Scanned {
    const { fields, readsKeys } = filter;
    const keys = new Set<string>();
    const ids: number[] = [];
    for (const { row, isText } of this.#rows(filter, which)) {
      if (!isText && !readsKeys) continue;
      const record = new CaptureRecord(row);
      if (readsKeys) record.addKeys(keys);
      if (isText && meetsFields(record, fields)) ids.push(row.id);
    }
    return { ids, keys };
  }

  /** The captures with their requests, one at a time: all bodies do not fit into memory; without their marks if asked so. */
  *records(
    which: Which,
    { marks = true }: { marks?: boolean } = {},
  ): Generator<{ record: CaptureRecord; row: RecordRow & Extra }> {
    const decoded = this.#hasDecoded ? 'CAST(c.decoded AS BLOB)' : 'NULL';
    const more = `${decoded} AS decoded, a.ended_at`;
    for (const row of this.#select(more, '1', which, true).iterate(this.#boundOf(which))) {
      const read = row as unknown as RecordRow & Extra;
      if (!marks) read.pinned = null;
      yield { record: new CaptureRecord(read), row: read };
    }
  }

  /** One row at a time, since the bodies of all captures do not fit into memory. */
  *#rows(
    { texts, fields, readsKeys }: CaptureFilter,
    which: Which,
  ): Generator<{ row: RecordRow; isText: boolean }> {
    const text = textCondition(texts, this.#hasDecoded);
    const reads = readsKeys || fields.some(needsRequest);
    const where = readsKeys ? '1' : text.sql;
    const statement = this.#select(`${text.sql} AS is_text`, where, which, reads);
    for (const row of statement.iterate({ ...text.bound, ...this.#boundOf(which) })) {
      yield { row: row as unknown as RecordRow, isText: row.is_text === 1 };
    }
  }

  #boundOf(which: Which): Record<string, string | number> {
    const floor = this.#floor();
    return 'ids' in which
      ? { $ids: JSON.stringify(which.ids.filter((id) => id > floor)) }
      : { $from: Math.max(which.from, floor + 1), $through: which.through };
  }

  #select(more: string, where: string, which: Which, readsRequests: boolean) {
    const values = readsRequests && this.#hasValues;
    const within =
      'ids' in which ? 'c.id IN (SELECT value FROM json_each($ids))' : 'c.id BETWEEN $from AND $through';
    return this.#database.prepare(`SELECT ${this.#source.columns}, c.http_version, c.note,
      ${readsRequests ? 'c.head, c.body' : 'NULL AS head, NULL AS body'},
      ${values ? 'v.text' : 'NULL'} AS event_values, ${more}
      ${this.#source.from} ${values ? 'LEFT JOIN event_values v ON v.id = d.values_id' : ''}
      WHERE ${within} AND ${where} ORDER BY c.id`);
  }
}

interface Extra {
  /** UTF-8, since a text may have NUL characters. */
  decoded: Uint8Array | null;
  ended_at: number | null;
}

/** The condition for all texts of a query, and what it is about; each text has parameters of its own. */
function textCondition(texts: readonly TextCondition[], hasDecoded: boolean) {
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
