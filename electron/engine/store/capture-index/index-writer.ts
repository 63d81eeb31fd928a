import { randomInt } from 'node:crypto';
import { blockOf } from '../capture-blocks.ts';
import type { Connection } from '../connection.ts';
import { type PackedBlock, summaryOfBlock } from './pack-block.ts';
import { IndexDamaged } from './sealed.ts';

/** Blocks that a column may have: a column's id is that of its name times this, plus its block. */
export const BLOCKS = 2 ** 24;

/** Writes and removes blocks of the index; always within a transaction. */
export class IndexWriter {
  readonly #connection: Connection;
  /** Ids of columns' names. */
  readonly #names = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onRollback(() => this.#names.clear());
  }

  write({ block, summary, columns, texts }: PackedBlock): void {
    this.#remove(block);
    const connection = this.#connection;
    const insert = connection.statement('INSERT OR REPLACE INTO capture_columns (id, packed) VALUES (?, ?)');
    for (const [name, packed] of columns) insert.run(this.#idOf(name) * BLOCKS + block, packed);
    connection.run(
      'INSERT INTO capture_texts (block, common, own) VALUES (?, ?, ?)',
      block,
      texts.common,
      texts.own,
    );
    connection.run(
      'INSERT INTO capture_index (block, build, summary) VALUES (?, ?, ?)',
      block,
      randomInt(2 ** 47),
      summary,
    );
  }

  /** Removes blocks whose captures have changed. */
  remove(blocks: Iterable<number>): void {
    for (const block of blocks) this.#remove(block);
  }

  /** Removes the blocks with captures up to an id. */
  removeUpTo(id: number): void {
    const connection = this.#connection;
    const last = blockOf(Math.min(id, Number.MAX_SAFE_INTEGER));
    const { newest } = connection.get('SELECT max(block) AS newest FROM capture_index')!;
    if (newest === null || Number(newest) <= last) {
      // Without a condition, a table is emptied at once.
      for (const table of ['capture_index', 'capture_columns', 'capture_texts', 'capture_column_names'])
        connection.run(`DELETE FROM ${table}`);
      this.#names.clear();
      return;
    }
    for (const { id: name } of connection.all('SELECT id FROM capture_column_names')) {
      const first = Number(name) * BLOCKS;
      connection.run('DELETE FROM capture_columns WHERE id BETWEEN ? AND ?', first, first + last);
    }
    for (const table of ['capture_index', 'capture_texts'])
      connection.run(`DELETE FROM ${table} WHERE block <= ?`, last);
  }

  #remove(block: number): void {
    const connection = this.#connection;
    const { summary } = connection.get('SELECT summary FROM capture_index WHERE block = ?', block) ?? {};
    if (summary !== undefined)
      for (const name of this.#columnsOf(summary))
        connection.run('DELETE FROM capture_columns WHERE id = ?', name * BLOCKS + block);
    connection.run('DELETE FROM capture_texts WHERE block = ?', block);
    connection.run('DELETE FROM capture_index WHERE block = ?', block);
  }

  /** The ids of the names of the columns that a block has; all there are if it does not say. */
  #columnsOf(summary: unknown): number[] {
    try {
      const { columns } = summaryOfBlock(summary).summary;
      const large = Object.entries(columns).filter(([, { packed }]) => packed === undefined);
      return large.map(([name]) => this.#idOf(name));
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
      return this.#connection.all('SELECT id FROM capture_column_names').map(({ id }) => Number(id));
    }
  }

  #idOf(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const connection = this.#connection;
    connection.run('INSERT OR IGNORE INTO capture_column_names (name) VALUES (?)', name);
    const id = Number(connection.get('SELECT id FROM capture_column_names WHERE name = ?', name)?.id);
    // A sender may use another key in each request.
    if (this.#names.size < 10_000) this.#names.set(name, id);
    return id;
  }
}
