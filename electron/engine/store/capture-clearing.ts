import { z } from 'zod';
import type { CaptureTotal, ClearedCaptures } from '../../../shared/contract/captures.ts';
import { blockOf, type CaptureBlocks } from './capture-blocks.ts';
import type { IndexWriter } from './capture-index/index-writer.ts';
import type { CaptureMarks } from './capture-marks.ts';
import { type CaptureTotals, SIZE } from './capture-totals.ts';
import type { Connection, Row } from './connection.ts';

/** Ms that a Clear can be undone. */
export const UNDO_CLEAR_MS = 10 * 60_000;

/** Captures, and bytes of theirs, that are deleted at once: some milliseconds. */
const STEP_CAPTURES = 1_000;
const STEP_BYTES = 8 * 1024 * 1024;

interface Parts {
  connection: Connection;
  totals: CaptureTotals;
  marks: CaptureMarks;
  index: IndexWriter;
}

/**
 * Clear, which can be undone. Clearing puts a floor under the captures in one small transaction: those up to it are hidden
 * from every reader, nothing is deleted yet. Undo lowers the floor. Ten minutes later, when the engine ends in order, when
 * the next Clear comes or when the disk is full, they are gone for good, and are deleted step by step below the floor.
 *
 * The floor is in the store, so nothing is ever half cleared: after kill -9 and a restart, the captures are still hidden,
 * and can still be brought back until ten minutes after the Clear. Deleting that was interrupted is continued.
 */
export class CaptureClearing {
  readonly #connection: Connection;
  readonly #totals: CaptureTotals;
  readonly #marks: CaptureMarks;
  readonly #index: IndexWriter;
  readonly #isThere: boolean;

  constructor({ connection, totals, marks, index }: Parts) {
    this.#connection = connection;
    this.#totals = totals;
    this.#marks = marks;
    this.#index = index;
    // A store opened read-only may be of a version before.
    this.#isThere =
      connection.get("SELECT 1 FROM sqlite_master WHERE name = 'capture_clearing'") !== undefined;
  }

  /** Captures up to this id are cleared, whether they are deleted yet or not. */
  get floor(): number {
    return this.#isThere ? Number(this.#row.hidden_up_to) : 0;
  }

  /** What Undo would bring back; null if there is nothing. */
  get undoable(): ClearedCaptures | null {
    if (!this.#isThere) return null;
    const { gone_up_to: gone, hidden_up_to: hidden, hidden_at: at, hidden_totals: totals } = this.#row;
    if (Number(gone) >= Number(hidden)) return null;
    const captures = readTotals(totals).reduce((sum, total) => sum + total.captures, 0);
    return captures === 0 ? null : { captures, until: Number(at) + UNDO_CLEAR_MS };
  }

  /**
   * Hides the captures up to an id and returns how many. What was hidden before is gone for good. Call it within a
   * transaction. @param at ms since the epoch, real time
   */
  hide(upTo: number, blocks: CaptureBlocks, at: number): number {
    const before = this.floor;
    if (upTo <= before) return 0;
    this.#set({ gone: before, hidden: upTo, at, totals: [] });
    const totals = this.#totals.cleared(upTo);
    this.#set({ gone: before, hidden: upTo, at, totals });
    blocks.hidden(upTo);
    this.#index.remove([blockOf(upTo)]);
    return totals.reduce((sum, { captures }) => sum + captures, 0);
  }

  /** Takes `hide` back, as long as that can be done, and returns how many captures are there again. Call it within a transaction. */
  restore(blocks: CaptureBlocks): number {
    const { undoable } = this;
    if (undoable === null) return 0;
    const { gone_up_to: gone, hidden_up_to: hidden, hidden_totals: totals } = this.#row;
    this.#set({ gone: Number(gone), hidden: Number(gone), at: 0, totals: [] });
    this.#totals.restored(readTotals(totals));
    blocks.restored(Number(hidden));
    this.#index.remove([blockOf(Number(hidden))]);
    return undoable.captures;
  }

  /** What is hidden can no longer be brought back. Call it within a transaction. */
  finish(): void {
    this.#connection.run('DELETE FROM cleared_blocks');
    this.#set({ gone: this.floor, hidden: this.floor, at: 0, totals: [] });
  }

  /** Whether there are captures that are gone for good and not deleted yet. */
  get hasGone(): boolean {
    const { oldest } = this.#connection.get('SELECT min(id) AS oldest FROM captures')!;
    return oldest !== null && Number(oldest) <= Number(this.#row.gone_up_to);
  }

  /** Deletes some of the captures that are gone for good; returns whether there are more. Call it within a transaction. */
  deleteStep(): boolean {
    const gone = Number(this.#row.gone_up_to);
    const found = this.#connection.all(
      `SELECT id, ${SIZE} AS bytes FROM captures WHERE id <= ? ORDER BY id LIMIT ${STEP_CAPTURES}`,
      gone,
    );
    const [first] = found;
    if (first === undefined) return false;
    const last = lastOfStep(found);
    this.#connection.run('DELETE FROM captures WHERE id <= ?', last);
    this.#marks.removedBetween(0, last);
    const { next } = this.#connection.get('SELECT min(id) AS next FROM captures WHERE id <= ?', gone)!;
    // A block that is partly above the floor has been packed without what is gone.
    const through = next === null ? blockOf(gone) - 1 : blockOf(Number(next)) - 1;
    const removed = Array.from(
      { length: through - blockOf(Number(first.id)) + 1 },
      (_, at) => blockOf(Number(first.id)) + at,
    );
    this.#index.remove(removed);
    return next !== null;
  }

  get #row(): Row {
    return this.#connection.get('SELECT * FROM capture_clearing')!;
  }

  #set({
    gone,
    hidden,
    at,
    totals,
  }: {
    gone: number;
    hidden: number;
    at: number;
    totals: CaptureTotal[];
  }): void {
    this.#connection.run(
      'UPDATE capture_clearing SET gone_up_to = ?, hidden_up_to = ?, hidden_at = ?, hidden_totals = ?',
      gone,
      hidden,
      at,
      JSON.stringify(totals),
    );
  }
}

/** The id of the last capture that a step takes: as many as have few bytes together, and at least one. */
export function lastOfStep(found: readonly Row[]): number {
  let bytes = 0;
  const beyond = found.findIndex((row, index) => {
    bytes += Number(row.bytes);
    return index > 0 && bytes > STEP_BYTES;
  });
  return Number(found.at(beyond === -1 ? -1 : beyond - 1)?.id);
}

const totalsSchema = z.array(
  z.object({ endpoint: z.string(), captures: z.number(), bytes: z.number(), dropped: z.number() }),
);

const readTotals = (json: unknown): CaptureTotal[] => totalsSchema.parse(JSON.parse(String(json)));
