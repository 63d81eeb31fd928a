import { randomInt } from 'node:crypto';
import { BLOCK } from '../capture-blocks.ts';
import type { Connection } from '../connection.ts';
import type { PackedBlock } from './pack-block.ts';

/** Blocks that a column may have. */
export const BLOCKS = 2 ** 24;

const TABLES = ['capture_index', 'capture_columns', 'capture_texts'];

/** Writes and removes blocks of the index; always within a transaction. */
export class IndexWriter {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  write({ block, summary, columns, texts }: PackedBlock): void {
    this.remove([block]);
    const connection = this.#connection;
    for (const [name, packed] of columns) {
      connection.run('INSERT OR IGNORE INTO capture_column_names (name) VALUES (?)', name);
      connection.run(
        `INSERT INTO capture_columns (id, block, packed)
         SELECT id * ${BLOCKS} + ?1, ?1, ?2 FROM capture_column_names WHERE name = ?3`,
        block,
        packed,
        name,
      );
    }
    const { common, own } = texts;
    connection.run('INSERT INTO capture_texts (block, common, own) VALUES (?, ?, ?)', block, common, own);
    const build = randomInt(2 ** 47);
    connection.run(
      'INSERT INTO capture_index (block, build, summary) VALUES (?, ?, ?)',
      block,
      build,
      summary,
    );
  }

  /** Removes blocks whose captures have changed. */
  remove(blocks: Iterable<number>): void {
    for (const table of TABLES) {
      for (const block of blocks) this.#connection.run(`DELETE FROM ${table} WHERE block = ?`, block);
    }
  }

  /** Removes the blocks with captures up to an id. */
  removeUpTo(id: number): void {
    const last = Math.floor(Math.min(id, Number.MAX_SAFE_INTEGER) / BLOCK);
    const { newest } = this.#connection.get('SELECT max(block) AS newest FROM capture_index')!;
    const isAll = newest === null || Number(newest) <= last;
    if (isAll) this.#connection.run('DELETE FROM capture_column_names');
    for (const table of TABLES) {
      // Without a condition, a table is emptied at once.
      if (isAll) this.#connection.run(`DELETE FROM ${table}`);
      else this.#connection.run(`DELETE FROM ${table} WHERE block <= ?`, last);
    }
  }
}
