import type { DeliveryView, Disorder } from '../../../shared/delivery/delivery.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { Values } from '../../../shared/domain/values.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { number, type Row, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

export interface NewDelivery {
  runId: number | null;
  step: number | null;
  /** What it is about, an action without it; key and id are of that. */
  subject?: DeliveryView['subject'];
  actionKey: number;
  actionId: string;
  event: WorldEvent;
  /** Path of the postback's file, or what stands for it: deliveries of one postback share its limits. */
  postback: string;
  template: Postback;
  /** The URL that stands in for the postback's own, as of `--to`. */
  to?: string | undefined;
  /** The folder whose file the postback is. */
  workspace?: string | undefined;
  values: Values;
  createdAt: number;
  dueAt: number;
  processingMs: number;
  minimumDelayMs: number;
  intended: '' | Disorder;
  /** What draws of this delivery come from. */
  seed: number;
  seedKey: string;
}

const OPEN =
  'id, postback, action_key, template_id, sent_to, workspace, due_at, attempts, failures, intended, seed, seed_key';

/** Every write of a delivery takes the next change. */
const update = (set: string) => `UPDATE deliveries SET change = ?, ${set} WHERE id = ?`;
const INSERT = `INSERT INTO deliveries (change, state, run_id, step, action_key, action_id, event, postback, created_at, due_at,
  template_id, values_id, payout, processing_ms, minimum_delay_ms, intended, seed, seed_key, subject, sent_to, workspace)
  VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SET = update('state = ?, due_at = ?');
const SET_TEMPLATE = update('template_id = ?');
const REVIVE = update("state = 'waiting', due_at = ?, failures = 0");
const SET_IN_FLIGHT = update("state = 'in-flight', attempts = ?");
const SET_BROKEN_OFF = update("state = 'waiting', due_at = ?, attempts = ?");
const SET_AFTER_ATTEMPT = update('state = ?, due_at = ?, attempts = ?, failures = ?');

function openDelivery(row: Row): OpenDelivery {
  return {
    id: number(row.id),
    postbackFile: text(row.postback),
    actionKey: number(row.action_key),
    templateId: number(row.template_id),
    to: row.sent_to === null ? null : text(row.sent_to),
    workspace: text(row.workspace),
    dueAt: number(row.due_at),
    attempts: number(row.attempts),
    failures: number(row.failures),
    intended: text(row.intended) as OpenDelivery['intended'],
    seed: number(row.seed),
    seedKey: text(row.seed_key),
  };
}

/** Deliveries on disk, and where each of them stands. */
export class Deliveries {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Adds one that waits, with the ids of its template and values. Inside a transaction. */
  add(delivery: NewDelivery, templateId: number, valuesId: number): OpenDelivery {
    const writer = this.#writer;
    const { postback, to = null, workspace = '' } = delivery;
    const { lastInsertRowid } = writer
      .statement(INSERT)
      .run(
        writer.nextChange(),
        delivery.runId,
        delivery.step,
        delivery.actionKey,
        delivery.actionId,
        delivery.event,
        postback,
        delivery.createdAt,
        delivery.dueAt,
        templateId,
        valuesId,
        delivery.values.Payout ?? null,
        delivery.processingMs,
        delivery.minimumDelayMs,
        delivery.intended,
        delivery.seed,
        delivery.seedKey,
        delivery.subject ?? 'action',
        to,
        workspace,
      );
    const { actionKey, dueAt, intended, seed, seedKey } = delivery;
    const start = { attempts: 0, failures: 0, intended, seed, seedKey };
    return {
      id: Number(lastInsertRowid),
      postbackFile: postback,
      workspace,
      actionKey,
      templateId,
      to,
      dueAt,
      ...start,
    };
  }

  /** Those that are still there, in the order of their ids. */
  open(ids: readonly number[]): OpenDelivery[] {
    return this.#writer
      .all(
        `SELECT ${OPEN} FROM deliveries WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(ids),
      )
      .map(openDelivery);
  }

  /** All that wait, in the order of their ids. */
  waiting(): OpenDelivery[] {
    return this.#writer
      .all(`SELECT ${OPEN} FROM deliveries WHERE state = 'waiting' ORDER BY id`)
      .map(openDelivery);
  }

  state(id: number): DeliveryState | undefined {
    const row = this.#writer.get('SELECT state FROM deliveries WHERE id = ?', id);
    return row && (text(row.state) as DeliveryState);
  }

  /** The folder and file of the postback of a delivery. */
  postbackOf(id: number): { workspace: string; postback: string } | undefined {
    const row = this.#writer.get('SELECT workspace, postback FROM deliveries WHERE id = ?', id);
    return row && { workspace: text(row.workspace), postback: text(row.postback) };
  }

  /** The key of the action that a delivery is about; undefined where it is about something else. */
  actionOf(id: number): number | undefined {
    const row = this.#writer.get("SELECT action_key FROM deliveries WHERE id = ? AND subject = 'action'", id);
    return row && number(row.action_key);
  }

  /** Moves one to a state; `dueAt` is null at its end. */
  set(id: number, state: DeliveryState, dueAt: number | null): void {
    this.#update(SET, id, state, dueAt);
  }

  /** Sends one by another template than that of its event. */
  setTemplate(id: number, templateId: number): void {
    this.#update(SET_TEMPLATE, id, templateId);
  }

  /** Begins the retries of one anew, due at a time: by hand, whatever came before. */
  revive(id: number, dueAt: number): void {
    this.#update(REVIVE, id, dueAt);
  }

  /** Shows that an attempt of one is under way, which is its so many-th. */
  setInFlight(id: number, attempts: number): void {
    this.#update(SET_IN_FLIGHT, id, attempts);
  }

  /** After a start: the attempt of one was broken off by it, and the next one is due at a time. */
  setBrokenOff(id: number, dueAt: number, attempts: number): void {
    this.#update(SET_BROKEN_OFF, id, dueAt, attempts);
  }

  /** Where one stands after an attempt, with its attempts and failures so far; false when it was cleared away. */
  setAfterAttempt(
    id: number,
    dueAt: number | null,
    { state, attempts, failures }: { state: DeliveryState; attempts: number; failures: number },
  ): boolean {
    return this.#update(SET_AFTER_ATTEMPT, id, state, dueAt, attempts, failures) > 0;
  }

  /** Given-up ones, of one run or of all. */
  givenUp(runId: number | null): number[] {
    const rows =
      runId === null
        ? this.#writer.all("SELECT id FROM deliveries WHERE state = 'given-up' ORDER BY id")
        : this.#writer.all(
            "SELECT id FROM deliveries WHERE state = 'given-up' AND run_id = ? ORDER BY id",
            runId,
          );
    return rows.map(({ id }) => Number(id));
  }

  /** Steps of a run with a delivery that ended without being delivered. */
  failedSteps(runId: number): number[] {
    return this.#writer
      .all(
        "SELECT DISTINCT step FROM deliveries WHERE run_id = ? AND step IS NOT NULL AND state IN ('given-up', 'cancelled')",
        runId,
      )
      .map(({ step }) => number(step));
  }

  /** How many of a postback, by its file, are not at their end. */
  openOf(postback: string): number {
    const row = this.#writer.get(
      "SELECT count(*) AS n FROM deliveries WHERE postback = ? AND state IN ('waiting', 'in-flight')",
      postback,
    );
    return number(row?.n);
  }

  /** How many are not at their end. */
  counts(): { waiting: number; inFlight: number } {
    const rows = this.#writer.all(
      "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('waiting', 'in-flight') GROUP BY state",
    );
    const of = (state: string) => number(rows.find((row) => row.state === state)?.n);
    return { waiting: of('waiting'), inFlight: of('in-flight') };
  }

  /** Tells how many rows there were. */
  #update(sql: string, id: number, ...values: (string | number | null)[]): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      Number(writer.statement(sql).run(writer.nextChange(), ...values, id).changes),
    );
  }
}
