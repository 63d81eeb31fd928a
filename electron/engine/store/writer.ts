import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { number, type Row } from './activity-rows.ts';

/**
 * Writes to one database with prepared statements, transactions that nest, and the one change counter that every
 * row of the simulator and the outbox carries.
 */
export class Writer {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listeners = new Set<() => void>();
  readonly #rollbackListeners: (() => void)[] = [];
  #depth = 0;
  #change: number;

  constructor(database: DatabaseSync) {
    this.#db = database;
    const tables = ['runs', 'actions', 'deliveries', 'maintenance', 'clicks', 'inquiries', 'catalogs'];
    const newest = tables.map((table) => this.get(`SELECT max(change) AS newest FROM ${table}`)?.newest);
    const cleared = this.get("SELECT value FROM counters WHERE name = 'activity_cleared'")?.value;
    this.#change = Math.max(...newest.map(number), number(cleared));
  }

  /** The newest change. */
  get change(): number {
    return this.#change;
  }

  /** The number of the next change; only inside a transaction. */
  nextChange(): number {
    this.#change += 1;
    return this.#change;
  }

  /** Called after each committed change. Returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after writes that were taken back, for who remembers ids of rows. */
  onRollback(listener: () => void): void {
    this.#rollbackListeners.push(listener);
  }

  /** Several writes as one: all or none. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    this.#db.exec('BEGIN IMMEDIATE');
    let result: T;
    try {
      result = work();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      for (const listener of this.#rollbackListeners) listener();
      throw error;
    } finally {
      this.#depth -= 1;
    }
    for (const listener of this.#listeners) listener();
    return result;
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values);
  }

  /** Runs an INSERT and gives the new row's id. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.run(sql, ...values).lastInsertRowid);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
