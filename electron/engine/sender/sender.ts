import { nextAttemptFrom } from '../../../shared/delivery/next-attempt.ts';
import { type DeliveryState, isFailure } from '../../../shared/delivery/outcome.ts';
import type { RateWindow } from '../../../shared/delivery/rate-limit.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import { isSwitchedOff } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/domain/values.ts';
import {
  compilePostback,
  type Postback,
  type RenderedRequest,
  type RenderSettings,
  renderPostback,
  wireOf,
} from '../../../shared/template/postback.ts';
import type { Clock } from '../clock.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { AttemptStart, OpenDelivery } from '../store/outbox.ts';
import { retryAfterMs } from './answer-text.ts';
import { endOfAttempt } from './attempt-end.ts';
import type { Ceiling } from './ceiling.ts';
import { DeliveryQueue } from './queue.ts';
import type { AttemptResult, Outgoing, Transport } from './transport.ts';

export interface SenderOptions {
  store: ActivityStore;
  clock: Clock;
  transport: Transport;
  /** The platform's rules with the postback's own, asked at each attempt. */
  rules: (postback: Postback) => DeliveryRules;
  /** How placeholders are read and where "/" goes, asked at each first attempt. */
  settings: (postback: Postback) => RenderSettings;
  /** Values as of now for a profile that sends them so; undefined keeps those of the event. */
  currentValues?: (actionKey: number) => Values | undefined;
  /** The real-time limit for receivers that are not ours. */
  ceiling: Ceiling;
  /** Which attempt a local TCP port is busy with, for matching captures; undefined when it is free again. */
  onPort?: (localPort: number, attemptId: number | undefined) => void;
}

interface Flight {
  waiting: OpenDelivery;
  abort: AbortController;
  /** Keeps a jumping clock still until the end is stored. */
  release: () => void;
}

interface Start {
  waiting: OpenDelivery;
  start: AttemptStart;
  rules: DeliveryRules;
  /** What to send, or why it cannot be sent. */
  outgoing: Outgoing | string;
}

interface Ended {
  waiting: OpenDelivery;
  attemptId: number;
  rules: DeliveryRules;
  sentAt: number;
  result: AttemptResult;
}

const NOTHING: AttemptResult = {
  outcome: 'malformed-url',
  status: null,
  headers: null,
  body: Buffer.alloc(0),
  bodyLength: 0,
  connectMs: null,
  firstByteMs: null,
  durationMs: 0,
  cause: '',
};

/** Virtual ms by which what is due may be late, for each real ms, before a scaled clock waits for it. */
const LATE_REAL_MS = 250;
/** Real ms that a timer may be late. */
const TIMER_REAL_MS = 50;

/**
 * Sends what is in the outbox under the rules of shared/delivery. All that happens in one turn of the event loop is
 * stored in one transaction: the ends of attempts first, then the starts of new ones, and only then do these leave.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #alive = new Map<number, OpenDelivery>();
  readonly #flying = new Map<number, Flight>();
  readonly #queues = new Map<string, DeliveryQueue>();
  readonly #ended: Ended[] = [];
  readonly #closing = new AbortController();
  readonly #stopWatching: () => void;
  #maintenanceSince: number | undefined;
  #lastMaintenance = { from: 0, to: 0 };
  #cancelWake = () => {};
  #turn: NodeJS.Immediate | undefined;
  #idle: (() => void)[] = [];
  #releaseTurn: (() => void) | undefined;
  #releaseCeiling: (() => void) | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#stopWatching = options.clock.onChange(() => this.#soon());
  }

  /** Takes over deliveries that the store has as waiting. */
  enqueue(ids: readonly number[]): void {
    if (this.#closing.signal.aborted) return;
    for (const id of ids) {
      const waiting = this.#options.store.outbox.open(id);
      if (waiting === undefined || this.#alive.has(id)) continue;
      this.#alive.set(id, waiting);
      this.#queue(waiting.queue).push(waiting);
    }
    this.#soon();
  }

  /** Whether a delivery is here, waiting or in flight. */
  has(id: number): boolean {
    return this.#alive.has(id);
  }

  /** How many are open. */
  get size(): number {
    return this.#alive.size;
  }

  /** Resolves when nothing is waiting or in flight. */
  idle(): Promise<void> {
    if (this.#alive.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Stops one delivery; false when it is not here (any more). */
  cancel(id: number): boolean {
    if (!this.#alive.has(id)) return false;
    const flight = this.#flying.get(id);
    if (flight !== undefined) {
      flight.abort.abort();
      return true;
    }
    this.#alive.delete(id);
    this.#options.store.outbox.set(id, 'cancelled', null);
    this.#soon();
    return true;
  }

  /** Cancels everything that this sender has. */
  cancelAll(): void {
    this.#options.store.transaction(() => {
      for (const id of this.#alive.keys()) this.cancel(id);
    });
  }

  /** Makes a waiting delivery due now; false when it is not waiting here. */
  hurry(id: number): boolean {
    const waiting = this.#alive.get(id);
    if (waiting === undefined || this.#flying.has(id)) return false;
    const { store, clock } = this.#options;
    // The old entry of the heap is no longer alive by identity; a copy takes its place.
    const now: OpenDelivery = { ...waiting, dueAt: clock.now() };
    this.#alive.set(id, now);
    store.outbox.set(id, 'waiting', now.dueAt);
    this.#queue(now.queue).push(now);
    this.#soon();
    return true;
  }

  /** Maintenance holds everything back; its end lets the backlog go at once, under the limits. */
  setMaintenance(since: number | undefined): void {
    if (since === undefined && this.#maintenanceSince !== undefined) {
      this.#lastMaintenance = { from: this.#maintenanceSince, to: this.#options.clock.now() };
    }
    this.#maintenanceSince = since;
    this.#soon();
  }

  /** Ends sending; what is open stays in the store as it is, for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelWake();
    this.#stopWatching();
    for (const { abort } of this.#flying.values()) abort.abort();
    while (this.#flying.size > 0) await new Promise((resolve) => setImmediate(resolve));
    // Nothing may reach the store any more: it is closed next.
    clearImmediate(this.#turn);
    this.#turn = undefined;
    this.#releaseTurn?.();
    this.#alive.clear();
    this.#settle();
  }

  #queue(key: string): DeliveryQueue {
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = new DeliveryQueue();
      this.#queues.set(key, queue);
    }
    return queue;
  }

  /** One turn for all that happens until then; a jumping clock waits for it. */
  #soon(): void {
    if (this.#turn !== undefined || (this.#closing.signal.aborted && this.#flying.size === 0)) return;
    this.#releaseTurn = this.#options.clock.hold();
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      const release = this.#releaseTurn;
      try {
        this.#takeTurn();
      } finally {
        release?.();
      }
    });
  }

  #takeTurn(): void {
    this.#cancelWake();
    const { store } = this.#options;
    const ended = this.#ended.splice(0);
    if (this.#closing.signal.aborted) {
      this.#closeTurn(ended);
      return;
    }
    const launched: { start: Start; attemptId: number }[] = [];
    const work = () => {
      for (const end of ended) this.#finish(end);
      for (const start of this.#collect()) {
        launched.push({ start, attemptId: store.outbox.startAttempt(start.waiting.id, start.start) });
      }
    };
    if (ended.length > 0 || this.#isDue()) store.transaction(work);
    for (const { start, attemptId } of launched) this.#launch(start, attemptId);
    this.#sleep();
    this.#settle();
  }

  /** While closing: what was answered is stored; what was broken off stays in flight, and becomes unknown. */
  #closeTurn(ended: Ended[]): void {
    if (ended.length === 0) return;
    this.#options.store.transaction(() => {
      for (const end of ended) {
        if (end.result.outcome === 'cancelled') this.#land(end);
        else this.#finish(end);
      }
    });
  }

  /** Whether there is anything that may leave, now or by a jump of the clock. */
  #isDue(): boolean {
    return !this.#options.clock.paused && (this.#nextDue() <= this.#options.clock.now() || this.#jump());
  }

  /** Jumps to the next due moment where nothing else would come first. */
  #jump(): boolean {
    if (this.#flying.size > 0 || this.#releaseCeiling !== undefined || this.#maintenanceSince !== undefined)
      return false;
    const next = this.#nextDue();
    return Number.isFinite(next) && this.#options.clock.jumpTo(next);
  }

  /** The moment of the first delivery that its action lets go. */
  #nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) {
      const head = queue.peek((id) => this.#alive.has(id));
      if (head !== undefined && head.dueAt < next) next = head.dueAt;
    }
    return next;
  }

  /** What leaves in this turn; a jumping clock moves on while there is nothing. */
  #collect(): Start[] {
    const starts: Start[] = [];
    do this.#collectDue(starts);
    while (starts.length === 0 && this.#nextDue() > this.#options.clock.now() && this.#jump());
    return starts;
  }

  /** What may leave now, queue by queue. */
  #collectDue(starts: Start[]): void {
    const { clock, ceiling } = this.#options;
    if (clock.paused) return;
    const now = clock.now();
    for (const queue of this.#queues.values()) {
      for (;;) {
        const head = queue.peek((id) => this.#alive.has(id));
        if (head === undefined || head.dueAt > now) break;
        // A hurried delivery left its former place behind.
        if (this.#alive.get(head.id) !== head) {
          this.#dropHead(queue);
          continue;
        }
        if (this.#maintenanceSince !== undefined) break;
        const postback = this.#options.store.outbox.template(head.templateId);
        const rules = this.#options.rules(postback);
        if (queue.inFlight >= rules.profile.inFlight) break;
        const window = queue.window(postback.maximumRequestsPerSecond, clock.jumps);
        const sentAt = this.#sendingTime(window, head, now);
        if (sentAt > now) break;
        const start = this.#prepare(head, postback, rules, sentAt);
        if (typeof start.outgoing !== 'string' && !ceiling.admits(start.outgoing.url, clock)) {
          this.#waitForCeiling();
          break;
        }
        window?.record(sentAt);
        queue.take();
        starts.push(start);
      }
    }
  }

  /**
   * When the limit lets a delivery go. A scaled clock runs past that moment between two timers, so a little of the
   * past still counts; in real time it does not, since a burst would break the limit on the wire.
   */
  #sendingTime(window: RateWindow | undefined, head: OpenDelivery, now: number): number {
    const { clock } = this.#options;
    if (window === undefined) return now;
    const from = clock.mode === 'scaled' ? Math.max(head.dueAt, now - clock.rate * TIMER_REAL_MS) : now;
    return window.earliest(Math.min(from, now));
  }

  /** The ceiling is one of real time: virtual time stands still until it lets go. */
  #waitForCeiling(): void {
    if (this.#releaseCeiling !== undefined) return;
    const { clock, ceiling } = this.#options;
    this.#releaseCeiling = clock.hold();
    ceiling.whenFree(() => {
      this.#releaseCeiling?.();
      this.#releaseCeiling = undefined;
      this.#soon();
    });
  }

  #dropHead(queue: DeliveryQueue): void {
    const { actionKey } = queue.take();
    queue.release(actionKey);
  }

  #prepare(waiting: OpenDelivery, postback: Postback, rules: DeliveryRules, sentAt: number): Start {
    const request = this.#request(waiting, postback);
    const wire = wireOf(request);
    const body = Buffer.from(request.body ?? '', 'utf8');
    // What it waited since it was due: for the end of maintenance, then for its turn under the limit.
    const { from, to } = this.#lastMaintenance;
    const maintenanceWaitMs = Math.max(0, Math.min(to, sentAt) - Math.max(from, waiting.dueAt));
    const rateWaitMs =
      postback.maximumRequestsPerSecond === undefined
        ? 0
        : Math.max(0, sentAt - waiting.dueAt - maintenanceWaitMs);
    return {
      waiting,
      rules,
      start: {
        number: waiting.attempts + 1,
        dueAt: waiting.dueAt,
        sentAt,
        rateWaitMs,
        maintenanceWaitMs,
        intended: waiting.intended === 'lose-answer' && waiting.attempts === 0 ? 'lose-answer' : '',
        origin: wire.ok ? wire.url.origin : '',
        bytes: wire.ok ? Buffer.concat([Buffer.from(wire.head, 'latin1'), body]) : Buffer.alloc(0),
        request,
      },
      outgoing: wire.ok
        ? { url: wire.url, method: request.method, headers: request.headers, body }
        : wire.reason,
    };
  }

  /** The bytes of the first attempt again, unless values are those of each sending. */
  #request(waiting: OpenDelivery, postback: Postback): RenderedRequest {
    const { store, settings, currentValues } = this.#options;
    const current = currentValues?.(waiting.actionKey);
    const first = waiting.attempts > 0 && current === undefined ? store.outbox.request(waiting.id) : null;
    if (first !== null) return first;
    return renderPostback(
      compilePostback(postback),
      current ?? store.outbox.values(waiting.id),
      settings(postback),
    );
  }

  #launch({ waiting, rules, start, outgoing }: Start, attemptId: number): void {
    const { transport, clock, onPort } = this.#options;
    const abort = new AbortController();
    this.#flying.set(waiting.id, { waiting, abort, release: clock.hold() });
    const end = (result: AttemptResult) => {
      this.#ended.push({ waiting, attemptId, rules, sentAt: start.sentAt, result });
      this.#soon();
    };
    if (typeof outgoing === 'string') {
      end({ ...NOTHING, cause: outgoing });
      return;
    }
    let localPort: number | undefined;
    const { connectTimeout, answerTimeout } = rules.profile;
    void transport(outgoing, {
      signal: abort.signal,
      connectTimeout,
      answerTimeout,
      onSent: (port) => {
        localPort = port;
        onPort?.(port, attemptId);
      },
    }).then((result) => {
      if (localPort !== undefined) onPort?.(localPort, undefined);
      end(result);
    });
  }

  /** The flight is over, whatever becomes of its delivery. */
  #land({ waiting }: Ended): void {
    this.#flying.get(waiting.id)?.release();
    this.#flying.delete(waiting.id);
    this.#queue(waiting.queue).release(waiting.actionKey);
  }

  #finish(ended: Ended): void {
    const { waiting, rules } = ended;
    const { outbox } = this.#options.store;
    const { clock } = this.#options;
    const queue = this.#queue(waiting.queue);
    const lost = waiting.intended === 'lose-answer' && waiting.attempts === 0;
    const { end, accepted } = endOfAttempt(ended.result, { rules, lost, sentAt: ended.sentAt, clock });
    const key = { seed: waiting.seed, key: waiting.seedKey };
    const failures = waiting.failures + (isFailure(end.outcome) ? 1 : 0);
    const last = {
      outcome: end.outcome,
      status: end.status,
      endedAt: end.endedAt,
      retryAfterMs: end.answerHeaders === null ? null : retryAfterMs(end.answerHeaders, clock.now()),
    };
    const decision = nextAttemptFrom(rules, { failures, last }, key);
    end.nextSentence = decision.sentence;
    let state: DeliveryState = decision.type === 'delivered' ? 'delivered' : 'given-up';
    if (end.outcome === 'cancelled') state = 'cancelled';
    else if (decision.type === 'retry') {
      state = 'waiting';
      end.nextAt = decision.at;
      end.nextParts = decision.parts;
    }
    outbox.endAttempt(waiting.id, ended.attemptId, end, state, failures);
    this.#land(ended);
    this.#alive.delete(waiting.id);
    if (state === 'waiting') {
      const again: OpenDelivery = {
        ...waiting,
        dueAt: end.nextAt!,
        attempts: waiting.attempts + 1,
        failures,
      };
      this.#alive.set(again.id, again);
      queue.push(again);
    }
    this.#countFailures(queue, waiting.queue, accepted, end.endedAt, rules);
  }

  /** Profiles that switch a postback off after many failures in a row give up all that it still has. */
  #countFailures(
    queue: DeliveryQueue,
    key: string,
    accepted: boolean,
    at: number,
    rules: DeliveryRules,
  ): void {
    if (accepted) {
      queue.failures = [];
      return;
    }
    const rule = rules.profile.switchOff;
    if (rule === false) return;
    queue.failures.push(at);
    if (queue.failures.length > rule.failures) queue.failures.shift();
    if (!isSwitchedOff(rule, queue.failures, at)) return;
    for (const waiting of this.#alive.values()) {
      if (waiting.queue !== key || this.#flying.has(waiting.id)) continue;
      this.#alive.delete(waiting.id);
      this.#options.store.outbox.set(waiting.id, 'given-up', null);
    }
  }

  /** Sleeps until the next due moment; what changes meanwhile wakes it. */
  #sleep(): void {
    const { clock, store } = this.#options;
    if (clock.paused || this.#closing.signal.aborted) return;
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    let late = 0;
    for (const queue of this.#queues.values()) {
      const head = queue.peek((id) => this.#alive.has(id));
      if (head === undefined) continue;
      if (head.dueAt > now) {
        next = Math.min(next, head.dueAt);
      } else if (this.#maintenanceSince === undefined) {
        const postback = store.outbox.template(head.templateId);
        const window = queue.window(postback.maximumRequestsPerSecond, clock.jumps);
        const earliest = this.#sendingTime(window, head, now);
        if (earliest > now) {
          next = Math.min(next, earliest);
        } else {
          late = Math.max(late, now - head.dueAt);
          // It became due while this turn was collecting; nothing else would wake it.
          const { inFlight } = this.#options.rules(postback).profile;
          if (queue.inFlight < inFlight && this.#releaseCeiling === undefined) this.#soon();
        }
      }
    }
    clock.setBehind(late > LATE_REAL_MS * Math.max(1, clock.rate) && this.#flying.size > 0);
    if (Number.isFinite(next)) this.#cancelWake = clock.at(next, () => this.#soon());
  }

  #settle(): void {
    if (this.#alive.size > 0) return;
    const waiters = this.#idle;
    this.#idle = [];
    for (const resolve of waiters) resolve();
  }
}
