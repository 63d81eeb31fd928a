import type { DatabaseSync } from 'node:sqlite';
import { blockOf } from '../capture-blocks.ts';
import type { CaptureScan } from '../capture-scan.ts';
import { readStarts } from '../stored-json.ts';
import { type PackedBlock, packBlock } from './pack-block.ts';

/** Blocks that may wait for attempts to end before they are indexed: what is open then is read one by one. */
const PATIENCE = 4;

/** A block that was packed, and the revision of the captures that it was packed from. */
export interface BuiltBlock {
  packed: PackedBlock;
  revision: number;
}

/** Packs what the index lacks, the newest block first. It only reads: who owns the store writes what was packed. */
export class IndexBuilder {
  readonly #database: DatabaseSync;
  readonly #scan: CaptureScan;
  /** Blocks that were seen to be missing, the newest last. */
  #missing: number[] = [];

  constructor(database: DatabaseSync, scan: CaptureScan) {
    this.#database = database;
    this.#scan = scan;
  }

  /** The next block; undefined if there is none for now. */
  next(): BuiltBlock | undefined {
    this.#database.exec('BEGIN');
    try {
      if (this.#missing.length === 0) this.#missing = missingBlocks(this.#database);
      for (let block = this.#missing.pop(); block !== undefined; block = this.#missing.pop()) {
        const packed = packBlock(this.#scan, block, this.#surroundings());
        if (packed.open > 0 && this.#isRecent(block)) continue;
        return { packed, revision: this.#counter('captures_revision') };
      }
      return undefined;
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  #isRecent(block: number): boolean {
    const newest = Number(this.#database.prepare('SELECT max(id) AS id FROM captures').get()?.id ?? 0);
    return blockOf(newest) - block <= PATIENCE;
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

/** Blocks that are full and not in the index, ascending. */
export function missingBlocks(database: DatabaseSync): number[] {
  return database
    .prepare('SELECT block FROM capture_blocks EXCEPT SELECT block FROM capture_index ORDER BY block')
    .all()
    .map(({ block }) => Number(block));
}
