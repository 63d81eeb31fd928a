import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '../../../shared/receiver/endpoints/retention.ts';
import { lastOfStep } from './capture-clearing.ts';
import { SIZE } from './capture-totals.ts';
import type { CaptureStore } from './captures.ts';
import { Connection } from './connection.ts';

/** Captures that are looked at in one step. */
const STEP = 1_000;

/** What an endpoint has beyond its limits, and from which capture on it is looked for. */
interface Excess {
  captures: number;
  bytes: number;
  /** Captures that arrived before this, in ms since the epoch, are too old. */
  before: number;
  cursor: number;
}

/**
 * Finds the captures of an endpoint that its limits leave out: the oldest ones, without those that are pinned, which do
 * not count either. A pass begins with `begin` and goes on by steps of some milliseconds.
 */
export class DroppedCaptures {
  readonly #connection: Connection;
  readonly #store: CaptureStore;
  readonly #endpoint: string;
  readonly #limits: Retention;
  /** Captures up to this id have been looked at and stay, as long as none is unpinned. */
  #cursor = 0;
  #floor = 0;
  #excess: Excess | undefined;

  constructor(database: DatabaseSync, store: CaptureStore, endpoint: string, limits: Retention) {
    this.#connection = Connection.of(database);
    this.#store = store;
    this.#endpoint = endpoint;
    this.#limits = limits;
  }

  /** Marks have changed: what was pinned may be dropped now. */
  lookAgain(): void {
    this.#cursor = 0;
  }

  /** Looks what is beyond the limits. @param now ms since the epoch, real time */
  begin(now: number): void {
    const { count = Number.POSITIVE_INFINITY, size = Number.POSITIVE_INFINITY, age } = this.#limits;
    const total = this.#store.totals().find(({ endpoint }) => endpoint === this.#endpoint);
    const pinned = this.#connection.get(
      `SELECT count(*) AS captures, coalesce(sum(${SIZE}), 0) AS bytes FROM capture_marks m
       JOIN captures c ON c.id = m.capture_id WHERE m.pinned = 1 AND c.endpoint = ? AND c.id > ?`,
      this.#endpoint,
      this.#store.floor,
    )!;
    // A Clear that was undone has brought back older ones.
    if (this.#store.floor < this.#floor) this.#cursor = 0;
    this.#floor = this.#store.floor;
    this.#excess = {
      captures: (total?.captures ?? 0) - Number(pinned.captures) - count,
      bytes: (total?.bytes ?? 0) - Number(pinned.bytes) - size,
      before: age === undefined ? 0 : now - age,
      cursor: Math.max(this.#cursor, this.#store.floor),
    };
  }

  /** Drops what one step finds; returns how many captures, or undefined once the pass is over. */
  step(): number | undefined {
    const excess = this.#excess;
    if (excess === undefined) return undefined;
    const rows = this.#connection.all(
      `SELECT c.id, c.endpoint = ? AS is_here, coalesce(c.real_at, c.received_at) AS at, ${SIZE} AS bytes, m.pinned
       FROM captures c LEFT JOIN capture_marks m ON m.capture_id = c.id WHERE c.id > ? ORDER BY c.id LIMIT ${STEP}`,
      this.#endpoint,
      excess.cursor,
    );
    const through = rows.length === 0 ? 0 : lastOfStep(rows);
    const dropped: number[] = [];
    let isOver = rows.length === 0;
    for (const row of rows) {
      const id = Number(row.id);
      if (id > through) break;
      if (row.is_here === 1 && row.pinned !== 1) {
        const isTooOld = Number(row.at) < excess.before;
        if (excess.captures <= 0 && excess.bytes <= 0 && !isTooOld) {
          isOver = true;
          break;
        }
        dropped.push(id);
        excess.captures -= 1;
        excess.bytes -= Number(row.bytes);
      }
      excess.cursor = id;
    }
    this.#cursor = excess.cursor;
    if (isOver) this.#excess = undefined;
    if (dropped.length > 0) return this.#store.remove(dropped, { dropped: true });
    return isOver ? undefined : 0;
  }
}
