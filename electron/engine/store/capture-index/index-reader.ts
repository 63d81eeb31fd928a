import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type BlockBits, countBits } from './block-bits.ts';
import { BLOCKS } from './index-writer.ts';
import { type BlockSet, type BlockSummary, summaryOfBlock } from './pack-block.ts';
import { IndexDamaged } from './sealed.ts';
import { type PackedTexts, Texts } from './texts.ts';

/** What SQLite reports for a page that is not what it should be. */
const CORRUPT = 11;

export type KnownBlock = BlockSummary & {
  block: number;
  /** Another one each time that the block is written. */
  build: number;
  /** How many captures it has. */
  count: number;
} & Record<BlockSet, BlockBits>;

/** Reads the index of captures, block by block. */
export class IndexReader {
  readonly #statements: Record<'blocks' | 'summary' | 'column', StatementSync> | undefined;
  readonly #texts: Record<keyof PackedTexts, StatementSync> | undefined;
  /** Summaries by block: they are small, and every query needs them. */
  readonly #known = new Map<number, KnownBlock>();
  /** Blocks that could not be read. */
  readonly damaged = new Set<number>();

  constructor(database: DatabaseSync) {
    // A store opened read-only may be of a version without an index.
    const made = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'capture_index'").get();
    if (made === undefined) return;
    const text = (part: string) =>
      database.prepare(`SELECT ${part} AS packed FROM capture_texts WHERE block = ?`);
    this.#statements = {
      // Of blocks that are not counted as they were packed, something has changed behind the index.
      blocks: database.prepare(
        `SELECT i.block, i.build, b.count FROM capture_index i JOIN capture_blocks b USING (block)`,
      ),
      summary: database.prepare('SELECT summary FROM capture_index WHERE block = ?'),
      column: database.prepare(`SELECT packed FROM capture_columns
        WHERE id = (SELECT id FROM capture_column_names WHERE name = ?) * ${BLOCKS} + ?`),
    };
    this.#texts = { common: text('common'), own: text('own') };
  }

  /** The blocks that are indexed, by their number. */
  blocks(): Map<number, KnownBlock> {
    const blocks = new Map<number, KnownBlock>();
    for (const row of this.#rows()) {
      const [block, build, count] = [Number(row.block), Number(row.build), Number(row.count)];
      const known = this.#known.get(block);
      const read = known?.build === build ? known : this.#read(block, build);
      if (read === undefined) continue;
      this.#known.set(block, read);
      if (read.count === count) blocks.set(block, read);
      else this.damaged.add(block);
    }
    for (const block of this.#known.keys()) if (!blocks.has(block)) this.#known.delete(block);
    return blocks;
  }

  /** A column of a block; undefined where none of its captures has a value. Throws IndexDamaged. */
  column({ block, columns }: KnownBlock, name: string): unknown {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) return undefined;
    if (column.packed !== undefined) return Buffer.from(column.packed, 'base64');
    return packedOf(() => this.#statements?.column.get(name, block)?.packed);
  }

  texts({ block, present }: KnownBlock): Texts {
    return new Texts((part) => packedOf(() => this.#texts?.[part].get(block)?.packed), present);
  }

  #rows() {
    try {
      return this.#statements?.blocks.all() ?? [];
    } catch (error) {
      if (isCorrupt(error)) return [];
      throw error;
    }
  }

  #read(block: number, build: number): KnownBlock | undefined {
    try {
      const packed = packedOf(() => this.#statements?.summary.get(block)?.summary);
      const { summary, sets } = summaryOfBlock(packed);
      return { ...summary, block, build, ...sets, count: countBits(sets.present) };
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      this.damaged.add(block);
      return undefined;
    }
  }
}

function isCorrupt(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === CORRUPT;
}

function packedOf(read: () => unknown): unknown {
  try {
    const packed = read();
    if (packed === undefined) throw new IndexDamaged('missing');
    return packed;
  } catch (error) {
    if (isCorrupt(error)) throw new IndexDamaged('unreadable');
    throw error;
  }
}
