import type { DatabaseSync } from 'node:sqlite';
import { blockOf } from '../capture-blocks.ts';
import type { CaptureScan } from '../capture-scan.ts';
import { readStarts } from '../stored-json.ts';
import type { IndexReader } from './index-reader.ts';
import { type PackedBlock, packBlock } from './pack-block.ts';

/** Blocks that may wait for attempts to end before they are indexed: what is open then is read one by one. */
const PATIENCE = 4;

/** A block that was packed, and the revision of the captures that it was packed from. */
export interface BuiltBlock {
  packed: PackedBlock;
  revision: number;
}

/** How far the index has come. */
export interface IndexProgress {
  /** Blocks that are indexed, and all that can be. */
  indexed: number;
  blocks: number;
}

/** Packs what the index lacks, the newest block first. It only reads: who owns the store writes what was packed. */
export class IndexBuilder {
  readonly #database: DatabaseSync;
  readonly #scan: CaptureScan;
  readonly #reader: IndexReader;
  /** Blocks that could not be stored, by revision. */
  readonly #refused = new Set<number>();
  progress: IndexProgress = { indexed: 0, blocks: 0 };

  constructor(database: DatabaseSync, { scan, reader }: { scan: CaptureScan; reader: IndexReader }) {
    this.#database = database;
    this.#scan = scan;
    this.#reader = reader;
  }

  /** The next block; undefined if there is none for now. */
  next(): BuiltBlock | undefined {
    this.#database.exec('BEGIN');
    try {
      return this.#next();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  /** Says that a block cannot be stored: it is not packed again. */
  refuse(block: number): void {
    this.#refused.add(block);
  }

  #next(): BuiltBlock | undefined {
    const full = this.#database
      .prepare('SELECT block FROM capture_blocks ORDER BY block DESC')
      .all()
      .map(({ block }) => Number(block));
    const indexed = this.#reader.blocks();
    const { damaged } = this.#reader;
    this.progress = { indexed: indexed.size, blocks: full.length };
    const newest = Number(this.#database.prepare('SELECT max(id) AS id FROM captures').get()?.id ?? 0);
    for (const block of full) {
      if ((indexed.has(block) && !damaged.has(block)) || this.#refused.has(block)) continue;
      const packed = packBlock(this.#scan, block, this.#surroundings());
      if (packed.open > 0 && blockOf(newest) - block <= PATIENCE) continue;
      damaged.delete(block);
      return { packed, revision: this.#counter('captures_revision') };
    }
    return undefined;
  }

  #surroundings() {
    const starts = this.#database.prepare('SELECT attempts FROM starts').all();
    return {
      cleared: this.#counter('activity_cleared'),
      started: new Set(starts.flatMap((row) => readStarts(row.attempts ?? undefined).map(([id]) => id))),
    };
  }

  #counter(name: string): number {
    return Number(this.#database.prepare('SELECT value FROM counters WHERE name = ?').get(name)?.value ?? 0);
  }
}
