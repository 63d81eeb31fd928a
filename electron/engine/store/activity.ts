import type { DatabaseSync } from 'node:sqlite';
import type { ActivityBatch } from '../../../shared/contract/activity.ts';
import type { AttemptDetail, DeliveryView, MaintenanceView } from '../../../shared/delivery/delivery.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { RunDelivery } from '../../../shared/receiver/compare/compare-deliveries.ts';
import type { RunView } from '../../../shared/scenario/run-view.ts';
import { ActionWindows } from './action-windows.ts';
import { ActionStore } from './actions.ts';
import {
  attemptDetail,
  DELIVERIES,
  deliveryView,
  maintenanceView,
  number,
  runDelivery,
  runView,
  text,
} from './activity-rows.ts';
import { CatalogStore } from './catalogs.ts';
import { ClockMark } from './clock-mark.ts';
import { attemptsOf, DeliveryWindows } from './delivery-windows.ts';
import { ClickStore, InquiryStore } from './inquiries.ts';
import { Journal } from './journal.ts';
import { type OpenDelivery, Outbox } from './outbox.ts';
import { ReceiverHistoryStore } from './receiver-history.ts';
import { readRun } from './stored-json.ts';
import { Writer } from './writer.ts';

type NewRun = Omit<RunView, 'id' | 'change'>;

/**
 * Everything that was simulated, on disk: runs and maintenance here, the world and the outbox in parts of their own.
 * Every write takes the next number of one change counter, so that a screen can ask for everything after a number.
 */
export class ActivityStore {
  readonly outbox: Outbox;
  readonly actions: ActionStore;
  /** Lists of actions and of deliveries, as screens read them. */
  readonly actionWindows: ActionWindows;
  readonly deliveryWindows: DeliveryWindows;
  readonly clicks: ClickStore;
  readonly inquiries: InquiryStore;
  readonly catalogs: CatalogStore;
  readonly journal: Journal;
  readonly clockMark: ClockMark;
  readonly receiverHistory: ReceiverHistoryStore;
  readonly #writer: Writer;
  #clearedAt: number;

  constructor(database: DatabaseSync) {
    this.#writer = new Writer(database);
    this.outbox = new Outbox(this.#writer);
    this.actions = new ActionStore(this.#writer);
    this.actionWindows = new ActionWindows(this.#writer);
    this.deliveryWindows = new DeliveryWindows(this.#writer);
    this.clicks = new ClickStore(this.#writer);
    this.inquiries = new InquiryStore(this.#writer);
    this.catalogs = new CatalogStore(this.#writer);
    this.journal = new Journal(this.#writer);
    this.clockMark = new ClockMark(this.#writer);
    this.receiverHistory = new ReceiverHistoryStore(this.#writer);
    this.#clearedAt = number(
      this.#writer.get("SELECT value FROM counters WHERE name = 'activity_cleared'")?.value,
    );
  }

  /** The newest change: pass it to `after` for everything from now on. */
  get change(): number {
    return this.#writer.change;
  }

  /** Calls back after each committed change. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#writer.onChange(listener);
  }

  /** Several writes as one transaction. */
  transaction<T>(work: () => T): T {
    return this.#writer.transaction(work);
  }

  addRun(view: NewRun): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      writer.insert(
        'INSERT INTO runs (change, state, view) VALUES (?, ?, ?)',
        writer.nextChange(),
        view.state,
        JSON.stringify(view),
      ),
    );
  }

  updateRun(id: number, view: NewRun): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'UPDATE runs SET change = ?, state = ?, view = ? WHERE id = ?',
        writer.nextChange(),
        view.state,
        JSON.stringify(view),
        id,
      ),
    );
  }

  /** The latest maintenance of a clock, if it has not ended. */
  openMaintenance(runId: number | null): MaintenanceView | undefined {
    const row = this.#writer.get(
      'SELECT * FROM maintenance WHERE run_id IS ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1',
      runId,
    );
    return row && maintenanceView(row);
  }

  addMaintenance(runId: number | null, announcedAt: number, startedAt: number | null): MaintenanceView {
    const writer = this.#writer;
    return writer.transaction(() => {
      const id = writer.insert(
        'INSERT INTO maintenance (change, run_id, announced_at, started_at) VALUES (?, ?, ?, ?)',
        writer.nextChange(),
        runId,
        announcedAt,
        startedAt,
      );
      return maintenanceView(writer.get('SELECT * FROM maintenance WHERE id = ?', id)!);
    });
  }

  updateMaintenance(id: number, startedAt: number | null, endedAt: number | null): MaintenanceView {
    const writer = this.#writer;
    return writer.transaction(() => {
      writer.run(
        'UPDATE maintenance SET change = ?, started_at = ?, ended_at = ? WHERE id = ?',
        writer.nextChange(),
        startedAt,
        endedAt,
        id,
      );
      return maintenanceView(writer.get('SELECT * FROM maintenance WHERE id = ?', id)!);
    });
  }

  /**
   * After a restart: attempts in flight become unknown and are due again at `at`; runs in progress are marked as
   * interrupted, their maintenance and what was told to the receiver ends. Returns the deliveries to resume.
   */
  recover(at: number): OpenDelivery[] {
    const writer = this.#writer;
    return writer.transaction(() => {
      for (const row of writer.all("SELECT id, view FROM runs WHERE state = 'running'")) {
        const view = readRun(row.view);
        const steps = view.steps.map((step) =>
          step.state === 'planned' || step.state === 'running'
            ? { ...step, state: 'skipped' as const }
            : step,
        );
        const problem = 'Postbench stopped during this run. Run it again.';
        this.updateRun(number(row.id), { ...view, steps, state: 'interrupted', endedAt: at, problem });
      }
      for (const row of writer.all(
        'SELECT * FROM maintenance WHERE ended_at IS NULL AND run_id IS NOT NULL',
      )) {
        const span = maintenanceView(row);
        this.updateMaintenance(span.id, span.startedAt, span.startedAt ?? span.announcedAt);
      }
      this.receiverHistory.recover();
      return this.outbox.recover(at);
    });
  }

  /** Removes everything that was simulated, including changes to catalogs. The change counter continues. */
  clear(): { actions: number; deliveries: number } {
    const writer = this.#writer;
    return writer.transaction(() => {
      writer.run('DELETE FROM attempts');
      this.outbox.clear();
      const deliveries = Number(writer.run('DELETE FROM deliveries').changes);
      const actions = this.actions.clear();
      for (const table of ['runs', 'clicks', 'inquiries', 'catalog_items', 'catalogs', 'journal'])
        writer.run(`DELETE FROM ${table}`);
      this.clicks.windows.forget();
      this.inquiries.windows.forget();
      this.actionWindows.forget();
      this.deliveryWindows.forget();
      this.receiverHistory.clear();
      writer.run('DELETE FROM maintenance WHERE ended_at IS NOT NULL');
      this.#clearedAt = writer.nextChange();
      writer.run("UPDATE counters SET value = ? WHERE name = 'activity_cleared'", this.#clearedAt);
      return { actions, deliveries };
    });
  }

  /**
   * What changed after a number, at most about `limit` of each kind; `last` is what to ask after next. A number
   * from before a clear, or from another store, starts over with `cleared`. Lists that are read in windows are told of
   * by their heads.
   */
  after(change: number, limit: number): Omit<ActivityBatch, 'tallies'> {
    const writer = this.#writer;
    const newest = writer.change;
    const cleared = change > newest || (change > 0 && change < this.#clearedAt);
    const from = change > newest ? 0 : change;
    const read = (table: string) =>
      writer.all(`SELECT * FROM ${table} WHERE change > ? ORDER BY change LIMIT ?`, from, limit);
    const tables = {
      runs: read('runs'),
      catalogs: this.catalogs.changedAfter(from, limit),
      maintenance: read('maintenance'),
    };
    // A full page may leave out rows of its kind: nothing beyond its last change may be returned yet.
    const pages: { change?: unknown }[][] = Object.values(tables).filter((rows) => rows.length === limit);
    const last = Math.min(newest, ...pages.map((rows) => Number(rows.at(-1)?.change ?? 0)));
    const upTo = <T extends { change?: unknown }>(rows: readonly T[]) =>
      rows.filter((row) => Number(row.change) <= last);
    return {
      last,
      cleared,
      actions: this.actionWindows.head.now,
      deliveries: this.deliveryWindows.head.now,
      clicks: this.clicks.windows.head.now,
      inquiries: this.inquiries.windows.head.now,
      receiverHistory: this.receiverHistory.head.now,
      recorded: !this.journal.isEmpty,
      runs: upTo(tables.runs).map(runView),
      catalogs: upTo(tables.catalogs),
      maintenance: upTo(tables.maintenance).map(maintenanceView),
    };
  }

  /** Deliveries that changed after a number, in the order of their changes, at most so many. */
  deliveriesAfter(change: number, limit: number): DeliveryView[] {
    const rows = this.#writer.all(
      `${DELIVERIES} WHERE d.change > ? ORDER BY d.change LIMIT ?`,
      change,
      limit,
    );
    const tried = rows.filter((row) => number(row.attempts) > 0).map(({ id }) => number(id));
    const attempts = attemptsOf(this.#writer, 'SELECT value FROM json_each(?)', JSON.stringify(tried));
    return rows.map((row) => deliveryView(row, attempts.get(number(row.id)) ?? []));
  }

  /** The deliveries of a run, oldest first, with the file of each one's postback. */
  deliveriesOfRun(runId: number): (DeliveryView & { postbackFile: string })[] {
    const attempts = attemptsOf(this.#writer, 'SELECT id FROM deliveries WHERE run_id = ?', runId);
    return this.#writer.all(`${DELIVERIES} WHERE d.run_id = ? ORDER BY d.id`, runId).map((row) => ({
      ...deliveryView(row, attempts.get(number(row.id)) ?? []),
      postbackFile: text(row.file),
    }));
  }

  /** What tells each delivery of a run from its others, oldest first. */
  deliveryKeysOfRun(runId: number): RunDelivery[] {
    return this.#writer.all(`${DELIVERIES} WHERE d.run_id = ? ORDER BY d.id`, runId).map(runDelivery);
  }

  /** Virtual ms since the epoch at which a run started; undefined if there is no such run. */
  startOfRun(runId: number): number | undefined {
    const row = this.#writer.get('SELECT * FROM runs WHERE id = ?', runId);
    return row && runView(row).startedAt;
  }

  /** Deliveries by their ids, without those that are gone. */
  deliveriesById(ids: readonly number[]): DeliveryView[] {
    const wanted = JSON.stringify(ids);
    const attempts = attemptsOf(this.#writer, 'SELECT value FROM json_each(?)', wanted);
    return this.#writer
      .all(`${DELIVERIES} WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`, wanted)
      .map((row) => deliveryView(row, attempts.get(number(row.id)) ?? []));
  }

  /** The bytes that an attempt sent; none if it sent nothing or is gone. */
  requestOfAttempt(id: number): Buffer {
    const row = this.#writer.get('SELECT request FROM attempts WHERE id = ?', id);
    return row?.request instanceof Uint8Array ? Buffer.from(row.request) : Buffer.alloc(0);
  }

  /** The values at the event of an action's delivery; undefined if the delivery is gone. */
  sentValues(deliveryId: number): Values | undefined {
    return this.outbox.actionOf(deliveryId) === undefined ? undefined : this.outbox.values(deliveryId);
  }

  attempt(id: number): AttemptDetail | undefined {
    const row = this.#writer.get('SELECT * FROM attempts WHERE id = ?', id);
    if (row === undefined) return undefined;
    const capture = this.#writer.get(
      `SELECT id FROM captures WHERE attempt_id = ? ${this.#notCleared} ORDER BY id LIMIT 1`,
      id,
    );
    const earlier = this.#writer.all(
      "SELECT secrets FROM attempts WHERE delivery_id = ? AND number < ? AND secrets <> '[]' ORDER BY number",
      number(row.delivery_id),
      number(row.number),
    );
    return attemptDetail(
      row,
      capture ? number(capture.id) : null,
      earlier.map(({ secrets }) => secrets ?? null),
    );
  }

  /** Ids of the captures of a run's requests, ascending: those that went to our own receiver. */
  capturesOfRun(runId: number): number[] {
    const rows = this.#writer.all(
      `SELECT captures.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id JOIN captures ON captures.attempt_id = a.id
       WHERE d.run_id = ? ${this.#notCleared} ORDER BY captures.id`,
      runId,
    );
    return rows.map(({ id }) => number(id));
  }

  /** A condition on `id`; a store opened read-only may be of a version without Undo for Clear. */
  get #notCleared(): string {
    const isThere = this.#writer.get("SELECT 1 FROM sqlite_master WHERE name = 'capture_clearing'");
    return isThere === undefined ? '' : 'AND captures.id > (SELECT hidden_up_to FROM capture_clearing)';
  }
}
