import type { AttemptEnd, DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import { type AttemptOutcome, isFailure } from '../../../shared/delivery/outcome.ts';
import type { RenderedRequest } from '../../../shared/template/postback.ts';
import { requestOfWire } from '../../../shared/template/request-of-wire.ts';
import type { WireSecret } from '../../../shared/template/wire-secrets.ts';
import { number, text } from './activity-rows.ts';
import { AttemptStarts, type StartedAttempt } from './attempt-starts.ts';
import { readSecrets } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** How an attempt is stored before it has ended. */
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
  responseHeaders: null,
  responseBody: null,
  responseLength: null,
} as const;

const INSERT = `INSERT INTO attempts (id, delivery_id, number, due_at, rate_wait_ms, maintenance_wait_ms, intended, origin, request,
  secrets, sent_at, ended_at, outcome, status, duration_ms, connect_ms, first_byte_ms, next_at, next_sentence, next_parts,
  cause, answer_headers, answer_length, answer_body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Attempts on disk: a row for each that has ended or lasts long; see `attempt-starts.ts` for the others. */
export class Attempts {
  readonly #writer: Writer;
  readonly #starts: AttemptStarts;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#starts = new AttemptStarts(writer);
  }

  /** Stores attempts before they leave; returns their ids in the same order. Inside a transaction. */
  start(attempts: readonly DeliveryAttempt[]): number[] {
    return this.#starts.add(attempts);
  }

  /** Removes stored attempts that did not leave. Inside a transaction. */
  remove(ids: readonly number[]): void {
    this.#starts.remove(ids);
  }

  /** Gives a long attempt its own row, so that it can be shown; undefined if it has one or has ended. Inside a transaction. */
  show(id: number): DeliveryAttempt | undefined {
    const started = this.#starts.get(id);
    if (started === undefined || !this.#starts.show(id)) return undefined;
    this.#insert(started, IN_FLIGHT);
    return started;
  }

  /**
   * Stores how an attempt ended if `isKept` says that its delivery still exists. Does nothing if the attempt has already
   * ended. Inside a transaction.
   */
  end(id: number, end: AttemptEnd, isKept: (deliveryId: number) => boolean): void {
    const started = this.#starts.get(id);
    if (started === undefined) return;
    const shown = this.#starts.end(id);
    if (!isKept(started.deliveryId)) return;
    if (shown) this.#writer.run('DELETE FROM attempts WHERE id = ?', id);
    this.#insert(started, end);
  }

  /** Stores with the last attempt of a delivery why there is no other one. Inside a transaction. */
  setLast(deliveryId: number, sentence: string): void {
    this.#writer.run(
      `UPDATE attempts SET next_at = NULL, next_parts = '[]', next_sentence = ?
       WHERE id = (SELECT max(id) FROM attempts WHERE delivery_id = ?)`,
      sentence,
      deliveryId,
    );
  }

  /** The request of a delivery's first attempt, which retries repeat; undefined if none could be sent. */
  firstRequest(deliveryId: number): { request: RenderedRequest; secrets: readonly WireSecret[] } | undefined {
    const row = this.#writer.get(
      'SELECT origin, request, secrets FROM attempts WHERE delivery_id = ? AND number = 1',
      deliveryId,
    );
    if (row === undefined || row.origin === '') return undefined;
    const bytes = Buffer.from(row.request as Uint8Array);
    const end = bytes.indexOf('\r\n\r\n') + 4;
    const [head, body] = [bytes.toString('latin1', 0, end), bytes.toString('utf8', end)];
    return {
      request: requestOfWire(text(row.origin), head, body),
      secrets: row.secrets === '[]' ? [] : readSecrets(row.secrets),
    };
  }

  /** The times of a postback's failed attempts since its last success in manual work: the latest `most`, oldest first. */
  failuresInARow(workspace: string, postback: string, most: number): number[] {
    const rows = this.#writer.all(
      `SELECT a.outcome, a.ended_at FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
       WHERE d.workspace = ? AND d.postback = ? AND d.run_id IS NULL AND a.ended_at IS NOT NULL ORDER BY a.id DESC LIMIT ?`,
      workspace,
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

  /**
   * After a restart: attempts that were in flight become unknown, with the next attempt at `at`. Returns their deliveries
   * with the number of attempts so far. `isOpen` says whether a delivery is open. Inside a transaction.
   */
  recover(at: number, isOpen: (deliveryId: number) => boolean): { deliveryId: number; attempts: number }[] {
    const writer = this.#writer;
    for (const started of this.#starts.leftBehind()) {
      if (!isOpen(started.deliveryId)) continue;
      if (writer.get('SELECT id FROM attempts WHERE id = ?', started.id) === undefined)
        this.#insert(started, IN_FLIGHT);
    }
    this.#starts.clear();
    const open = writer.all(
      `SELECT a.id, a.delivery_id, a.number FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
       WHERE d.state IN ('waiting', 'in-flight') AND a.ended_at IS NULL`,
    );
    return open.map((attempt) => {
      writer.run(
        "UPDATE attempts SET outcome = 'unknown', ended_at = max(sent_at, ?), next_at = ? WHERE id = ?",
        at,
        at,
        number(attempt.id),
      );
      return { deliveryId: number(attempt.delivery_id), attempts: number(attempt.number) };
    });
  }

  /** Removes attempts that are about to leave; their rows are removed elsewhere. Inside a transaction. */
  clear(): void {
    this.#starts.clear();
  }

  #insert({ id, deliveryId, start }: StartedAttempt, end: AttemptEnd | typeof IN_FLIGHT): void {
    this.#writer
      .statement(INSERT)
      .run(
        id,
        deliveryId,
        start.number,
        start.dueAt,
        start.rateWaitMs,
        start.maintenanceWaitMs,
        start.intended,
        start.origin,
        start.bytes,
        start.secrets.length === 0 ? '[]' : JSON.stringify(start.secrets),
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
        end.responseHeaders === null ? null : JSON.stringify(end.responseHeaders),
        end.responseLength,
        end.responseBody,
      );
  }
}
