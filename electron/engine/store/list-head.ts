import type { ListHead } from '../../../shared/contract/window.ts';
import { number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The column with the keys of each table that has a head. Rows come in at the end, and go all together. */
const KEYS = {
  actions: 'key',
  clicks: 'key',
  inquiries: 'key',
  deliveries: 'id',
  receiver_history: 'id',
} as const;

/** The head of the list of a table. Rows are counted once each, when somebody asks. */
export class StoredHead {
  readonly #writer: Writer;
  readonly #counting: { all: string; beyond: string };
  readonly #changing: string;
  #counted = { total: 0, byHand: 0, newest: 0 };

  constructor(writer: Writer, table: keyof typeof KEYS) {
    this.#writer = writer;
    const key = KEYS[table];
    // Each by itself, so that all rows are counted by an index and none of them is read.
    const counting = (beyond: string) => `SELECT (SELECT count(*) FROM ${table} ${beyond}) AS total,
      (SELECT count(*) FROM ${table} ${beyond === '' ? 'WHERE' : `${beyond} AND`} run_id IS NULL) AS by_hand,
      (SELECT max(${key}) FROM ${table}) AS newest`;
    this.#counting = { all: counting(''), beyond: counting(`WHERE ${key} > ?1`) };
    this.#changing = `SELECT max(change) AS change FROM ${table}`;
    writer.onRollback(() => this.forget());
  }

  get now(): ListHead {
    const { total, byHand, newest } = this.#counted;
    const { all, beyond } = this.#counting;
    const row = newest === 0 ? this.#writer.get(all)! : this.#writer.get(beyond, newest)!;
    this.#counted = {
      total: total + number(row.total),
      byHand: byHand + number(row.by_hand),
      newest: Math.max(newest, number(row.newest)),
    };
    return { ...this.#counted, change: number(this.#writer.get(this.#changing)?.change) };
  }

  /** Call it after rows are removed or a transaction is rolled back. */
  forget(): void {
    this.#counted = { total: 0, byHand: 0, newest: 0 };
  }
}
