import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CaptureKey } from '../../../shared/contract/captures.ts';
import type { CaptureMark } from '../../../shared/receiver/capture-mark.ts';
import { blockOf } from './capture-blocks.ts';
import { type CaptureFilter, needsDelivery, needsMarks } from './capture-condition.ts';
import {
  addBit,
  addBits,
  type BlockBits,
  countBits,
  hasBit,
  isEmpty,
  noBits,
  placesOf,
} from './capture-index/block-bits.ts';
import { type BlockPlan, matchBlock, planOf } from './capture-index/block-match.ts';
import { firstValues } from './capture-index/column.ts';
import { IndexReader, type KnownBlock } from './capture-index/index-reader.ts';
import { firstOf, lastOf } from './capture-index/pack-block.ts';
import { IndexDamaged } from './capture-index/sealed.ts';
import { MARKS_REVISION, type MarkRow, markOf } from './capture-marks.ts';
import type { CaptureScan, Which } from './capture-scan.ts';

/** The latest results that are kept. */
const KEPT = 8;

/** The captures that a query found, by block. */
export class FoundCaptures {
  readonly #blocks: readonly { block: number; bits: BlockBits; count: number }[];
  /** How many captures were read one by one, since they are not in the index. */
  readonly unindexed: number;

  constructor(blocks: readonly { block: number; bits: BlockBits; count: number }[], unindexed: number) {
    this.#blocks = blocks;
    this.unindexed = unindexed;
  }

  /** How many have an id up to this one. */
  countUpTo(id: number): number {
    let count = 0;
    for (const { block, bits, count: all } of this.#blocks) {
      if (lastOf(block) <= id) count += all;
      else count += placesOf(bits).filter((place) => firstOf(block) + place <= id).length;
    }
    return count;
  }

  /** The ids between two indexes from the oldest, excluding the last. */
  slice(begin: number, end: number): number[] {
    const ids: number[] = [];
    let before = 0;
    for (const { block, bits, count } of this.#blocks) {
      if (before >= end) break;
      if (before + count > begin)
        for (const place of placesOf(bits).slice(Math.max(0, begin - before), end - before))
          ids.push(firstOf(block) + place);
      before += count;
    }
    return ids;
  }

  /** All of them, ascending. */
  ids(): number[] {
    return this.slice(0, Number.POSITIVE_INFINITY);
  }

  /** The nearest one to an id, without it, up to another id. */
  next(from: number, direction: 'newer' | 'older', upTo: number): number | undefined {
    const before = this.countUpTo(direction === 'newer' ? from : from - 1);
    const at = direction === 'newer' ? before : Math.min(before, this.countUpTo(upTo)) - 1;
    const [id] = at < 0 ? [] : this.slice(at, at + 1);
    return id === undefined || id > upTo ? undefined : id;
  }

  /** The places of each block in which something was found. */
  blocks(): Iterable<{ block: number; bits: BlockBits }> {
    return this.#blocks;
  }
}

/** A capture as far as its response tells. */
interface Responded {
  id: number;
  receivedAt: number | null;
  status: number | null;
}

type KeyPlace = 'inRequests' | 'ofDeliveries';
type AddKey = (spelt: string, of: KeyPlace, count: number) => void;

const orNull = (value: unknown) => (value === null || value === undefined ? null : Number(value));

interface Kept {
  bits: BlockBits;
  /** What it was found in: it holds as long as that is the same. */
  state: string;
  /** Keys of a block that is not indexed. */
  keys: ReadonlySet<string>;
}

/** Says that nobody waits for a result any more. */
export class QueryCancelled extends Error {}

interface Run {
  filter: CaptureFilter;
  plan: BlockPlan;
  keys: Set<string>;
  kept: Map<number, Kept>;
  cleared: number;
  revision: string;
  /** What marks the filter depends on: the number of their last change; '' where it does not. */
  marks: string;
}

/**
 * Finds captures by a filter: blocks of the index as a whole, and the others one by one. What was found in a block is kept
 * while it is the same.
 */
export class CaptureQueries {
  readonly #database: DatabaseSync;
  readonly #scan: CaptureScan;
  readonly index: IndexReader;
  readonly #results = new Map<string, Map<number, Kept>>();
  readonly #counters: StatementSync | undefined;
  readonly #counts: StatementSync | undefined;
  readonly #marks: StatementSync | undefined;

  readonly #floor: () => number;

  /** @param floor captures up to this id are cleared */
  constructor(database: DatabaseSync, scan: CaptureScan, floor: () => number) {
    this.#database = database;
    this.#floor = floor;
    this.#scan = scan;
    this.index = new IndexReader(database);
    const has = (table: string) =>
      database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
    if (!has('capture_blocks')) return;
    this.#counters = database.prepare('SELECT value FROM counters WHERE name = ?');
    this.#counts = database.prepare('SELECT block, count FROM capture_blocks ORDER BY block');
    if (has('capture_marks'))
      this.#marks = database.prepare(
        'SELECT capture_id, pinned, note AS mark_note, labels FROM capture_marks WHERE capture_id BETWEEN ? AND ?',
      );
  }

  /**
   * The captures that meet a filter; call it at one moment of the store. Throws what the filter throws, and
   * QueryCancelled.
   */
  find(filter: CaptureFilter, isCancelled: () => boolean = () => false): FoundCaptures {
    const keys = new Set<string>();
    const run: Run = {
      filter,
      plan: planOf(filter),
      keys,
      kept: this.#keptFor(filter),
      cleared: this.cleared,
      revision: String(this.#counters?.get('captures_revision')?.value),
      marks: filter.fields.some(needsMarks) ? String(this.#counters?.get(MARKS_REVISION)?.value) : '',
    };
    const indexed = this.index.blocks();
    const counts = new Map(this.#counts?.all().map(({ block, count }) => [Number(block), Number(count)]));
    const found: { block: number; bits: BlockBits; count: number }[] = [];
    let unindexed = 0;
    const add = (block: number, bits: BlockBits) => {
      if (!isEmpty(bits)) found.push({ block, bits, count: countBits(bits) });
    };
    for (const block of this.#blocks(counts)) {
      if (isCancelled()) throw new QueryCancelled();
      const known = indexed.get(block);
      const bits = known === undefined ? undefined : this.#inIndex(run, known);
      if (bits !== undefined) {
        add(block, bits);
        continue;
      }
      add(block, this.#oneByOne(run, block, counts.get(block)));
      unindexed += counts.get(block) ?? this.#countIn(block);
    }
    filter.requireKeys(keys);
    for (const block of run.kept.keys()) if (!counts.has(block)) run.kept.delete(block);
    return new FoundCaptures(found, unindexed);
  }

  /** When the captures that were found arrived, and the status of their response, ascending by id. */
  *responses(found: FoundCaptures): Generator<Responded> {
    const indexed = this.index.blocks();
    for (const { block, bits } of found.blocks()) {
      const known = indexed.get(block);
      yield* (known && this.#indexedResponses(known, bits)) ?? this.#readResponses(block, bits);
    }
  }

  #indexedResponses(known: KnownBlock, bits: BlockBits): Responded[] | undefined {
    try {
      const places = placesOf(bits);
      const numbers = (name: string) => {
        const packed = this.index.column(known, `capture.${name}`);
        return packed === undefined ? [] : firstValues(packed, bits);
      };
      const [times, statuses] = [numbers('receivedAt'), numbers('status')];
      return places.map((place, index) => ({
        id: firstOf(known.block) + place,
        receivedAt: orNull(times[index]),
        status: orNull(statuses[index]),
      }));
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      this.index.damaged.add(known.block);
      return undefined;
    }
  }

  *#readResponses(block: number, bits: BlockBits): Generator<Responded> {
    const rows = this.#database
      .prepare('SELECT id, real_at, answer_status FROM captures WHERE id BETWEEN ? AND ? ORDER BY id')
      .all(firstOf(block), lastOf(block));
    for (const { id, real_at: at, answer_status: status } of rows) {
      if (hasBit(bits, Number(id) - firstOf(block)))
        yield { id: Number(id), receivedAt: orNull(at), status: orNull(status) };
    }
  }

  /** How many captures have each key, by the key in lower case. */
  keys(): Map<string, CaptureKey> {
    const keys = new Map<string, CaptureKey>();
    const add: AddKey = (spelt, of, count) => {
      const key = spelt.toLowerCase();
      const known = keys.get(key) ?? { key: spelt, inRequests: 0, ofDeliveries: 0 };
      keys.set(key, known);
      known[of] += count;
    };
    const { cleared } = this;
    const indexed = this.index.blocks();
    const counts = new Map(this.#counts?.all().map(({ block, count }) => [Number(block), Number(count)]));
    for (const block of this.#blocks(counts)) {
      const known = indexed.get(block);
      if (known === undefined) {
        this.#addReadKeys(add, { from: firstOf(block), through: lastOf(block) });
        continue;
      }
      const idsOf = (bits: BlockBits) => placesOf(bits).map((place) => firstOf(block) + place);
      this.#addReadKeys(add, { ids: idsOf(known.longFields) }, 'inRequests');
      this.#addReadKeys(add, { ids: idsOf(known.open) }, 'ofDeliveries');
      for (const [name, { spelt, count }] of Object.entries(known.columns)) {
        if (name.startsWith('request.')) add(spelt, 'inRequests', count);
        else if (name.startsWith('event.') && known.cleared === cleared) add(spelt, 'ofDeliveries', count);
      }
    }
    return keys;
  }

  #addReadKeys(add: AddKey, which: Which, only?: KeyPlace): void {
    if ('ids' in which && which.ids.length === 0) return;
    for (const { record } of this.#scan.records(which)) {
      const spelt = new Map(record.requestFields().map(({ key }) => [key.toLowerCase(), key]));
      if (only !== 'ofDeliveries') for (const key of spelt.values()) add(key, 'inRequests', 1);
      if (only === 'inRequests') continue;
      for (const name of Object.keys(record.eventValues())) add(name, 'ofDeliveries', 1);
    }
  }

  /** The number of the last clearing of all deliveries. */
  get cleared(): number {
    return Number(
      this.#database.prepare("SELECT value FROM counters WHERE name = 'activity_cleared'").get()?.value ?? 0,
    );
  }

  /** Blocks that may have captures: those that are counted, and those after them. */
  #blocks(counts: ReadonlyMap<number, number>): number[] {
    // Apart, since SQLite would read all of them for both.
    const { first } = this.#database.prepare('SELECT min(id) AS first FROM captures').get()!;
    const { last } = this.#database.prepare('SELECT max(id) AS last FROM captures').get()!;
    const floor = this.#floor();
    if (last === null || Number(last) <= floor) return [];
    const blocks = [...counts.keys()];
    // Of an older store, none are counted.
    const begin = Math.max(Number(first), floor + 1);
    const open = blocks.length === 0 ? blockOf(begin) : blocks.at(-1)! + 1;
    for (let block = open; block <= blockOf(Number(last)); block += 1) blocks.push(block);
    return blocks;
  }

  #inIndex(run: Run, known: KnownBlock): BlockBits | undefined {
    const { filter, plan, keys, kept, cleared, marks } = run;
    if (filter.readsKeys) addKnownKeys(known, cleared, keys);
    const before = kept.get(known.block);
    const state = `${known.build} ${cleared} ${marks}`;
    if (before?.state === state) {
      for (const key of before.keys) keys.add(key);
      return before.bits;
    }
    try {
      const { sure, open } = matchBlock(this.index, known, plan, {
        cleared,
        marks: () => this.#marksIn(known.block),
      });
      const ofDelivery = filter.fields.some(needsDelivery);
      // Their keys are not in the index.
      const unread = filter.readsKeys ? [known.longFields, known.open] : [];
      for (const bits of unread) addBits(open, bits);
      const toRead = placesOf(open);
      const ownKeys = new Set<string>();
      if (toRead.length > 0) {
        const ids = toRead.map((place) => firstOf(known.block) + place);
        const read = this.#scan.find(filter, { ids });
        for (const id of read.ids) addBit(sure, id - firstOf(known.block));
        for (const key of read.keys) ownKeys.add(key);
      }
      for (const key of ownKeys) keys.add(key);
      const isFinal = !ofDelivery || isEmpty(known.open);
      if (isFinal) kept.set(known.block, { bits: sure, state, keys: ownKeys });
      return sure;
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      this.index.damaged.add(known.block);
      return undefined;
    }
  }

  #oneByOne(
    { filter, keys, kept, revision, marks }: Run,
    block: number,
    count: number | undefined,
  ): BlockBits {
    const before = kept.get(block);
    const state = `${revision} ${count} ${marks}`;
    if (count !== undefined && before?.state === state) {
      for (const key of before.keys) keys.add(key);
      return before.bits;
    }
    const bits = noBits();
    const read = this.#scan.find(filter, { from: firstOf(block), through: lastOf(block) });
    for (const id of read.ids) addBit(bits, id - firstOf(block));
    for (const key of read.keys) keys.add(key);
    const isFinal = count !== undefined && !filter.fields.some(needsDelivery);
    if (isFinal) kept.set(block, { bits, state, keys: read.keys });
    return bits;
  }

  #marksIn(block: number): Map<number, CaptureMark> {
    const rows = this.#marks?.all(firstOf(block), lastOf(block)) ?? [];
    return new Map(rows.map((row) => [Number(row.capture_id), markOf(row as unknown as MarkRow)!]));
  }

  #countIn(block: number): number {
    const { n } = this.#database
      .prepare('SELECT count(*) AS n FROM captures WHERE id BETWEEN ? AND ?')
      .get(Math.max(firstOf(block), this.#floor() + 1), lastOf(block))!;
    return Number(n);
  }

  #keptFor({ line, texts }: CaptureFilter): Map<number, Kept> {
    const key = JSON.stringify([line, texts.map(({ text, excluded }) => [text, excluded])]);
    const kept = this.#results.get(key) ?? new Map<number, Kept>();
    this.#results.delete(key);
    this.#results.set(key, kept);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT && oldest !== undefined) this.#results.delete(oldest);
    return kept;
  }
}

/** The keys that the requests of a block and their events have. */
function addKnownKeys({ columns, cleared: then }: KnownBlock, cleared: number, keys: Set<string>): void {
  for (const [name, { spelt }] of Object.entries(columns)) {
    const isThere = name.startsWith('request.') || (name.startsWith('event.') && then === cleared);
    if (isThere) keys.add(spelt);
  }
}
