import type { ListHead } from '../../../shared/contract/window.ts';
import { number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The head of a table's list. Counted once and then updated with each write; nothing else writes to the table. */
export class StoredHead {
  readonly #writer: Writer;
  readonly #table: 'clicks' | 'inquiries';
  #head: ListHead | undefined;

  constructor(writer: Writer, table: 'clicks' | 'inquiries') {
    this.#writer = writer;
    this.#table = table;
    writer.onRollback(() => this.forget());
  }

  get now(): ListHead {
    this.#head ??= this.#counted();
    return this.#head;
  }

  /** Call it after a row is added. */
  added(newest: number, change: number, runId: number | null): void {
    if (this.#head === undefined) return;
    const { total, byHand } = this.#head;
    this.#head = { total: total + 1, byHand: byHand + (runId === null ? 1 : 0), newest, change };
  }

  /** Call it after a row is changed. */
  changed(change: number): void {
    if (this.#head !== undefined) this.#head = { ...this.#head, change };
  }

  /** Call it after rows are removed or a transaction is rolled back. */
  forget(): void {
    this.#head = undefined;
  }

  #counted(): ListHead {
    const row = this.#writer.get(
      `SELECT count(*) AS total, count(*) FILTER (WHERE run_id IS NULL) AS by_hand, coalesce(max(key), 0) AS newest,
         coalesce(max(change), 0) AS change FROM ${this.#table}`,
    )!;
    return {
      total: number(row.total),
      byHand: number(row.by_hand),
      newest: number(row.newest),
      change: number(row.change),
    };
  }
}
