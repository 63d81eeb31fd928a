import type { DeliveryView, Disorder } from '../../../shared/delivery/delivery.ts';
import { type AttemptOutcome, type DeliveryState, isFailure } from '../../../shared/delivery/outcome.ts';
import type { WaitPart } from '../../../shared/delivery/rules.ts';
import type { SwitchedOff } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/domain/values.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import type { Postback, RenderedRequest } from '../../../shared/template/postback.ts';
import { requestOfWire } from '../../../shared/template/request-of-wire.ts';
import { json, number, type Row, text } from './activity-rows.ts';
import { type StartedAttempt, Starts } from './starts.ts';
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

/** What the sender keeps of an open delivery in memory; small, since there may be many. */
export interface OpenDelivery {
  id: number;
  /** The postback's file. */
  queue: string;
  actionKey: number;
  /** The postback as of the event, and from the first attempt on as of that. */
  templateId: number;
  /** The URL that stands in for the postback's own, if any. */
  to: string | null;
  /** The folder whose file the postback is; empty where that is not known. */
  workspace: string;
  dueAt: number;
  attempts: number;
  /** Attempts that ended, but neither delivered nor unknown. */
  failures: number;
  intended: '' | Disorder;
  seed: number;
  seedKey: string;
}

export interface AttemptEnd {
  /** When it really left; what is stored ahead leaves a little later than was thought. */
  sentAt: number;
  endedAt: number;
  outcome: AttemptOutcome;
  status: number | null;
  durationMs: number | null;
  connectMs: number | null;
  firstByteMs: number | null;
  nextAt: number | null;
  nextSentence: string;
  nextParts: WaitPart[];
  cause: string;
  answerHeaders: [string, string][] | null;
  answerBody: Buffer | null;
  answerLength: number | null;
}

const OPEN =
  'id, postback, action_key, template_id, sent_to, workspace, due_at, attempts, failures, intended, seed, seed_key';

function openDelivery(row: Row): OpenDelivery {
  return {
    id: number(row.id),
    queue: text(row.postback),
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

/** Deliveries whose values are kept in memory at most; some 2 KB each. */
const FRESH = 16_384;

/** What is stored of an attempt that has not ended. */
const IN_FLIGHT = {
  sentAt: null,
  endedAt: null,
  outcome: 'in-flight',
  status: null,
  durationMs: null,
  connectMs: null,
  firstByteMs: null,
  nextAt: null,
  nextSentence: '',
  nextParts: [],
  cause: '',
  answerHeaders: null,
  answerBody: null,
  answerLength: null,
} as const;

/** Deliveries and attempts on disk, before they matter. */
export class Outbox {
  readonly #writer: Writer;
  readonly #templates = new Map<string, number>();
  readonly #postbacks = new Map<number, Postback>();
  readonly #starts: Starts;
  /** The values stored last: the deliveries of one event have the same. */
  #values: { of: Values; id: number } | undefined;
  /** Values of deliveries added lately that nobody asked for yet: most are sent soon, and need not be read back. */
  readonly #fresh = new Map<number, Values>();

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#starts = new Starts(writer);
    writer.onRollback(() => this.#forget());
  }

  /** Adds a delivery that waits, to be handed to a sender once this is committed. */
  add(delivery: NewDelivery): OpenDelivery {
    const writer = this.#writer;
    return writer.transaction(() => {
      const templateId = this.templateId(delivery.template);
      const id = writer.insert(
        `INSERT INTO deliveries (change, state, run_id, step, action_key, action_id, event, postback, created_at, due_at,
           template_id, values_id, payout, processing_ms, minimum_delay_ms, intended, seed, seed_key, subject, sent_to, workspace)
         VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        writer.nextChange(),
        delivery.runId,
        delivery.step,
        delivery.actionKey,
        delivery.actionId,
        delivery.event,
        delivery.postback,
        delivery.createdAt,
        delivery.dueAt,
        templateId,
        this.#valuesId(delivery.values),
        delivery.values.Payout ?? null,
        delivery.processingMs,
        delivery.minimumDelayMs,
        delivery.intended,
        delivery.seed,
        delivery.seedKey,
        delivery.subject ?? 'action',
        delivery.to ?? null,
        delivery.workspace ?? '',
      );
      this.#fresh.set(id, delivery.values);
      if (this.#fresh.size > FRESH) this.#fresh.delete(this.#fresh.keys().next().value!);
      return {
        id,
        queue: delivery.postback,
        actionKey: delivery.actionKey,
        templateId,
        to: delivery.to ?? null,
        workspace: delivery.workspace ?? '',
        dueAt: delivery.dueAt,
        attempts: 0,
        failures: 0,
        intended: delivery.intended,
        seed: delivery.seed,
        seedKey: delivery.seedKey,
      };
    });
  }

  /** Deliveries as the sender keeps them, those that are still there, in the order of their ids. */
  open(ids: readonly number[]): OpenDelivery[] {
    return this.#writer
      .all(
        `SELECT ${OPEN} FROM deliveries WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(ids),
      )
      .map(openDelivery);
  }

  /** The id under which a postback's text is kept; new where it is a new one. */
  templateId(template: Postback): number {
    const key = JSON.stringify(template);
    const known = this.#templates.get(key);
    if (known !== undefined) return known;
    const writer = this.#writer;
    writer.run('INSERT OR IGNORE INTO templates (text) VALUES (?)', key);
    const id = number(writer.get('SELECT id FROM templates WHERE text = ?', key)?.id);
    this.#templates.set(key, id);
    return id;
  }

  /** Sends a delivery by another template than that of its event: at its first attempt, see `currentTemplate`. */
  setTemplate(id: number, templateId: number): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'UPDATE deliveries SET change = ?, template_id = ? WHERE id = ?',
        writer.nextChange(),
        templateId,
        id,
      ),
    );
  }

  /** The postback of a delivery's `templateId`. */
  template(id: number): Postback {
    const known = this.#postbacks.get(id);
    if (known !== undefined) return known;
    const postback = json<Postback>(this.#writer.get('SELECT text FROM templates WHERE id = ?', id)?.text);
    this.#postbacks.set(id, postback);
    return postback;
  }

  /** The request of the first attempt, which retries repeat; undefined where none could be sent. */
  request(id: number): RenderedRequest | undefined {
    const row = this.#writer.get(
      'SELECT origin, request FROM attempts WHERE delivery_id = ? AND number = 1',
      id,
    );
    if (row === undefined || row.origin === '') return undefined;
    const bytes = Buffer.from(row.request as Uint8Array);
    const end = bytes.indexOf('\r\n\r\n') + 4;
    return requestOfWire(text(row.origin), bytes.toString('latin1', 0, end), bytes.toString('utf8', end));
  }

  /** What was true at the event. */
  values(id: number): Values {
    const fresh = this.#fresh.get(id);
    if (fresh !== undefined) {
      this.#fresh.delete(id);
      return fresh;
    }
    return json<Values>(
      this.#writer.get(
        'SELECT v.text FROM deliveries d JOIN event_values v ON v.id = d.values_id WHERE d.id = ?',
        id,
      )?.text,
    );
  }

  /**
   * Stores that attempts are about to leave; returns their ids. Their deliveries show them only once they last, see
   * `markInFlight`: most are over before anybody could look.
   */
  startAttempts(attempts: readonly Omit<StartedAttempt, 'id'>[]): number[] {
    return this.#writer.transaction(() => this.#starts.add(attempts));
  }

  /** Removes attempts that were to leave and did not. */
  takeBack(attemptIds: readonly number[]): void {
    this.#writer.transaction(() => this.#starts.takeBack(attemptIds));
  }

  /** Shows attempts that last, and their deliveries as in flight. */
  markInFlight(attemptIds: readonly number[]): void {
    const writer = this.#writer;
    writer.transaction(() => {
      for (const id of attemptIds) {
        const started = this.#starts.get(id);
        if (started === undefined || !this.#starts.show(id)) continue;
        const { deliveryId, start } = started;
        writer.run(
          "UPDATE deliveries SET change = ?, state = 'in-flight', attempts = ? WHERE id = ?",
          writer.nextChange(),
          start.number,
          deliveryId,
        );
        this.#insertAttempt(started, IN_FLIGHT);
      }
    });
  }

  /** Stores how an attempt ended and where its delivery stands now, with its attempts and failures so far. */
  endAttempt(
    attemptId: number,
    end: AttemptEnd,
    now: { state: DeliveryState; attempts: number; failures: number },
  ): void {
    const writer = this.#writer;
    writer.transaction(() => {
      const started = this.#starts.get(attemptId);
      if (started === undefined) return;
      const shown = this.#starts.end(attemptId);
      const { changes } = writer.run(
        'UPDATE deliveries SET change = ?, state = ?, due_at = ?, attempts = ?, failures = ? WHERE id = ?',
        writer.nextChange(),
        now.state,
        end.nextAt,
        now.attempts,
        now.failures,
        started.deliveryId,
      );
      // It was cleared away meanwhile.
      if (changes === 0) return;
      if (shown) writer.run('DELETE FROM attempts WHERE id = ?', attemptId);
      this.#insertAttempt(started, end);
    });
  }

  /** Ends a delivery without another attempt, and says at its last one why. */
  giveUp(id: number, sentence: string): void {
    const writer = this.#writer;
    writer.transaction(() => {
      this.set(id, 'given-up', null);
      writer.run(
        `UPDATE attempts SET next_at = NULL, next_parts = '[]', next_sentence = ?
         WHERE id = (SELECT max(id) FROM attempts WHERE delivery_id = ?)`,
        sentence,
        id,
      );
    });
  }

  /** Postbacks that are switched off for work by hand. */
  switchedOff(): SwitchedOff[] {
    return this.#writer
      .all('SELECT postback, at, sentence FROM switched_off ORDER BY at, postback')
      .map((row) => ({ postback: text(row.postback), at: number(row.at), sentence: text(row.sentence) }));
  }

  switchOff({ postback, at, sentence }: SwitchedOff): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run('INSERT OR REPLACE INTO switched_off VALUES (?, ?, ?)', postback, at, sentence),
    );
  }

  /** Switches a postback on again; false when it was not off. */
  switchOn(postback: string): boolean {
    const writer = this.#writer;
    return writer.transaction(
      () => Number(writer.run('DELETE FROM switched_off WHERE postback = ?', postback).changes) > 0,
    );
  }

  /** When the latest attempts by hand of a postback failed without a success after them: at most so many, oldest first. */
  failuresInARow(postback: string, most: number): number[] {
    const rows = this.#writer.all(
      `SELECT a.outcome, a.ended_at FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
       WHERE d.postback = ? AND d.run_id IS NULL AND a.ended_at IS NOT NULL ORDER BY a.id DESC LIMIT ?`,
      postback,
      most,
    );
    const accepted = rows.findIndex(({ outcome }) => outcome === 'delivered');
    return rows
      .slice(0, accepted === -1 ? rows.length : accepted)
      .filter(({ outcome }) => isFailure(text(outcome) as AttemptOutcome))
      .map(({ ended_at: at }) => number(at))
      .toReversed();
  }

  /** The key of the action that a delivery is about; undefined where it is about something else. */
  actionOf(id: number): number | undefined {
    const row = this.#writer.get("SELECT action_key FROM deliveries WHERE id = ? AND subject = 'action'", id);
    return row && number(row.action_key);
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

  /** The postback's file of a delivery. */
  postbackOf(id: number): string | undefined {
    const row = this.#writer.get('SELECT postback FROM deliveries WHERE id = ?', id);
    return row && text(row.postback);
  }

  /** Moves a delivery to a state; `dueAt` is null at its end. */
  set(id: number, state: DeliveryState, dueAt: number | null): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'UPDATE deliveries SET change = ?, state = ?, due_at = ? WHERE id = ?',
        writer.nextChange(),
        state,
        dueAt,
        id,
      ),
    );
  }

  state(id: number): DeliveryState | undefined {
    const row = this.#writer.get('SELECT state FROM deliveries WHERE id = ?', id);
    return row && (text(row.state) as DeliveryState);
  }

  /** Begins a delivery's retries anew, due at a time: by hand, whatever came before. */
  revive(id: number, dueAt: number): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        "UPDATE deliveries SET change = ?, state = 'waiting', due_at = ?, failures = 0 WHERE id = ?",
        writer.nextChange(),
        dueAt,
        id,
      ),
    );
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

  /** How many deliveries of a postback, by its file, are not at their end. */
  openOf(postback: string): number {
    const row = this.#writer.get(
      "SELECT count(*) AS n FROM deliveries WHERE postback = ? AND state IN ('waiting', 'in-flight')",
      postback,
    );
    return number(row?.n);
  }

  /** Deliveries that are not at their end. */
  counts(): { waiting: number; inFlight: number } {
    const rows = this.#writer.all(
      "SELECT state, count(*) AS n FROM deliveries WHERE state IN ('waiting', 'in-flight') GROUP BY state",
    );
    const of = (state: string) => number(rows.find((row) => row.state === state)?.n);
    return { waiting: of('waiting'), inFlight: of('in-flight') };
  }

  /**
   * After a start: what was in flight when the last engine ended becomes unknown and is due again now. Returns all
   * deliveries to go on with.
   */
  recover(at: number): OpenDelivery[] {
    const writer = this.#writer;
    return writer.transaction(() => {
      for (const started of this.#starts.leftBehind()) {
        const state = this.state(started.deliveryId);
        const isOpen = state === 'waiting' || state === 'in-flight';
        if (isOpen && writer.get('SELECT id FROM attempts WHERE id = ?', started.id) === undefined)
          this.#insertAttempt(started, IN_FLIGHT);
      }
      this.#starts.clear();
      const open = writer.all(
        `SELECT a.id, a.delivery_id, a.number FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
         WHERE d.state IN ('waiting', 'in-flight') AND a.ended_at IS NULL`,
      );
      for (const attempt of open) {
        writer.run(
          "UPDATE attempts SET outcome = 'unknown', ended_at = max(sent_at, ?), next_at = ? WHERE id = ?",
          at,
          at,
          number(attempt.id),
        );
        writer.run(
          "UPDATE deliveries SET change = ?, state = 'waiting', due_at = ?, attempts = ? WHERE id = ?",
          writer.nextChange(),
          at,
          number(attempt.number),
          number(attempt.delivery_id),
        );
      }
      return writer
        .all(`SELECT ${OPEN} FROM deliveries WHERE state = 'waiting' ORDER BY id`)
        .map(openDelivery);
    });
  }

  /** Forgets what was started and what was true at events; deliveries and attempts are removed by others. */
  clear(): void {
    this.#starts.clear();
    this.#writer.run('DELETE FROM event_values');
    this.#forget();
  }

  /** Ids that are known here may be those of rows that are gone. */
  #forget(): void {
    this.#templates.clear();
    this.#postbacks.clear();
    this.#values = undefined;
    this.#fresh.clear();
  }

  #insertAttempt({ id, deliveryId, start }: StartedAttempt, end: AttemptEnd | typeof IN_FLIGHT): void {
    this.#writer.run(
      `INSERT INTO attempts (id, delivery_id, number, due_at, rate_wait_ms, maintenance_wait_ms, intended, origin, request,
         sent_at, ended_at, outcome, status, duration_ms, connect_ms, first_byte_ms, next_at, next_sentence, next_parts,
         cause, answer_headers, answer_length, answer_body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      deliveryId,
      start.number,
      start.dueAt,
      start.rateWaitMs,
      start.maintenanceWaitMs,
      start.intended,
      start.origin,
      start.bytes,
      end.sentAt ?? start.sentAt,
      end.endedAt,
      end.outcome,
      end.status,
      end.durationMs,
      end.connectMs,
      end.firstByteMs,
      end.nextAt,
      end.nextSentence,
      end.nextParts.length === 0 ? '[]' : JSON.stringify(end.nextParts),
      end.cause,
      end.answerHeaders === null ? null : JSON.stringify(end.answerHeaders),
      end.answerLength,
      end.answerBody,
    );
  }

  #valuesId(values: Values): number {
    if (this.#values?.of === values) return this.#values.id;
    const id = this.#writer.insert('INSERT INTO event_values (text) VALUES (?)', JSON.stringify(values));
    this.#values = { of: values, id };
    return id;
  }
}
