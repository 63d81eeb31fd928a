import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A row as SQLite gives it. */
export type Row = Record<string, SQLInputValue>;

const connections = new WeakMap<DatabaseSync, Connection>();

/** Transactions committed together where nothing has to last. */
const COMMITTED_AT_ONCE = 500;

/** A database with its prepared statements and nested transactions, shared by everything that uses the database. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #rollbackListeners: (() => void)[] = [];
  #depth = 0;
  /** Transactions until the next commit, where nothing has to last; undefined where each is committed. */
  #left: number | undefined;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    database.function('lower_unicode', { deterministic: true }, (text) => String(text).toLowerCase());
  }

  static of(database: DatabaseSync): Connection {
    let connection = connections.get(database);
    if (connection === undefined) {
      connection = new Connection(database);
      connections.set(database, connection);
    }
    return connection;
  }

  /** Whether a transaction is open. */
  get isBusy(): boolean {
    return this.#depth > 0;
  }

  /**
   * Says that nothing in this database has to survive the process: transactions are still all or none, and committed
   * many at a time. Nobody else may use the file.
   */
  commitLater(): void {
    this.#left = COMMITTED_AT_ONCE;
  }

  /** Whether `commitLater` was called. */
  get commitsLater(): boolean {
    return this.#left !== undefined;
  }

  /** Calls back after a rollback, for caches of row ids. */
  onRollback(listener: () => void): void {
    this.#rollbackListeners.push(listener);
  }

  /** Several writes as one transaction. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    try {
      this.#begin();
      const result = work();
      this.#commit();
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** The prepared statement for a text; prepared once. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.statement(sql).run(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  #begin(): void {
    if (this.#left === undefined) {
      this.run('BEGIN IMMEDIATE');
      return;
    }
    if (!this.#database.isTransaction) this.run('BEGIN IMMEDIATE');
    this.run('SAVEPOINT one');
  }

  #commit(): void {
    if (this.#left === undefined) {
      this.run('COMMIT');
      return;
    }
    this.run('RELEASE one');
    this.#left -= 1;
    if (this.#left > 0) return;
    this.run('COMMIT');
    this.#left = COMMITTED_AT_ONCE;
  }

  #rollBack(): void {
    try {
      if (!this.#database.isTransaction) return;
      this.#database.exec(this.#left === undefined ? 'ROLLBACK' : 'ROLLBACK TO one; RELEASE one');
    } catch {
      // A closed or broken database has nothing to roll back; the caller gets the first error.
    }
    for (const listener of this.#rollbackListeners) listener();
  }
}
