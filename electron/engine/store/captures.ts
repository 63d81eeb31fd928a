import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  Capture,
  CapturePage,
  CaptureState,
  CaptureSummary,
} from '../../../shared/contract/captures.ts';
import { captureOf, type DetailRow, type SummaryRow, summaryOf } from './capture-rows.ts';
import { BackgroundCheckpoint } from './checkpoint.ts';
import { Connection } from './connection.ts';

/** An answer as it goes over the wire, from the status line to the end of its body. */
export interface CaptureAnswer {
  status: number;
  bytes: Uint8Array;
}

/** A request as the receiver hands it in; everything but its id. */
export interface NewCapture {
  /** Ms since the epoch. */
  receivedAt: number;
  /** Microseconds since the first byte, asked for when the row is written. */
  tookUs: () => number;
  state: CaptureState;
  method: string;
  target: string;
  remote: string;
  /** Bytes of the body that arrived. */
  bodyLength: number;
  attemptId: number | null;
  httpVersion: string;
  note: string;
  userAgent: string;
  /** Request line and headers, the bytes of the wire. */
  head: Uint8Array;
  /** The bytes of the body that are kept. */
  body: Uint8Array;
  answer: CaptureAnswer | null;
}

/** Told once the capture is committed, with its id, or once the commit has failed, with the error. */
export type CaptureDone = (error: unknown, id: number) => void;

/** New captures up to `newest`, or all removed. */
export type CaptureChange = { type: 'added'; newest: number } | { type: 'cleared' };

export interface CaptureQuery {
  /** Only captures with a smaller id. */
  before?: number | undefined;
  limit: number;
  search?: string | undefined;
}

/** About what a row takes besides head and body. */
const ROW_BYTES = 400;

const INSERT = `INSERT INTO captures (received_at, took_us, state, method, remote, body_length, answer_status,
  attempt_id, http_version, note, user_agent, target, answer, head, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const SUMMARY = `c.id, c.received_at, c.took_us, c.state, c.method, c.remote, c.body_length, c.answer_status,
  c.user_agent, c.target, c.attempt_id, a.delivery_id, a.number, a.outcome, d.event, d.action_id`;
const FROM = `FROM captures c LEFT JOIN attempts a ON a.id = c.attempt_id
  LEFT JOIN deliveries d ON d.id = a.delivery_id`;

/**
 * instr, unlike LIKE, has no wildcards and does not end at a NUL byte; lower() folds ASCII. The head holds target
 * and headers. The last term finds text beyond ASCII in headers that were sent as Latin-1.
 */
const MATCHES = `(instr(lower(CAST(c.head AS TEXT)), $text) > 0 OR instr(lower(CAST(c.body AS TEXT)), $text) > 0
  OR ($latin1 IS NOT NULL AND instr(c.head, $latin1) > 0))`;

/** Folds as SQLite's lower() does: ASCII only. */
function searchTerms(search: string): { $text: string; $latin1: Uint8Array | null } {
  const beyondAscii = /^[\0-\u00ff]*[\u0080-\u00ff][\0-\u00ff]*$/.test(search);
  return {
    $text: search.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    $latin1: beyondAscii ? Buffer.from(search, 'latin1') : null,
  };
}

/**
 * What the receiver took in. Writing groups commits: everything handed in during one turn of the event loop is
 * one transaction, and nobody is told before it is committed. Reading works on a read-only database too.
 */
export class CaptureStore {
  readonly #database: DatabaseSync;
  readonly #connection: Connection;
  readonly #insert: StatementSync;
  readonly #range: StatementSync;
  readonly #listeners = new Set<(change: CaptureChange) => void>();
  #checkpoint: BackgroundCheckpoint | undefined;
  #waiting: { row: NewCapture; done: CaptureDone }[] = [];

  /** @param database with the newest schema; stays the caller's to close, after flush() */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = Connection.of(database);
    this.#insert = this.#connection.statement(INSERT);
    this.#range = this.#connection.statement(
      // Two queries in one: min and max side by side would read the whole table.
      `SELECT coalesce((SELECT min(id) FROM captures), 0) AS oldest,
        coalesce((SELECT max(id) FROM captures), 0) AS newest`,
    );
  }

  /** Stores a capture; `done` is called after the commit, never within this call. */
  add(row: NewCapture, done: CaptureDone): void {
    this.#waiting.push({ row, done });
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  /** Commits what has been handed in and tells those who wait. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const ids: number[] = [];
    let bytes = 0;
    try {
      this.#connection.transaction(() => {
        for (const { row } of group) {
          ids.push(this.#write(row));
          bytes += row.head.length + row.body.length + ROW_BYTES;
        }
      });
    } catch (error) {
      for (const { done } of group) done(error, 0);
      return;
    }
    group.forEach(({ done }, index) => {
      done(undefined, ids[index] ?? 0);
    });
    this.#tell({ type: 'added', newest: ids.at(-1) ?? 0 });
    this.#checkpoint ??= new BackgroundCheckpoint(this.#database);
    this.#checkpoint.wrote(bytes);
  }

  /** Newest first, from the one before `before`. */
  list(query: CaptureQuery): CapturePage {
    const { oldest, newest } = this.range();
    const search = query.search ?? '';
    const terms = search === '' ? {} : searchTerms(search);
    const where = search === '' ? '' : ` AND ${MATCHES}`;
    const rows = this.#connection
      .statement(`SELECT ${SUMMARY} ${FROM} WHERE c.id < $before${where} ORDER BY c.id DESC LIMIT $limit`)
      .all({ $before: query.before ?? Number.MAX_SAFE_INTEGER, $limit: query.limit, ...terms });
    const total = search === '' ? this.count : this.matches(search);
    return { rows: (rows as unknown as SummaryRow[]).map(summaryOf), total, oldest, newest };
  }

  /** How many captures contain the text. */
  matches(search: string): number {
    const row = this.#connection
      .statement(`SELECT count(*) AS total FROM captures c WHERE ${MATCHES}`)
      .get(searchTerms(search));
    return (row as unknown as { total: number }).total;
  }

  /** One capture with at most `bodyLimit` bytes of its body, undefined when there is none of that id. */
  get(id: number, bodyLimit: number): Capture | undefined {
    const row = this.#connection
      .statement(
        `SELECT ${SUMMARY}, c.http_version, c.note, c.answer, c.head,
        length(c.body) AS kept_length, coalesce(substr(c.body, 1, $limit), x'') AS body ${FROM} WHERE c.id = $id`,
      )
      .get({ $id: id, $limit: bodyLimit });
    return row === undefined ? undefined : captureOf(row as unknown as DetailRow);
  }

  /** Captures after an id, oldest first. */
  after(id: number, limit: number): CaptureSummary[] {
    const rows = this.#connection
      .statement(`SELECT ${SUMMARY} ${FROM} WHERE c.id > $id ORDER BY c.id LIMIT $limit`)
      .all({
        $id: id,
        $limit: limit,
      });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** The captures with these ids, oldest first; ids that are gone are left out. */
  summaries(ids: readonly number[]): CaptureSummary[] {
    const rows = this.#connection
      .statement(`SELECT ${SUMMARY} ${FROM} WHERE c.id IN (SELECT value FROM json_each($ids)) ORDER BY c.id`)
      .all({ $ids: JSON.stringify(ids) });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** Ids of captures of these attempts, for those whose delivery has moved on. */
  idsOfAttempts(attemptIds: readonly number[]): number[] {
    const rows = this.#connection
      .statement(
        'SELECT id FROM captures WHERE attempt_id IN (SELECT value FROM json_each($ids)) ORDER BY id',
      )
      .all({ $ids: JSON.stringify(attemptIds) });
    return (rows as unknown as { id: number }[]).map((row) => row.id);
  }

  /**
   * Ids oldest first, one at a time, of the captures that match: all of them, or the newest `limit`. For going
   * through everything without holding it.
   */
  *ids(query: { search?: string | undefined; limit?: number | undefined } = {}): Generator<number> {
    const search = query.search ?? '';
    const terms = search === '' ? {} : searchTerms(search);
    const where = search === '' ? '' : `WHERE ${MATCHES}`;
    const sql =
      query.limit === undefined
        ? `SELECT c.id FROM captures c ${where} ORDER BY c.id`
        : `SELECT id FROM (SELECT c.id FROM captures c ${where} ORDER BY c.id DESC LIMIT $limit) ORDER BY id`;
    const bound = query.limit === undefined ? terms : { ...terms, $limit: query.limit };
    for (const row of this.#database.prepare(sql).iterate(bound)) {
      yield (row as unknown as { id: number }).id;
    }
  }

  /** Removes the captures up to an id, all of them without one, and gives how many; ids go on counting. */
  clear(upTo: number = Number.MAX_SAFE_INTEGER): number {
    this.flush();
    const removed = Number(
      this.#connection.statement('DELETE FROM captures WHERE id <= $upTo').run({ $upTo: upTo }).changes,
    );
    this.#tell({ type: 'cleared' });
    return removed;
  }

  /** How many captures there are. Ids have no gaps, so nothing has to be counted. */
  get count(): number {
    const { oldest, newest } = this.range();
    return newest === 0 ? 0 : newest - oldest + 1;
  }

  /** Smallest and largest id, 0 without captures. */
  range(): { oldest: number; newest: number } {
    return this.#range.get() as { oldest: number; newest: number };
  }

  /** Tells of new captures after their commit and of clearing; gives the way to stop listening. */
  onChange(listener: (change: CaptureChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #write(row: NewCapture): number {
    const written = this.#insert.run(
      row.receivedAt,
      row.tookUs(),
      row.state,
      row.method,
      row.remote,
      row.bodyLength,
      row.answer?.status ?? null,
      row.attemptId,
      row.httpVersion,
      row.note,
      row.userAgent,
      row.target,
      row.answer?.bytes ?? null,
      row.head,
      row.body,
    );
    return Number(written.lastInsertRowid);
  }

  #tell(change: CaptureChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
