import type { Connection } from './connection.ts';

/** Ids per block; the migration that creates the table uses the same number. */
export const BLOCK = 512;
const REVISION = 'captures_revision';

export const blockOf = (id: number) => Math.floor(id / BLOCK);

/** The first block without a count: the one that new captures go to. */
const OPEN = '(SELECT coalesce(max(block) + 1, 0) FROM capture_blocks)';

/**
 * The number of captures in each block of ids, stored with the captures in the same transactions. These counts and a look
 * into one block find the nth capture, whichever captures are missing. A block is counted once it is full, so a capture
 * costs no more than its own row.
 */
export class CaptureBlocks {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Call it after captures are written, within their transaction. Ids ascend. */
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

  /** Call it after captures are removed, within their transaction. */
  removed(ids: readonly number[]): void {
    this.#recount(new Set(ids.map(blockOf)));
  }

  /** Call it after all captures up to an id are removed, within their transaction. */
  cleared(upTo: number): void {
    this.#connection.run('DELETE FROM capture_blocks WHERE block < ?', blockOf(upTo));
    this.#recount([blockOf(upTo)]);
  }

  /** Changes with each removal. It starts at random, so it differs between stores. */
  get revision(): number {
    const row = this.#connection.get('SELECT value FROM counters WHERE name = ?', REVISION);
    return Number(row?.value ?? 0);
  }

  /** How many captures there are. */
  get total(): number {
    // A store opened read-only may be of a version without counts.
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
