import type { DatabaseSync } from 'node:sqlite';
import type {
  CaptureSummary,
  CaptureTotal,
  CaptureWindow,
  ClearedCaptures,
} from '../../../shared/contract/captures.ts';
import type { CaptureMark, MarkChange } from '../../../shared/receiver/capture-mark.ts';
import { isDiskFull, storeError } from '../disk-errors.ts';
import { blockOf, CaptureBlocks } from './capture-blocks.ts';
import { CaptureClearing } from './capture-clearing.ts';
import type { CaptureFilter } from './capture-condition.ts';
import { missingBlocks } from './capture-index/index-builder.ts';
import { IndexWriter } from './capture-index/index-writer.ts';
import { type PackedBlock, sizeOf } from './capture-index/pack-block.ts';
import { CaptureMarks, type MarkedCaptures } from './capture-marks.ts';
import { CaptureQueries, type FoundCaptures } from './capture-query.ts';
import { CaptureReader } from './capture-reader.ts';
import { CaptureScan, withText } from './capture-scan.ts';
import { CaptureTotals } from './capture-totals.ts';
import { BackgroundCheckpoint } from './checkpoint.ts';
import { insertCapture, type NewCapture } from './insert-capture.ts';
import { StoreFiles } from './store-files.ts';

/** Called once the capture is committed, with its id, or once the commit has failed, with the error. */
export type CaptureDone = (error: unknown, id: number) => void;

/** New captures up to `newest`, some removed, or marks of some changed. */
export type CaptureChange =
  | { type: 'added'; newest: number }
  | { type: 'removed' }
  | { type: 'marked'; ids: readonly number[] };

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
export class CaptureStore extends CaptureReader {
  readonly #blocks: CaptureBlocks;
  readonly #index: IndexWriter;
  readonly #marks: CaptureMarks;
  readonly #totals: CaptureTotals;
  readonly #clearing: CaptureClearing;
  /** Reads captures one by one. */
  readonly scan: CaptureScan;
  readonly queries: CaptureQueries;
  readonly #listeners = new Set<(change: CaptureChange) => void>();
  #checkpoint: BackgroundCheckpoint | undefined;
  readonly #files: StoreFiles;
  #waiting: { row: NewCapture; done: CaptureDone }[] = [];

  /** @param database with the newest schema; the caller closes it after flush() */
  constructor(database: DatabaseSync) {
    super(database);
    this.#files = new StoreFiles(database);
    this.#index = new IndexWriter(this.connection);
    this.#marks = new CaptureMarks(this.connection);
    this.#totals = new CaptureTotals(this.connection);
    const clearing = new CaptureClearing({
      connection: this.connection,
      totals: this.#totals,
      marks: this.#marks,
      index: this.#index,
    });
    this.#clearing = clearing;
    this.#blocks = new CaptureBlocks(this.connection, () => clearing.floor);
    this.scan = new CaptureScan(database, this.source, () => clearing.floor);
    this.queries = new CaptureQueries(database, this.scan, () => clearing.floor);
  }

  get floor(): number {
    return this.#clearing.floor;
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
    let written: { ids: number[]; bytes: number };
    try {
      written = this.#commit(group);
    } catch (error) {
      const failure = storeError(error) ?? error;
      for (const { done } of group) done(failure, 0);
      return;
    }
    const { ids, bytes } = written;
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
    if (this.database.isTransaction) return read();
    this.database.exec('BEGIN');
    try {
      return read();
    } finally {
      this.database.exec('COMMIT');
    }
  }

  /** The captures that meet a filter and contain a text. Throws what the filter throws. */
  find(filter: CaptureFilter | undefined, search?: string, isCancelled?: () => boolean): FoundCaptures {
    return this.atOneMoment(() => this.queries.find(withText(filter, search), isCancelled));
  }

  /**
   * Hides the captures up to an id, or all, and returns how many; `restoreCleared` brings them back until `finishClear`.
   * Ids continue. @param at ms since the epoch, real time
   */
  clear(upTo: number = Number.MAX_SAFE_INTEGER, at: number = Date.now()): number {
    this.flush();
    const last = Math.min(upTo, this.lastId);
    const hidden = this.connection.transaction(() => this.#clearing.hide(last, this.#blocks, at));
    this.#tell({ type: 'removed' });
    return hidden;
  }

  /** What Undo would bring back; null if there is nothing. */
  get cleared(): ClearedCaptures | null {
    return this.#clearing.undoable;
  }

  /** Brings back what the last Clear has hidden, and returns how many captures that are. */
  restoreCleared(): number {
    this.flush();
    const restored = this.connection.transaction(() => this.#clearing.restore(this.#blocks));
    this.#tell({ type: 'removed' });
    return restored;
  }

  /** What a Clear has hidden is gone for good; `deleteCleared` frees its room. */
  finishClear(): void {
    this.connection.transaction(() => this.#clearing.finish());
    this.#tell({ type: 'removed' });
  }

  /** Deletes some of the captures that are gone for good, in some milliseconds; returns whether there are more. */
  deleteCleared(): boolean {
    return this.connection.transaction(() => this.#clearing.deleteStep());
  }

  /** Removes single captures for good and returns how many existed. Their ids are not reused. */
  remove(ids: readonly number[], { dropped = false }: { dropped?: boolean } = {}): number {
    this.flush();
    const visible = this.visible(ids);
    const removed = this.connection.transaction(() => {
      this.#totals.removing(visible, { dropped });
      const { changes } = this.connection.run(
        'DELETE FROM captures WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(visible),
      );
      this.#marks.removed(visible);
      if (changes > 0) this.#blocks.removed(visible);
      if (changes > 0) this.#index.remove(new Set(visible.map(blockOf)));
      return Number(changes);
    });
    this.#tell({ type: 'removed' });
    return removed;
  }

  /** Stores captures of a file, all of them or none, with their marks; returns their ids. Throws what the store throws. */
  import(rows: readonly { capture: NewCapture; mark: CaptureMark | null }[]): number[] {
    this.flush();
    const { ids, bytes } = this.connection.transaction(() => {
      const written = this.#insert(rows.map(({ capture }) => ({ row: capture })));
      this.#marks.restore(
        rows.flatMap(({ mark }, index) => (mark === null ? [] : [{ ids: [written.ids[index]!], mark }])),
      );
      return written;
    });
    this.#tell({ type: 'added', newest: ids.at(-1) ?? 0 });
    this.#wrote(bytes);
    return ids;
  }

  /** Changes what the user has put on captures; returns what was there before, for `restoreMarks`. */
  mark(ids: readonly number[], change: MarkChange): MarkedCaptures[] {
    this.flush();
    const before = this.connection.transaction(() => this.#marks.change(this.visible(ids), change));
    this.#tell({ type: 'marked', ids: before.flatMap(({ ids: marked }) => marked) });
    return before;
  }

  /** Puts marks back that `mark` has changed. */
  restoreMarks(marks: readonly MarkedCaptures[]): void {
    this.connection.transaction(() => this.#marks.restore(marks));
    this.#tell({ type: 'marked', ids: marks.flatMap(({ ids }) => ids) });
  }

  /** The labels that captures have, the most frequent first. */
  labels(): { label: string; captures: number }[] {
    return this.#marks.labels(this.#clearing.floor);
  }

  /** How many captures each endpoint has, of how many bytes, and how many were dropped there. */
  totals(): CaptureTotal[] {
    return this.#totals.read();
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
    const newest = Number(this.connection.get('SELECT max(id) AS id FROM captures')?.id ?? 0);
    return newest > this.#clearing.floor ? newest : 0;
  }

  /** The largest id that was ever used: later captures have larger ones. */
  get lastId(): number {
    return Number(this.connection.get("SELECT seq FROM sqlite_sequence WHERE name = 'captures'")?.seq ?? 0);
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
    const isWritten = this.connection.transaction(() => {
      if (this.revision !== revision) return false;
      this.#index.write(packed);
      return true;
    });
    if (isWritten) this.#wrote(sizeOf(packed));
    return isWritten;
  }

  /** Removes blocks from the index that are not what was written, so that they are made again. */
  dropIndex(blocks: Iterable<number>): void {
    this.connection.transaction(() => this.#index.remove(blocks));
  }

  /** Blocks that are full and not in the index, ascending. */
  missingIndex(): number[] {
    return missingBlocks(this.database);
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

  #commit(group: readonly { row: NewCapture }[]): { ids: number[]; bytes: number } {
    try {
      return this.connection.transaction(() => this.#insert(group));
    } catch (error) {
      if (!isDiskFull(error) || !this.#makeRoom()) throw error;
      return this.connection.transaction(() => this.#insert(group));
    }
  }

  #insert(group: readonly { row: NewCapture }[]): { ids: number[]; bytes: number } {
    const ids: number[] = [];
    const added = new Map<string, { captures: number; bytes: number }>();
    for (const { row } of group) {
      ids.push(insertCapture(this.connection, row));
      const of = added.get(row.endpoint) ?? { captures: 0, bytes: 0 };
      added.set(row.endpoint, of);
      of.captures += 1;
      of.bytes += row.head.length + row.body.length + (row.response?.bytes.length ?? 0);
    }
    this.#blocks.added(ids);
    let bytes = ids.length * ROW_BYTES;
    for (const [endpoint, sum] of added) {
      this.#totals.added(endpoint, sum.captures, sum.bytes);
      bytes += sum.bytes;
    }
    // Last, and before the commit: what is not kept must not be acknowledged, nor shown.
    this.#files.check();
    return { ids, bytes };
  }

  /** With a full disk, what was cleared goes for good; returns whether there was any. */
  #makeRoom(): boolean {
    try {
      if (this.cleared !== null) this.finishClear();
      const before = this.#clearing.hasGone;
      this.deleteCleared();
      return before;
    } catch {
      return false;
    }
  }

  #wrote(bytes: number): void {
    this.#checkpoint ??= new BackgroundCheckpoint(this.database);
    this.#checkpoint.wrote(bytes);
  }

  #tell(change: CaptureChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
