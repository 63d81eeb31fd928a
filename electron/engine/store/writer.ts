import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Signal } from '../signal.ts';
import { number, type Row } from './activity-rows.ts';
import { Connection } from './connection.ts';

/**
 * Writes to a database and numbers the changes: every row of the simulator and the outbox has the number of its last one.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #changed = new Signal();
  #change: number;

  constructor(database: DatabaseSync) {
    this.#connection = Connection.of(database);
    const tables = [
      'runs',
      'actions',
      'deliveries',
      'maintenance',
      'receiver_history',
      'clicks',
      'inquiries',
      'catalogs',
    ];
    const newest = tables.map((table) => this.get(`SELECT max(change) AS newest FROM ${table}`)?.newest);
    const cleared = this.get("SELECT value FROM counters WHERE name = 'activity_cleared'")?.value;
    this.#change = Math.max(...newest.map(number), number(cleared));
  }

  /** The newest change. */
  get change(): number {
    return this.#change;
  }

  /** Takes the number of the next change; only inside a transaction. */
  nextChange(): number {
    this.#change += 1;
    return this.#change;
  }

  /** Calls back after each committed change. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** Calls back after a rollback, for caches of row ids. */
  onRollback(listener: () => void): void {
    this.#connection.onRollback(listener);
  }

  /** Several writes as one transaction. */
  transaction<T>(work: () => T): T {
    const connection = this.#connection;
    if (connection.isBusy) return work();
    const result = connection.transaction(work);
    this.#changed.tell();
    return result;
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.#connection.run(sql, ...values);
  }

  /** A statement, prepared once. Faster than `run` for one of many values that is run for each event. */
  statement(sql: string): StatementSync {
    return this.#connection.statement(sql);
  }

  /** Runs an INSERT and returns the new row's id. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.run(sql, ...values).lastInsertRowid);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#connection.get(sql, ...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#connection.all(sql, ...values);
  }
}
