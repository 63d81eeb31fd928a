import type { SQLInputValue } from 'node:sqlite';
import { number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/**
 * JSON values that many rows share, each kept once in a table of its own and referred to by its id. Values are compared
 * by their text, and must not change once they have been given here.
 */
export class DistinctJson<T extends object> {
  readonly #writer: Writer;
  readonly #table: 'templates' | 'action_terms';
  readonly #read: (text: SQLInputValue | undefined) => T;
  readonly #ids = new Map<string, number>();
  readonly #values = new Map<number, T>();
  /** The value asked for last: many rows in a row share it. */
  #last: { of: T; id: number } | undefined;

  /** @param read reads a text of the table; throws PB_STORE_DAMAGED */
  constructor(
    writer: Writer,
    table: 'templates' | 'action_terms',
    read: (text: SQLInputValue | undefined) => T,
  ) {
    this.#writer = writer;
    this.#table = table;
    this.#read = read;
    writer.onRollback(() => this.forget());
  }

  /** The id of a value; new where it is a new one. Inside a transaction. */
  idOf(value: T): number {
    if (this.#last?.of === value) return this.#last.id;
    const text = JSON.stringify(value);
    const id = this.#ids.get(text) ?? this.#stored(text);
    this.#last = { of: value, id };
    return id;
  }

  /** The value of an id. */
  get(id: number): T {
    const known = this.#values.get(id);
    if (known !== undefined) return known;
    const value = this.#read(this.#writer.get(`SELECT text FROM ${this.#table} WHERE id = ?`, id)?.text);
    this.#values.set(id, value);
    return value;
  }

  /** Ids that are known here may be those of rows that are gone. */
  forget(): void {
    this.#ids.clear();
    this.#values.clear();
    this.#last = undefined;
  }

  #stored(text: string): number {
    this.#writer.run(`INSERT OR IGNORE INTO ${this.#table} (text) VALUES (?)`, text);
    const id = number(this.#writer.get(`SELECT id FROM ${this.#table} WHERE text = ?`, text)?.id);
    this.#ids.set(text, id);
    return id;
  }
}
