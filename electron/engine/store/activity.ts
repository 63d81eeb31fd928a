import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type {
  ActionView,
  ActivityBatch,
  AttemptDetail,
  AttemptSummary,
  DeliveryView,
  RunView,
} from '../../../shared/contract/activity.ts';
import type { EndedAttempt } from '../../../shared/delivery/next-attempt.ts';
import {
  type AttemptOutcome,
  type DeliveryState,
  outcomeSentence,
} from '../../../shared/delivery/outcome.ts';
import { type Action, type LedgerEntry, legalTransitions } from '../../../shared/domain/action.ts';
import type { Values } from '../../../shared/domain/values.ts';
import type { Postback, RenderedRequest } from '../../../shared/template/postback.ts';

type Row = Record<string, SQLInputValue>;

/** What a delivery needs to be sent, as stored. */
export interface OutboxEntry {
  id: number;
  /** Deliveries of one queue go one after another. */
  queue: string;
  runId: number | null;
  actionId: string;
  event: LedgerEntry['kind'];
  dueAt: number;
  template: Postback;
  values: Values;
  /** Set at the first attempt; retries send the same bytes. */
  request: RenderedRequest | null;
  history: (EndedAttempt & { number: number })[];
}

export interface NewDelivery {
  runId: number | null;
  step: number | null;
  actionKey: number;
  actionId: string;
  event: LedgerEntry['kind'];
  /** Path of the postback's file, or what stands for it. */
  postback: string;
  template: Postback;
  values: Values;
  createdAt: number;
  dueAt: number;
}

export interface AttemptEnd {
  endedAt: number;
  outcome: AttemptOutcome;
  status: number | null;
  durationMs: number | null;
  nextAt: number | null;
  cause: string;
  answerHeaders: [string, string][] | null;
  answerBody: Buffer | null;
  answerLength: number | null;
}

const text = (value: SQLInputValue | undefined): string => (typeof value === 'string' ? value : '');
const number = (value: SQLInputValue | undefined): number => Number(value ?? 0);
const orNull = (value: SQLInputValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
const json = <T>(value: SQLInputValue | undefined): T => JSON.parse(text(value)) as T;

function attemptSummary(row: Row): AttemptSummary {
  return {
    id: number(row.id),
    number: number(row.number),
    dueAt: number(row.due_at),
    sentAt: number(row.sent_at),
    endedAt: orNull(row.ended_at),
    outcome: text(row.outcome) as AttemptOutcome,
    status: orNull(row.status),
    durationMs: orNull(row.duration_ms),
    nextAt: orNull(row.next_at),
  };
}

const ATTEMPT_COLUMNS =
  'id, delivery_id, number, due_at, sent_at, ended_at, outcome, status, duration_ms, next_at';

const DELIVERY_COLUMNS =
  "id, change, state, run_id, step, action_key, action_id, event, created_at, due_at, template ->> '$.name' AS name";

/**
 * Actions, runs, deliveries and attempts on disk: the simulator's memory and the sender's outbox. Every write
 * takes the next number of one change counter, so that a screen can ask for all that came after a number.
 */
export class ActivityStore {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listeners = new Set<() => void>();
  #change: number;
  #clearedAt: number;
  #depth = 0;
  /** Actions' legal transitions depend on the time. */
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#db = database;
    this.#now = now;
    this.#clearedAt = number(this.#get("SELECT value FROM counters WHERE name = 'activity_cleared'")?.value);
    const newest = ['runs', 'actions', 'deliveries'].map((table) =>
      number(this.#get(`SELECT max(change) AS newest FROM ${table}`)?.newest),
    );
    this.#change = Math.max(this.#clearedAt, ...newest);
  }

  /** The newest change: what to ask `after` for all that comes from now on. */
  get change(): number {
    return this.#change;
  }

  /** Called after each committed change. Returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Several writes as one: all or none. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
      for (const listener of this.#listeners) listener();
    }
  }

  addAction(action: Action, entry: LedgerEntry, runId: number | null): ActionView {
    return this.transaction(() => {
      const { lastInsertRowid } = this.#run(
        'INSERT INTO actions (change, run_id, updated_at, action, ledger) VALUES (?, ?, ?, ?, ?)',
        this.#next(),
        runId,
        entry.at,
        JSON.stringify(action),
        JSON.stringify([entry]),
      );
      return this.action(Number(lastInsertRowid))!;
    });
  }

  updateAction(key: number, action: Action, entry: LedgerEntry): ActionView {
    return this.transaction(() => {
      this.#run(
        "UPDATE actions SET change = ?, updated_at = ?, action = ?, ledger = json_insert(ledger, '$[#]', json(?)) WHERE key = ?",
        this.#next(),
        entry.at,
        JSON.stringify(action),
        JSON.stringify(entry),
        key,
      );
      return this.action(key)!;
    });
  }

  action(key: number): ActionView | undefined {
    const row = this.#get('SELECT * FROM actions WHERE key = ?', key);
    return row && this.#actionView(row);
  }

  addRun(view: Omit<RunView, 'id' | 'change'>): number {
    return this.transaction(() =>
      Number(
        this.#run(
          'INSERT INTO runs (change, state, view) VALUES (?, ?, ?)',
          this.#next(),
          view.state,
          JSON.stringify(view),
        ).lastInsertRowid,
      ),
    );
  }

  updateRun(id: number, view: Omit<RunView, 'id' | 'change'>): void {
    this.transaction(() =>
      this.#run(
        'UPDATE runs SET change = ?, state = ?, view = ? WHERE id = ?',
        this.#next(),
        view.state,
        JSON.stringify(view),
        id,
      ),
    );
  }

  addDelivery(delivery: NewDelivery): number {
    const { runId, step, actionKey, actionId, event, postback, template, values, createdAt, dueAt } =
      delivery;
    return this.transaction(() =>
      Number(
        this.#run(
          `INSERT INTO deliveries (change, state, run_id, step, action_key, action_id, event, postback, created_at, due_at, template, event_values)
           VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          this.#next(),
          runId,
          step,
          actionKey,
          actionId,
          event,
          postback,
          createdAt,
          dueAt,
          JSON.stringify(template),
          JSON.stringify(values),
        ).lastInsertRowid,
      ),
    );
  }

  /** One delivery with all that sending it takes. */
  outboxEntry(id: number): OutboxEntry | undefined {
    const row = this.#get('SELECT * FROM deliveries WHERE id = ?', id);
    if (row === undefined) return undefined;
    const attempts = this.#all(
      'SELECT number, outcome, ended_at FROM attempts WHERE delivery_id = ? AND ended_at IS NOT NULL ORDER BY number',
      id,
    );
    return {
      id,
      queue: text(row.postback),
      runId: orNull(row.run_id),
      actionId: text(row.action_id),
      event: text(row.event) as OutboxEntry['event'],
      dueAt: number(row.due_at),
      template: json<Postback>(row.template),
      values: json<Values>(row.event_values),
      request: row.request === null ? null : json<RenderedRequest>(row.request),
      history: attempts.map((attempt) => ({
        number: number(attempt.number),
        outcome: text(attempt.outcome) as AttemptOutcome,
        endedAt: number(attempt.ended_at),
      })),
    };
  }

  /** Stores that an attempt is about to leave, with the bytes that will; before it does. Returns its id. */
  startAttempt(
    entry: OutboxEntry,
    attempt: {
      number: number;
      dueAt: number;
      sentAt: number;
      origin: string;
      bytes: Buffer;
      request: RenderedRequest;
    },
  ): number {
    return this.transaction(() => {
      this.#run(
        "UPDATE deliveries SET change = ?, state = 'in-flight', request = ? WHERE id = ?",
        this.#next(),
        JSON.stringify(attempt.request),
        entry.id,
      );
      return Number(
        this.#run(
          "INSERT INTO attempts (delivery_id, number, due_at, sent_at, outcome, origin, cause, request) VALUES (?, ?, ?, ?, 'in-flight', ?, '', ?)",
          entry.id,
          attempt.number,
          attempt.dueAt,
          attempt.sentAt,
          attempt.origin,
          attempt.bytes,
        ).lastInsertRowid,
      );
    });
  }

  /** Stores how an attempt ended and where its delivery stands now. */
  endAttempt(deliveryId: number, attemptId: number, end: AttemptEnd, state: DeliveryState): void {
    this.transaction(() => {
      this.#run(
        `UPDATE attempts SET ended_at = ?, outcome = ?, status = ?, duration_ms = ?, next_at = ?, cause = ?,
           answer_headers = ?, answer_length = ?, answer_body = ? WHERE id = ?`,
        end.endedAt,
        end.outcome,
        end.status,
        end.durationMs,
        end.nextAt,
        end.cause,
        end.answerHeaders === null ? null : JSON.stringify(end.answerHeaders),
        end.answerLength,
        end.answerBody,
        attemptId,
      );
      this.setDelivery(deliveryId, state, end.nextAt);
    });
  }

  /** Moves a delivery to a state; `dueAt` is null at its end. */
  setDelivery(id: number, state: DeliveryState, dueAt: number | null): void {
    this.transaction(() =>
      this.#run(
        'UPDATE deliveries SET change = ?, state = ?, due_at = ? WHERE id = ?',
        this.#next(),
        state,
        dueAt,
        id,
      ),
    );
  }

  deliveryState(id: number): DeliveryState | undefined {
    const row = this.#get('SELECT state FROM deliveries WHERE id = ?', id);
    return row && (text(row.state) as DeliveryState);
  }

  /** Deliveries that are not at their end. */
  counts(): { waiting: number; inFlight: number } {
    const rows = this.#all(
      "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('waiting', 'in-flight') GROUP BY state",
    );
    const of = (state: string) => number(rows.find((row) => row.state === state)?.n);
    return { waiting: of('waiting'), inFlight: of('in-flight') };
  }

  /**
   * After a start: what was in flight when the last engine ended becomes unknown and is due again now; runs that
   * were going are interrupted. Returns the deliveries to go on with.
   */
  recover(at: number): number[] {
    return this.transaction(() => {
      const flying = this.#all("SELECT id FROM deliveries WHERE state = 'in-flight'");
      for (const { id } of flying) {
        this.#run(
          "UPDATE attempts SET outcome = 'unknown', ended_at = ?, next_at = ? WHERE delivery_id = ? AND ended_at IS NULL",
          at,
          at,
          id as number,
        );
        this.setDelivery(Number(id), 'waiting', at);
      }
      for (const row of this.#all("SELECT id, view FROM runs WHERE state = 'running'")) {
        const view = json<RunView>(row.view);
        const steps = view.steps.map((step) =>
          step.state === 'planned' || step.state === 'running'
            ? { ...step, state: 'skipped' as const }
            : step,
        );
        const problem = 'Postbench stopped while this run was going. Run it again.';
        this.updateRun(Number(row.id), { ...view, steps, state: 'interrupted', endedAt: at, problem });
      }
      return this.#all("SELECT id FROM deliveries WHERE state = 'waiting' ORDER BY id").map(({ id }) =>
        Number(id),
      );
    });
  }

  /** Removes actions, deliveries, attempts and runs; the change counter goes on. */
  clear(): { actions: number; deliveries: number } {
    return this.transaction(() => {
      this.#run('DELETE FROM attempts');
      const deliveries = Number(this.#run('DELETE FROM deliveries').changes);
      const actions = Number(this.#run('DELETE FROM actions').changes);
      this.#run('DELETE FROM runs');
      this.#clearedAt = this.#next();
      this.#run("UPDATE counters SET value = ? WHERE name = 'activity_cleared'", this.#clearedAt);
      return { actions, deliveries };
    });
  }

  /**
   * What changed after a number, at most about `limit` of each kind; `last` is what to ask after next. A number
   * from before a clear, or from another store, starts over with `cleared`.
   */
  after(change: number, limit: number): ActivityBatch {
    const cleared = change > this.#change || (change > 0 && change < this.#clearedAt);
    const from = change > this.#change ? 0 : change;
    const read = (table: string) =>
      this.#all(
        `SELECT ${table === 'deliveries' ? DELIVERY_COLUMNS : '*'} FROM ${table} WHERE change > ? ORDER BY change LIMIT ?`,
        from,
        limit,
      );
    const tables = { actions: read('actions'), deliveries: read('deliveries'), runs: read('runs') };
    // A full page may hide rows of its kind: nothing beyond its last change may be told yet.
    const pages = Object.values(tables).filter((rows) => rows.length === limit);
    const last = Math.min(this.#change, ...pages.map((rows) => number(rows.at(-1)?.change)));
    const upTo = (rows: Row[]) => rows.filter((row) => number(row.change) <= last);
    return {
      last,
      cleared,
      actions: upTo(tables.actions).map((row) => this.#actionView(row)),
      deliveries: upTo(tables.deliveries).map((row) => this.#deliveryView(row)),
      runs: upTo(tables.runs).map((row) => ({
        ...json<RunView>(row.view),
        id: number(row.id),
        change: number(row.change),
      })),
    };
  }

  /** The deliveries of a run, oldest first. */
  deliveriesOfRun(runId: number): DeliveryView[] {
    return this.#all(`SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE run_id = ? ORDER BY id`, runId).map(
      (row) => this.#deliveryView(row),
    );
  }

  actionsOfRun(runId: number): ActionView[] {
    return this.#all('SELECT * FROM actions WHERE run_id = ? ORDER BY key', runId).map((row) =>
      this.#actionView(row),
    );
  }

  attempt(id: number): AttemptDetail | undefined {
    const row = this.#get('SELECT * FROM attempts WHERE id = ?', id);
    if (row === undefined) return undefined;
    const summary = attemptSummary(row);
    const capture = this.#get('SELECT id FROM captures WHERE attempt_id = ? ORDER BY id LIMIT 1', id);
    const base64 = (value: SQLInputValue | undefined) =>
      Buffer.from((value ?? []) as Uint8Array).toString('base64');
    return {
      ...summary,
      deliveryId: number(row.delivery_id),
      origin: text(row.origin),
      request: base64(row.request),
      answer:
        row.answer_headers === null
          ? null
          : {
              status: summary.status ?? 0,
              headers: json<[string, string][]>(row.answer_headers),
              body: base64(row.answer_body),
              bodyLength: number(row.answer_length),
            },
      sentence: outcomeSentence(summary.outcome, summary.status),
      cause: text(row.cause),
      captureId: capture ? number(capture.id) : null,
    };
  }

  #actionView(row: Row): ActionView {
    const action = json<Action>(row.action);
    return {
      key: number(row.key),
      change: number(row.change),
      runId: orNull(row.run_id),
      action,
      ledger: json<LedgerEntry[]>(row.ledger),
      next: legalTransitions(action, this.#now()),
      updatedAt: number(row.updated_at),
    };
  }

  #deliveryView(row: Row): DeliveryView {
    const id = number(row.id);
    const attempts = this.#all(
      `SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE delivery_id = ? ORDER BY number`,
      id,
    );
    return {
      id,
      change: number(row.change),
      runId: orNull(row.run_id),
      step: orNull(row.step),
      actionKey: number(row.action_key),
      actionId: text(row.action_id),
      event: text(row.event) as DeliveryView['event'],
      postback: text(row.name),
      state: text(row.state) as DeliveryState,
      createdAt: number(row.created_at),
      dueAt: orNull(row.due_at),
      attempts: attempts.map(attemptSummary),
    };
  }

  #next(): number {
    this.#change += 1;
    return this.#change;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values);
  }

  #get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }
}
