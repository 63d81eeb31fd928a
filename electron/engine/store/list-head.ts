import type { ListHead } from '../../../shared/contract/window.ts';
import { number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The column with the keys of each table that has a head. Rows come in at the end, and go all together. */
const KEYS = { actions: 'key', clicks: 'key', inquiries: 'key', deliveries: 'id' } as const;

/** The head of the list of a table. Rows are counted once each, when somebody asks. */
export class StoredHead {
  readonly #writer: Writer;
  readonly #counting: string;
  readonly #key: string;
  readonly #changing: string;
  #counted = { total: 0, byHand: 0, newest: 0 };

  constructor(writer: Writer, table: keyof typeof KEYS) {
    this.#writer = writer;
    this.#key = KEYS[table];
    this.#counting = `SELECT count(*) AS total, count(*) FILTER (WHERE run_id IS NULL) AS by_hand,
      max(${this.#key}) AS newest FROM ${table}`;
    this.#changing = `SELECT max(change) AS change FROM ${table}`;
    writer.onRollback(() => this.forget());
  }

  get now(): ListHead {
    const { total, byHand, newest } = this.#counted;
    // All of them are counted by an index, whose rows are small.
    const row =
      newest === 0
        ? this.#writer.get(this.#counting)!
        : this.#writer.get(`${this.#counting} WHERE ${this.#key} > ?`, newest)!;
    this.#counted = {
      total: total + number(row.total),
      byHand: byHand + number(row.by_hand),
      newest: Math.max(newest, number(row.newest)),
    };
    return { ...this.#counted, change: number(this.#writer.get(this.#changing)?.change) };
  }

  /** After rows were removed, or writes taken back. */
  forget(): void {
    this.#counted = { total: 0, byHand: 0, newest: 0 };
  }
}
