import type { DatabaseSync } from 'node:sqlite';
import type { Capture, CaptureSummary, CaptureWindow } from '../../../shared/contract/captures.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import { storeError } from '../disk-errors.ts';
import { blockOf, CaptureBlocks } from './capture-blocks.ts';
import type { CaptureFilter } from './capture-condition.ts';
import { missingBlocks } from './capture-index/index-builder.ts';
import { IndexWriter } from './capture-index/index-writer.ts';
import { type PackedBlock, sizeOf } from './capture-index/pack-block.ts';
import { CaptureQueries, type FoundCaptures } from './capture-query.ts';
import {
  captureOf,
  type DetailRow,
  type SummaryRow,
  type SummarySource,
  summaryOf,
  summarySource,
} from './capture-rows.ts';
import { CaptureScan, withText } from './capture-scan.ts';
import { BackgroundCheckpoint } from './checkpoint.ts';
import { Connection } from './connection.ts';
import { insertCapture, type NewCapture } from './insert-capture.ts';
import { StoreFiles } from './store-files.ts';

/** Called once the capture is committed, with its id, or once the commit has failed, with the error. */
export type CaptureDone = (error: unknown, id: number) => void;

/** New captures up to `newest`, or some removed. */
export type CaptureChange = { type: 'added'; newest: number } | { type: 'removed' };

export interface CaptureQuery {
  /** Only captures that meet this. */
  filter?: CaptureFilter | undefined;
  /** Only captures that contain this text. */
  search?: string | undefined;
  /** Only captures up to this id, so that later ones do not move the rows. */
  upTo?: number | undefined;
  /** Which row is the first; the newest one by default. */
  from?: 'newest' | 'oldest' | undefined;
  /** Index of the first row of the window; 0 by default. */
  at?: number | undefined;
  limit: number;
}

/** Approximate size of a row without head and body. */
const ROW_BYTES = 400;

/**
 * What the receiver captured. Commits are grouped: all captures of one turn of the event loop are one transaction, and
 * callbacks run after its commit. Reading also works on a read-only database.
 */
export class CaptureStore {
  readonly #database: DatabaseSync;
  readonly #connection: Connection;
  readonly #source: SummarySource;
  readonly #blocks: CaptureBlocks;
  readonly #index: IndexWriter;
  /** Reads captures one by one. */
  readonly scan: CaptureScan;
  readonly queries: CaptureQueries;
  readonly #listeners = new Set<(change: CaptureChange) => void>();
  #checkpoint: BackgroundCheckpoint | undefined;
  readonly #files: StoreFiles;
  #waiting: { row: NewCapture; done: CaptureDone }[] = [];

  /** @param database with the newest schema; the caller closes it after flush() */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#files = new StoreFiles(database);
    this.#connection = Connection.of(database);
    this.#source = summarySource(database);
    this.#blocks = new CaptureBlocks(this.#connection);
    this.#index = new IndexWriter(this.#connection);
    this.scan = new CaptureScan(database, this.#source);
    this.queries = new CaptureQueries(database, this.scan);
  }

  /** Stores a capture. `done` is called after the commit, never during this call. */
  add(row: NewCapture, done: CaptureDone): void {
    this.#waiting.push({ row, done });
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  /** Commits pending captures and calls their callbacks. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const ids: number[] = [];
    let bytes = 0;
    try {
      this.#connection.transaction(() => {
        for (const { row } of group) {
          ids.push(insertCapture(this.#connection, row));
          bytes += row.head.length + row.body.length + ROW_BYTES;
        }
        this.#blocks.added(ids);
        // Last, and before the commit: what is not kept must not be acknowledged, nor shown.
        this.#files.check();
      });
    } catch (error) {
      const failure = storeError(error) ?? error;
      for (const { done } of group) done(failure, 0);
      return;
    }
    group.forEach(({ done }, index) => {
      done(undefined, ids[index] ?? 0);
    });
    this.#tell({ type: 'added', newest: ids.at(-1) ?? 0 });
    this.#wrote(bytes);
  }

  /**
   * A window of the list. Without a filter, rows are found by counts, so the time does not depend on the position; bodies
   * are not read. Throws what the filter throws.
   */
  list(query: CaptureQuery, isCancelled?: () => boolean): CaptureWindow {
    const { filter, search = '', upTo, from = 'newest', at = 0, limit } = query;
    const { revision, newest } = this;
    const found = this.#found(filter, search, isCancelled);
    const total = this.#countUpTo(upTo ?? newest, found);
    // Indexes from the oldest, including the first and excluding the last.
    const begin = from === 'oldest' ? Math.min(at, total) : Math.max(0, total - at - limit);
    const end = from === 'oldest' ? Math.min(at + limit, total) : Math.max(0, total - at);
    const rows = found === undefined ? this.#rows(begin, end) : this.summaries(found.slice(begin, end));
    return {
      rows: from === 'oldest' ? rows : rows.toReversed(),
      total,
      revision,
      unindexed: found?.unindexed ?? 0,
    };
  }

  /** Reads what others may write meanwhile, as it is at one moment. */
  atOneMoment<T>(read: () => T): T {
    if (this.#database.isTransaction) return read();
    this.#database.exec('BEGIN');
    try {
      return read();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  /** The captures that meet a filter and contain a text. Throws what the filter throws. */
  find(filter: CaptureFilter | undefined, search?: string, isCancelled?: () => boolean): FoundCaptures {
    return this.atOneMoment(() => this.queries.find(withText(filter, search), isCancelled));
  }

  /** One capture with at most `bodyLimit` bytes of its body; undefined if there is none with this id. */
  get(id: number, bodyLimit: number): Capture | undefined {
    const row = this.#connection
      .statement(
        `SELECT ${this.#source.columns}, c.http_version, c.note, ${this.#source.rule}, c.answer, c.head,
        length(c.body) AS kept_length, coalesce(substr(c.body, 1, $limit), x'') AS body ${this.#source.from} WHERE c.id = $id`,
      )
      .get({ $id: id, $limit: bodyLimit });
    return row === undefined ? undefined : captureOf(row as unknown as DetailRow);
  }

  /** Captures after an id, oldest first. */
  after(id: number, limit: number): CaptureSummary[] {
    const rows = this.#connection
      .statement(
        `SELECT ${this.#source.columns} ${this.#source.from} WHERE c.id > $id ORDER BY c.id LIMIT $limit`,
      )
      .all({
        $id: id,
        $limit: limit,
      });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** The captures with these ids, oldest first, without those that are gone. */
  summaries(ids: readonly number[]): CaptureSummary[] {
    const rows = this.#connection
      .statement(
        `SELECT ${this.#source.columns} ${this.#source.from} WHERE c.id IN (SELECT value FROM json_each($ids)) ORDER BY c.id`,
      )
      .all({ $ids: JSON.stringify(ids) });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** Ids of the captures of these attempts, whose delivery has changed. */
  idsOfAttempts(attemptIds: readonly number[]): number[] {
    const rows = this.#connection
      .statement(
        'SELECT id FROM captures WHERE attempt_id IN (SELECT value FROM json_each($ids)) ORDER BY id',
      )
      .all({ $ids: JSON.stringify(attemptIds) });
    return (rows as unknown as { id: number }[]).map((row) => row.id);
  }

  /** Which attempt of a delivery it was, and the event it is of; null for an attempt that the store does not have. */
  deliveryOfAttempt(attemptId: number): { attempt: number; event: WorldEvent } | null {
    const row = this.#connection
      .statement(
        'SELECT a.number, d.event FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE a.id = ?',
      )
      .get(attemptId);
    return row === undefined ? null : { attempt: Number(row.number), event: String(row.event) as WorldEvent };
  }

  /**
   * Ids of all captures, oldest first, one at a time, or of the newest `limit`. For reading everything without keeping it
   * in memory.
   */
  *ids({ limit }: { limit?: number | undefined } = {}): Generator<number> {
    const sql =
      limit === undefined
        ? 'SELECT id FROM captures ORDER BY id'
        : 'SELECT id FROM (SELECT id FROM captures ORDER BY id DESC LIMIT $limit) ORDER BY id';
    for (const row of this.#database.prepare(sql).iterate(limit === undefined ? {} : { $limit: limit })) {
      yield (row as unknown as { id: number }).id;
    }
  }

  /** The first captures between two ids, these included, ascending. */
  idsBetween(from: number, through: number, limit: number): number[] {
    const rows = this.#connection
      .statement('SELECT id FROM captures WHERE id BETWEEN $from AND $through ORDER BY id LIMIT $limit')
      .all({ $from: from, $through: through, $limit: limit });
    return rows.map(({ id }) => Number(id));
  }

  /** Removes the captures up to an id, or all, and returns how many. Ids continue. */
  clear(upTo: number = Number.MAX_SAFE_INTEGER): number {
    this.flush();
    const removed = this.#connection.transaction(() => {
      const { changes } = this.#connection.run('DELETE FROM captures WHERE id <= ?', upTo);
      if (changes > 0) this.#blocks.cleared(upTo);
      if (changes > 0) this.#index.removeUpTo(upTo);
      return Number(changes);
    });
    this.#tell({ type: 'removed' });
    return removed;
  }

  /** Removes single captures and returns how many existed. Their ids are not reused. */
  remove(ids: readonly number[]): number {
    this.flush();
    const removed = this.#connection.transaction(() => {
      const { changes } = this.#connection.run(
        'DELETE FROM captures WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      );
      if (changes > 0) this.#blocks.removed(ids);
      if (changes > 0) this.#index.remove(new Set(ids.map(blockOf)));
      return Number(changes);
    });
    this.#tell({ type: 'removed' });
    return removed;
  }

  /** How many captures there are. */
  get count(): number {
    return this.#blocks.total;
  }

  /** How many captures have an id up to this one. */
  countUpTo(id: number): number {
    return this.#countUpTo(id, undefined);
  }

  /** The largest id; 0 without captures. */
  get newest(): number {
    return Number(this.#connection.get('SELECT max(id) AS id FROM captures')?.id ?? 0);
  }

  /** The largest id that was ever used: later captures have larger ones. */
  get lastId(): number {
    return Number(this.#connection.get("SELECT seq FROM sqlite_sequence WHERE name = 'captures'")?.seq ?? 0);
  }

  /** Changes with each removal, and differs between stores. */
  get revision(): number {
    return this.#blocks.revision;
  }

  /**
   * Writes a block of the index that was packed at a revision; returns whether the captures were still the same. It is
   * left out where that cannot be stored.
   */
  writeIndex(packed: PackedBlock, revision: number): boolean {
    const isWritten = this.#connection.transaction(() => {
      if (this.revision !== revision) return false;
      this.#index.write(packed);
      return true;
    });
    if (isWritten) this.#wrote(sizeOf(packed));
    return isWritten;
  }

  /** Removes blocks from the index that are not what was written, so that they are made again. */
  dropIndex(blocks: Iterable<number>): void {
    this.#connection.transaction(() => this.#index.remove(blocks));
  }

  /** Blocks that are full and not in the index, ascending. */
  missingIndex(): number[] {
    return missingBlocks(this.#database);
  }

  /** Calls back after new captures are committed and after removals. Returns a function that stops it. */
  onChange(listener: (change: CaptureChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a filter and a text leave; undefined without both. */
  #found(filter: CaptureFilter | undefined, search: string, isCancelled: (() => boolean) | undefined) {
    return filter === undefined && search === '' ? undefined : this.find(filter, search, isCancelled);
  }

  /** How many captures, or how many of those found, have an id up to this one. */
  #countUpTo(id: number, found: FoundCaptures | undefined): number {
    if (found !== undefined) return found.countUpTo(id);
    return id >= this.newest ? this.count : this.#blocks.upTo(id);
  }

  /** The captures between two indexes from the oldest, excluding the last. */
  #rows(begin: number, end: number): CaptureSummary[] {
    const first = begin < end ? this.#blocks.idAt(begin) : undefined;
    return first === undefined ? [] : this.after(first - 1, end - begin);
  }

  #wrote(bytes: number): void {
    this.#checkpoint ??= new BackgroundCheckpoint(this.#database);
    this.#checkpoint.wrote(bytes);
  }

  #tell(change: CaptureChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
