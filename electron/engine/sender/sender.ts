import { type Decision, type EndedAttempt, nextAttempt } from '../../../shared/delivery/next-attempt.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { PostbackKind } from '../../../shared/placeholders/catalogue.ts';
import {
  compilePostback,
  type RenderedRequest,
  type RenderSettings,
  renderPostback,
  wireOf,
} from '../../../shared/template/postback.ts';
import type { Clock } from '../clock.ts';
import type { ActivityStore, OutboxEntry } from '../store/activity.ts';
import type { AttemptResult, Transport } from './transport.ts';

export interface SenderOptions {
  store: ActivityStore;
  clock: Clock;
  transport: Transport;
  /** How placeholders are read and where "/" goes, asked at each first attempt. */
  settings: (kind: PostbackKind) => RenderSettings;
  /** Which attempt a local TCP port is busy with, for matching captures; undefined when it is free again. */
  onPort?: (localPort: number, attemptId: number | undefined) => void;
}

interface Waiting {
  id: number;
  queue: string;
  dueAt: number;
}

const END_STATES: Record<Exclude<Decision['type'], 'retry'>, DeliveryState> = {
  delivered: 'delivered',
  'give-up': 'given-up',
};

/**
 * Sends what is in the outbox: due ones at once, those of one postback one after another, and again by the rules
 * of shared/delivery. Everything is stored before it matters; this class only remembers what to do next.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #flying = new Map<number, { queue: string; abort: AbortController; done: Promise<void> }>();
  readonly #closing = new AbortController();
  #wake = new AbortController();
  #pumping = false;
  #idle: (() => void)[] = [];

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Takes over a delivery that the store has as waiting. */
  enqueue(id: number): void {
    const entry = this.#options.store.outboxEntry(id);
    if (entry === undefined || this.#closing.signal.aborted) return;
    this.#waiting.set(id, { id, queue: entry.queue, dueAt: entry.dueAt });
    this.#pump();
  }

  /** Resolves when nothing is waiting or in flight. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0 && this.#flying.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Stops one delivery; false when it is not here (any more). */
  cancel(id: number): boolean {
    const flight = this.#flying.get(id);
    if (flight !== undefined) {
      flight.abort.abort();
      return true;
    }
    if (!this.#waiting.delete(id)) return false;
    this.#options.store.setDelivery(id, 'cancelled', null);
    this.#settle();
    return true;
  }

  /** Cancels everything that this sender has. */
  cancelAll(): void {
    for (const id of [...this.#waiting.keys(), ...this.#flying.keys()]) this.cancel(id);
  }

  /** Ends sending; what is open stays in the store as it is, for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake.abort();
    this.#waiting.clear();
    const flights = [...this.#flying.values()];
    for (const { abort } of flights) abort.abort();
    await Promise.all(flights.map(({ done }) => done));
    this.#settle();
  }

  #settle(): void {
    if (this.#waiting.size > 0 || this.#flying.size > 0) {
      this.#pump();
      return;
    }
    const waiters = this.#idle;
    this.#idle = [];
    for (const resolve of waiters) resolve();
  }

  /** Starts what is due and may go, then sleeps until the next due moment or until something changes. */
  #pump(): void {
    this.#wake.abort();
    if (this.#pumping || this.#closing.signal.aborted) return;
    this.#pumping = true;
    const { clock } = this.#options;
    const heads = this.#heads();
    for (const head of heads) if (head.dueAt <= clock.now()) this.#start(head);
    this.#pumping = false;
    const next = Math.min(...heads.filter(({ dueAt }) => dueAt > clock.now()).map(({ dueAt }) => dueAt));
    // Virtual time stands still while anything is in flight.
    if (!Number.isFinite(next) || (clock.jumps && this.#flying.size > 0)) return;
    const wake = new AbortController();
    this.#wake = wake;
    void clock.wait(next, wake.signal).then(() => {
      if (!wake.signal.aborted) this.#pump();
    });
  }

  /** The earliest delivery of each queue that has nothing in flight. */
  #heads(): Waiting[] {
    const busy = new Set([...this.#flying.values()].map(({ queue }) => queue));
    const heads = new Map<string, Waiting>();
    for (const waiting of this.#waiting.values()) {
      if (busy.has(waiting.queue)) continue;
      const head = heads.get(waiting.queue);
      const earlier =
        head === undefined ||
        waiting.dueAt < head.dueAt ||
        (waiting.dueAt === head.dueAt && waiting.id < head.id);
      if (earlier) heads.set(waiting.queue, waiting);
    }
    return [...heads.values()];
  }

  #start({ id, queue }: Waiting): void {
    this.#waiting.delete(id);
    const entry = this.#options.store.outboxEntry(id);
    if (entry === undefined) return;
    const abort = new AbortController();
    const done = this.#attempt(entry, abort.signal).finally(() => {
      this.#flying.delete(id);
      this.#settle();
    });
    this.#flying.set(id, { queue, abort, done });
  }

  async #attempt(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { store, clock, transport, onPort } = this.#options;
    const request = entry.request ?? this.#render(entry);
    const wire = wireOf(request);
    const sentAt = clock.now();
    const body = Buffer.from(request.body ?? '', 'utf8');
    const attemptId = store.startAttempt(entry, {
      number: (entry.history.at(-1)?.number ?? 0) + 1,
      dueAt: entry.dueAt,
      sentAt,
      origin: wire.ok ? wire.url.origin : '',
      bytes: wire.ok ? Buffer.concat([Buffer.from(wire.head, 'latin1'), body]) : Buffer.alloc(0),
      request,
    });
    let localPort: number | undefined;
    const result: AttemptResult = wire.ok
      ? await transport(
          { url: wire.url, method: request.method, headers: request.headers, body },
          {
            signal,
            onSent: (port) => {
              localPort = port;
              onPort?.(port, attemptId);
            },
          },
        )
      : {
          outcome: 'malformed-url',
          status: null,
          headers: null,
          body: Buffer.alloc(0),
          bodyLength: 0,
          durationMs: 0,
          cause: wire.reason,
        };
    if (localPort !== undefined) onPort?.(localPort, undefined);
    // Closing down: the attempt stays "in flight" on disk, and becomes unknown at the next start.
    if (this.#closing.signal.aborted && result.outcome === 'cancelled') return;
    this.#finish(entry, attemptId, result);
  }

  #render(entry: OutboxEntry): RenderedRequest {
    return renderPostback(
      compilePostback(entry.template),
      entry.values,
      this.#options.settings(entry.template.kind),
    );
  }

  #finish(entry: OutboxEntry, attemptId: number, result: AttemptResult): void {
    const { store, clock } = this.#options;
    const endedAt = clock.now();
    const history: EndedAttempt[] = [...entry.history, { outcome: result.outcome, endedAt }];
    const decision = nextAttempt(history);
    const cancelled = result.outcome === 'cancelled';
    const nextAt = decision.type === 'retry' ? decision.at : null;
    const state = cancelled ? 'cancelled' : decision.type === 'retry' ? 'waiting' : END_STATES[decision.type];
    store.endAttempt(
      entry.id,
      attemptId,
      {
        endedAt,
        outcome: result.outcome,
        status: result.status,
        durationMs: result.durationMs,
        nextAt,
        cause: result.cause,
        answerHeaders: result.headers,
        answerBody: result.headers === null ? null : result.body,
        answerLength: result.headers === null ? null : result.bodyLength,
      },
      state,
    );
    if (nextAt !== null) this.#waiting.set(entry.id, { id: entry.id, queue: entry.queue, dueAt: nextAt });
  }
}
