import type { ListHead } from '../../../shared/contract/window.ts';
import { number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The head of the list of a table. Counted once, and then kept while rows are written; nobody else writes. */
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

  /** After a row was written. */
  added(newest: number, change: number, runId: number | null): void {
    if (this.#head === undefined) return;
    const { total, byHand } = this.#head;
    this.#head = { total: total + 1, byHand: byHand + (runId === null ? 1 : 0), newest, change };
  }

  /** After a row was written anew. */
  changed(change: number): void {
    if (this.#head !== undefined) this.#head = { ...this.#head, change };
  }

  /** After rows were removed, or writes taken back. */
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
