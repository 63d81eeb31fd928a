import type { Connection } from './connection.ts';

/** Ids per block; the migration that creates the table uses the same number. */
export const BLOCK = 512;
const REVISION = 'captures_revision';

export const blockOf = (id: number) => Math.floor(id / BLOCK);

/**
 * The number of captures in each block of ids, stored with the captures in the same transactions. These counts and a look
 * into one block find the nth capture, whichever captures are missing. A block is counted once it is full, so a capture
 * costs no more than its own row. Captures up to the `floor` are cleared, and count as if they were not there.
 */
export class CaptureBlocks {
  readonly #connection: Connection;
  readonly #floor: () => number;

  constructor(connection: Connection, floor: () => number) {
    this.#connection = connection;
    this.#floor = floor;
  }

  /** The first block without a count: the one that new captures go to. */
  get #open(): number {
    const { block } = this.#connection.get('SELECT max(block) + 1 AS block FROM capture_blocks')!;
    return Math.max(Number(block ?? 0), blockOf(this.#floor() + 1));
  }

  /** Call it after captures are written, within their transaction. Ids ascend. */
  added(ids: readonly number[]): void {
    const [first = 0] = ids;
    const open = blockOf(ids.at(-1) ?? 0);
    if (blockOf(first - 1) === open) return;
    this.#connection.run(
      `INSERT INTO capture_blocks SELECT id / ${BLOCK}, count(*) FROM captures
       WHERE id >= ? AND id < ? GROUP BY id / ${BLOCK}`,
      Math.max(this.#open * BLOCK, this.#floor() + 1),
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

  /** As `cleared`, for captures that are hidden below the floor; keeps what `restored` needs. */
  hidden(upTo: number): void {
    this.#connection.run('DELETE FROM cleared_blocks');
    this.#connection.run(
      'INSERT INTO cleared_blocks SELECT * FROM capture_blocks WHERE block < ?',
      blockOf(upTo),
    );
    this.cleared(upTo);
  }

  /** Takes `hidden` back; call it after the floor went down again, within the same transaction. */
  restored(upTo: number): void {
    const block = blockOf(upTo);
    const newest = Number(this.#connection.get('SELECT max(id) AS id FROM captures')?.id ?? 0);
    this.#connection.run('INSERT OR REPLACE INTO capture_blocks SELECT * FROM cleared_blocks');
    this.#connection.run('DELETE FROM cleared_blocks');
    // It may have become full meanwhile, without having been counted.
    if (block < blockOf(newest))
      this.#connection.run('INSERT OR IGNORE INTO capture_blocks VALUES (?, 0)', block);
    this.#recount([block]);
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
    if (isCounted === undefined) return Number(this.#connection.get('SELECT count(*) AS n FROM captures')?.n);
    const row = this.#connection.get(
      `SELECT (SELECT coalesce(sum(count), 0) FROM capture_blocks)
        + (SELECT count(*) FROM captures WHERE id >= ?) AS n`,
      Math.max(this.#open * BLOCK, this.#floor() + 1),
    );
    return Number(row?.n);
  }

  /** How many captures have an id up to this one. */
  upTo(id: number): number {
    const block = Math.min(blockOf(id), this.#open);
    const row = this.#connection.get(
      `SELECT (SELECT coalesce(sum(count), 0) FROM capture_blocks WHERE block < ?1)
        + (SELECT count(*) FROM captures WHERE id >= ?2 AND id <= ?3) AS n`,
      block,
      this.#firstIn(block),
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
    const { block, before } = found ?? {
      block: this.#open,
      before: this.#connection.get('SELECT sum(count) AS before FROM capture_blocks')?.before,
    };
    const row = this.#connection.get(
      'SELECT id FROM captures WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?',
      this.#firstIn(Number(block)),
      index - Number(before ?? 0),
    );
    return row && Number(row.id);
  }

  /** The first id of a block above the floor. */
  #firstIn(block: number): number {
    return Math.max(block * BLOCK, this.#floor() + 1);
  }

  #recount(blocks: Iterable<number>): void {
    for (const block of blocks) {
      this.#connection.run(
        `UPDATE capture_blocks SET count = (SELECT count(*) FROM captures WHERE id >= ?2 AND id < ?3) WHERE block = ?1`,
        block,
        this.#firstIn(block),
        (block + 1) * BLOCK,
      );
    }
    this.#connection.run('DELETE FROM capture_blocks WHERE count = 0');
    this.#connection.run('UPDATE counters SET value = value + 1 WHERE name = ?', REVISION);
  }
}
