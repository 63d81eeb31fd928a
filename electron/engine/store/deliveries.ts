import type { DeliveryView, Disorder } from '../../../shared/delivery/delivery.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { number, type Row, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

export interface NewDelivery {
  runId: number | null;
  step: number | null;
  /** The kind of its subject: an action if left out. */
  subject?: DeliveryView['subject'];
  subjectKey: number;
  subjectId: string;
  event: WorldEvent;
  /** Path of the postback's file, or what stands for it: deliveries of one postback share its limits. */
  postbackFile: string;
  template: Postback;
  /** The URL that replaces the postback's own, from `--to`. */
  to?: string | undefined;
  /** The folder of the postback's workspace. */
  workspace?: string | undefined;
  values: Values;
  createdAt: number;
  dueAt: number;
  processingMs: number;
  minimumDelayMs: number;
  intended: '' | Disorder;
  /** The seed of this delivery's random draws. */
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
    subjectKey: number(row.action_key),
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

/** Deliveries on disk, with their states. */
export class Deliveries {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Adds a waiting delivery, with the ids of its template and values. Inside a transaction. */
  add(delivery: NewDelivery, templateId: number, valuesId: number): OpenDelivery {
    const writer = this.#writer;
    const { postbackFile, to = null, workspace = '' } = delivery;
    const { lastInsertRowid } = writer
      .statement(INSERT)
      .run(
        writer.nextChange(),
        delivery.runId,
        delivery.step,
        delivery.subjectKey,
        delivery.subjectId,
        delivery.event,
        postbackFile,
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
    const { subjectKey, dueAt, intended, seed, seedKey } = delivery;
    const start = { attempts: 0, failures: 0, intended, seed, seedKey };
    return {
      id: Number(lastInsertRowid),
      postbackFile,
      workspace,
      subjectKey,
      templateId,
      to,
      dueAt,
      ...start,
    };
  }

  /** Deliveries of a run's step that were not repetitions, by id. */
  firstOfStep(runId: number, step: number): number[] {
    return this.#writer
      .all(
        "SELECT id FROM deliveries WHERE run_id = ? AND step = ? AND intended <> 'duplicate' ORDER BY id",
        runId,
        step,
      )
      .map(({ id }) => number(id));
  }

  /** Adds a repetition of a delivery: the same template and values, so the same bytes. Inside a transaction. */
  addAgain(id: number, { step, at, key }: { step: number; at: number; key: string }): OpenDelivery {
    const writer = this.#writer;
    const again = writer.insert(
      `INSERT INTO deliveries (change, state, run_id, step, action_key, action_id, event, postback, created_at, due_at,
         template_id, values_id, payout, processing_ms, minimum_delay_ms, intended, seed, seed_key, subject, sent_to, workspace)
       SELECT ?, 'waiting', run_id, ?, action_key, action_id, event, postback, ?, ?, template_id, values_id, payout, 0, 0,
         'duplicate', seed, seed_key || ?, subject, sent_to, workspace FROM deliveries WHERE id = ?`,
      writer.nextChange(),
      step,
      at,
      at,
      `/again/${key}`,
      id,
    );
    return this.open([again])[0]!;
  }

  /** The deliveries with these ids that still exist, by id. */
  open(ids: readonly number[]): OpenDelivery[] {
    return this.#writer
      .all(
        `SELECT ${OPEN} FROM deliveries WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(ids),
      )
      .map(openDelivery);
  }

  /** All waiting deliveries, by id. */
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

  /** The key of a delivery's action; undefined if it has another subject. */
  actionOf(id: number): number | undefined {
    const row = this.#writer.get("SELECT action_key FROM deliveries WHERE id = ? AND subject = 'action'", id);
    return row && number(row.action_key);
  }

  /** Sets the state of a delivery; `dueAt` is null once it has ended. */
  set(id: number, state: DeliveryState, dueAt: number | null): void {
    this.#update(SET, id, state, dueAt);
  }

  /** Gives a delivery another template than that of its event. */
  setTemplate(id: number, templateId: number): void {
    this.#update(SET_TEMPLATE, id, templateId);
  }

  /** Restarts the retries of a delivery, for a manual retry. */
  revive(id: number, dueAt: number): void {
    this.#update(REVIVE, id, dueAt);
  }

  /** Marks a delivery as in flight, with the number of its attempt. */
  setInFlight(id: number, attempts: number): void {
    this.#update(SET_IN_FLIGHT, id, attempts);
  }

  /** After a restart, which interrupted an attempt of this delivery: schedules the next one. */
  setBrokenOff(id: number, dueAt: number, attempts: number): void {
    this.#update(SET_BROKEN_OFF, id, dueAt, attempts);
  }

  /** Sets the state of a delivery after an attempt, with its attempts and failures so far; false if it was cleared. */
  setAfterAttempt(
    id: number,
    dueAt: number | null,
    { state, attempts, failures }: { state: DeliveryState; attempts: number; failures: number },
  ): boolean {
    return this.#update(SET_AFTER_ATTEMPT, id, state, dueAt, attempts, failures) > 0;
  }

  /** Given-up deliveries, of one run or of all. */
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

  /** How many of a workspace's postback, by its file, are open. Older rows know no workspace and count for each. */
  openOf(workspace: string, file: string): number {
    const row = this.#writer.get(
      `SELECT count(*) AS n FROM deliveries
       WHERE postback = ? AND workspace IN (?, '') AND state IN ('waiting', 'in-flight')`,
      file,
      workspace,
    );
    return number(row?.n);
  }

  /** How many are waiting and in flight. */
  counts(): { waiting: number; inFlight: number } {
    const rows = this.#writer.all(
      "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('waiting', 'in-flight') GROUP BY state",
    );
    const of = (state: string) => number(rows.find((row) => row.state === state)?.n);
    return { waiting: of('waiting'), inFlight: of('in-flight') };
  }

  /** Removes all; returns how many there were. */
  #update(sql: string, id: number, ...values: (string | number | null)[]): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      Number(writer.statement(sql).run(writer.nextChange(), ...values, id).changes),
    );
  }
}
