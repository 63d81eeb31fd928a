import type { Connection } from './connection.ts';

/** Ids of one block; the migration that makes the table counts with the same number. */
const BLOCK = 512;
const REVISION = 'captures_revision';

const blockOf = (id: number) => Math.floor(id / BLOCK);

/** The first block that has no count yet: where captures still come in. */
const OPEN = '(SELECT coalesce(max(block) + 1, 0) FROM capture_blocks)';

/**
 * How many captures there are of every so many ids, on disk beside the captures and in the same transactions. The nth
 * capture is found by these counts and a look into one block, whichever captures are missing. A block is counted once
 * it is full: a capture costs nothing more than its own row.
 */
export class CaptureBlocks {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** After captures were written; within their transaction. Ids ascend. */
  added(ids: readonly number[]): void {
    const [first = 0] = ids;
    const open = blockOf(ids.at(-1) ?? 0);
    if (blockOf(first - 1) === open) return;
    this.#connection.run(
      `INSERT INTO capture_blocks SELECT id / ${BLOCK}, count(*) FROM captures
       WHERE id >= ${OPEN} * ${BLOCK} AND id < ? GROUP BY id / ${BLOCK}`,
      open * BLOCK,
    );
  }

  /** After captures were removed; within their transaction. */
  removed(ids: readonly number[]): void {
    this.#recount(new Set(ids.map(blockOf)));
  }

  /** After all captures up to an id were removed; within their transaction. */
  cleared(upTo: number): void {
    this.#connection.run('DELETE FROM capture_blocks WHERE block < ?', blockOf(upTo));
    this.#recount([blockOf(upTo)]);
  }

  /** Names which captures have been removed so far. No two stores ever agree: it begins at random. */
  get revision(): number {
    const row = this.#connection.get('SELECT value FROM counters WHERE name = ?', REVISION);
    return Number(row?.value ?? 0);
  }

  /** How many captures there are. */
  get total(): number {
    // A store that is opened for reading only may be of a version that did not count yet.
    const isCounted = this.#connection.get("SELECT 1 FROM sqlite_master WHERE name = 'capture_blocks'");
    const sql =
      isCounted === undefined
        ? 'SELECT count(*) AS n FROM captures'
        : `SELECT (SELECT coalesce(sum(count), 0) FROM capture_blocks)
            + (SELECT count(*) FROM captures WHERE id >= ${OPEN} * ${BLOCK}) AS n`;
    return Number(this.#connection.get(sql)?.n);
  }

  /** How many captures have an id up to this one. */
  upTo(id: number): number {
    const open = Number(this.#connection.get(`SELECT ${OPEN} AS block`)?.block);
    const block = Math.min(blockOf(id), open);
    const row = this.#connection.get(
      `SELECT (SELECT coalesce(sum(count), 0) FROM capture_blocks WHERE block < ?1)
        + (SELECT count(*) FROM captures WHERE id >= ?2 AND id <= ?3) AS n`,
      block,
      block * BLOCK,
      id,
    );
    return Number(row?.n);
  }

  /** The id of the capture at an index from the oldest, which is 0; undefined beyond the newest. */
  idAt(index: number): number | undefined {
    const found = this.#connection.get(
      `SELECT block, through - count AS before FROM
         (SELECT block, count, sum(count) OVER (ORDER BY block) AS through FROM capture_blocks)
       WHERE through > ? ORDER BY block LIMIT 1`,
      index,
    );
    const open = 'SELECT max(block) + 1 AS block, sum(count) AS before FROM capture_blocks';
    const { block, before } = found ?? this.#connection.get(open) ?? {};
    const row = this.#connection.get(
      'SELECT id FROM captures WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?',
      Number(block ?? 0) * BLOCK,
      index - Number(before ?? 0),
    );
    return row && Number(row.id);
  }

  #recount(blocks: Iterable<number>): void {
    for (const block of blocks) {
      this.#connection.run(
        `UPDATE capture_blocks SET count = (SELECT count(*) FROM captures WHERE id >= ?2 AND id < ?3) WHERE block = ?1`,
        block,
        block * BLOCK,
        (block + 1) * BLOCK,
      );
    }
    this.#connection.run('DELETE FROM capture_blocks WHERE count = 0');
    this.#connection.run('UPDATE counters SET value = value + 1 WHERE name = ?', REVISION);
  }
}
