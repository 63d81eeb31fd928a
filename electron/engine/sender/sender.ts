import { shortestRetryWait } from '../../../shared/delivery/next-attempt.ts';
import type { RateWindow } from '../../../shared/delivery/rate-limit.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import { switchOffSentence } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/domain/values.ts';
import type { Postback, RenderSettings } from '../../../shared/template/postback.ts';
import type { Clock } from '../clock.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import { decisionOn } from './attempt-end.ts';
import { type PreparedAttempt, prepareAttempt } from './attempt-start.ts';
import { Batch } from './batch.ts';
import type { Ceiling } from './ceiling.ts';
import { type Ended, Flights, type Start } from './flights.ts';
import { Queues } from './queues.ts';
import { type Terms, TermsOfTurn } from './terms.ts';
import type { Transport } from './transport.ts';

export interface SenderOptions {
  store: ActivityStore;
  clock: Clock;
  transport: Transport;
  /** The platform's rules with the postback's own, asked at each attempt. */
  rules: (postback: Postback) => DeliveryRules;
  /** How placeholders are read and where "/" goes, asked at each first attempt. */
  settings: (postback: Postback) => RenderSettings;
  /** A postback's file as it is now, for what was not tried yet; undefined keeps it as it was at the event. */
  currentPostback?: (delivery: OpenDelivery) => Postback | undefined;
  /** Values as of now for a profile that sends them so; undefined keeps those of the event. */
  currentValues?: (delivery: OpenDelivery) => Values | undefined;
  /** The real-time limit for receivers that are not ours. */
  ceiling: Ceiling;
  /** Postbacks that are switched off beyond this sender's life; without it each sender knows only its own. */
  switches?: {
    /** Why it is off, or undefined. */
    isOff: (postback: string) => string | undefined;
    failuresInARow: (postback: string, most: number) => number[];
    switchOff: (postback: string, at: number, sentence: string) => void;
  };
  /** Which attempt a local TCP port is busy with, for matching captures; undefined when it is free again. */
  onPort?: (localPort: number, attemptId: number | undefined) => void;
}

/** Virtual ms by which what is due may be late, for each real ms, before a scaled clock waits for it. */
const LATE_REAL_MS = 250;
/** Real ms that a timer may be late. */
const TIMER_REAL_MS = 50;
/** Bytes of requests that are stored ahead at most. */
const AHEAD_BYTES = 1024 * 1024;
/** Real ms after which an attempt under way is shown as such. */
const SHOWN_AFTER_MS = 50;

/**
 * Sends what is in the outbox under the rules of shared/delivery. All that happens in one turn of the event loop is
 * stored in one transaction: the ends of attempts first, then the starts of new ones, and only then do these leave.
 * While the receiver is quick, a turn looks ahead: attempts that no other one can influence are stored together as a
 * batch and leave as places get free and, where time jumps, moment by moment, each at its own.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #alive = new Map<number, OpenDelivery>();
  readonly #flights: Flights;
  readonly #queues: Queues;
  readonly #closing = new AbortController();
  readonly #stopWatching: () => void;
  /** Came back, not yet stored. */
  readonly #ended: Ended[] = [];
  readonly #batch = new Batch(() => {
    this.#takeBack();
    this.#soon();
  });
  readonly #terms: TermsOfTurn;
  #markTimer: NodeJS.Timeout | undefined;
  readonly #marked = new Set<number>();
  #maintenanceSince: number | undefined;
  #lastMaintenance = { from: 0, to: 0 };
  #cancelWake = () => {};
  #turn: NodeJS.Immediate | undefined;
  #idle: (() => void)[] = [];
  /** Keeps a jumping clock still while anything is under way or being decided. */
  #release: (() => void) | undefined;
  #ceilingWaits = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { transport, onPort, clock, store, rules, settings, currentPostback } = options;
    this.#terms = new TermsOfTurn({ outbox: store.outbox, rules, settings, current: currentPostback });
    this.#queues = new Queues({
      isCurrent: (waiting) => this.#alive.get(waiting.id) === waiting,
      isOff: (postback) => options.switches?.isOff(postback),
      terms: this.#terms,
    });
    const now = () => clock.now();
    this.#flights = new Flights({ transport, onPort, now, onEnd: (ended) => this.#land(ended) });
    this.#stopWatching = clock.onChange(() => this.#soon());
  }

  /** Takes over deliveries that the store has as waiting. */
  enqueue(deliveries: readonly OpenDelivery[]): void {
    if (this.#closing.signal.aborted) return;
    // Where time jumps, it may come before what is staged.
    if (this.#options.clock.jumps) this.#takeBack();
    for (const waiting of deliveries) {
      const { id } = waiting;
      if (this.#alive.has(id)) continue;
      const queue = this.#queues.of(waiting.queue);
      if (queue.off !== undefined) {
        this.#options.store.outbox.giveUp(id, queue.off);
        continue;
      }
      this.#alive.set(id, waiting);
      queue.push(waiting);
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
    if (this.#flights.abort(id)) return true;
    this.#takeBack();
    const ended = this.#ended.find(({ waiting }) => waiting.id === id);
    if (ended !== undefined) {
      ended.cancelled = true;
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
    this.#takeBack();
    const waiting = this.#alive.get(id);
    if (waiting === undefined || this.#isUnderWay(id)) return false;
    const { store, clock } = this.#options;
    // The old entry of the heap is no longer alive by identity; a copy takes its place.
    const now: OpenDelivery = { ...waiting, dueAt: clock.now() };
    this.#alive.set(id, now);
    store.outbox.set(id, 'waiting', now.dueAt);
    this.#queues.of(now.queue).push(now);
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

  /** Lets a postback fire again that was switched off. */
  switchOn(postback: string): void {
    const queue = this.#queues.of(postback);
    queue.off = undefined;
    queue.failures = [];
  }

  /** Ends sending; what is open stays in the store as it is, for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelWake();
    this.#stopWatching();
    this.#takeBack();
    this.#flights.abortAll();
    while (this.#flights.size > 0) await new Promise((resolve) => setImmediate(resolve));
    // Nothing may reach the store any more: it is closed next.
    clearImmediate(this.#turn);
    clearTimeout(this.#markTimer);
    this.#storeWhatWasAnswered();
    this.#release?.();
    this.#alive.clear();
    this.#settle();
  }

  /** In flight, or back and not yet decided on. */
  #isUnderWay(id: number): boolean {
    return this.#flights.has(id) || this.#ended.some(({ waiting }) => waiting.id === id);
  }

  /** An attempt came back: its place is free; what follows is decided in the next turn. */
  #land(ended: Ended): void {
    const queue = this.#queues.of(ended.waiting.queue);
    queue.flying -= 1;
    queue.release(ended.waiting.actionKey);
    this.#batch.landed(ended.result.durationMs);
    this.#ended.push(ended);
    this.#soon();
  }

  /** One turn for all that happens until then; a jumping clock waits for it. */
  #soon(): void {
    if (this.#turn !== undefined || this.#closing.signal.aborted) return;
    this.#release ??= this.#options.clock.hold();
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#takeTurn();
      const underWay = this.#flights.size > 0 || this.#batch.staged.length > 0;
      if (this.#turn !== undefined || underWay || this.#ceilingWaits) return;
      this.#release?.();
      this.#release = undefined;
    });
  }

  #takeTurn(): void {
    this.#terms.forget();
    this.#cancelWake();
    if (this.#batch.staged.length > 0) this.#goOn();
    if (this.#batch.staged.length > 0) return;
    // The ends of a batch are stored together, with the starts of the next one.
    if (this.#batch.isOpen && this.#flights.size > 0 && !this.#queues.hasPlace(this.#options.clock.now())) {
      this.#sleep();
      return;
    }
    this.#batch.end();
    const { store } = this.#options;
    if (this.#ended.length > 0 || this.#isDue()) {
      store.transaction(() => {
        this.#decide();
        this.#collect();
      });
    }
    this.#leave();
    this.#sleep();
    this.#settle();
  }

  /** Lets what may go now leave: of the first moment where time jumps, and as far as there are places. */
  #leave(): void {
    const first = this.#batch.staged[0];
    if (first === undefined) return;
    const { clock } = this.#options;
    const moment = clock.jumps ? first.start.sentAt : Number.POSITIVE_INFINITY;
    const full = new Set<string>();
    const leaving = this.#batch.take(({ start, waiting, rules }) => {
      if (start.sentAt > moment || full.size === this.#queues.count) return 'none';
      const queue = this.#queues.of(waiting.queue);
      if (queue.flying >= rules.profile.inFlight) {
        full.add(waiting.queue);
        return false;
      }
      queue.flying += 1;
      return true;
    });
    for (const start of leaving) {
      if (start.ahead && !clock.jumps) start.start.sentAt = clock.now();
      this.#flights.launch(start);
    }
    this.#markTimer ??= setTimeout(() => this.#markLasting(), SHOWN_AFTER_MS);
  }

  /** More of a batch, or its next moment once nothing is under way; what cannot go on is taken back. */
  #goOn(): void {
    const { clock } = this.#options;
    const moment = this.#batch.staged[0]!.start.sentAt;
    const held = clock.paused || this.#maintenanceSince !== undefined;
    const waits = clock.jumps && this.#flights.size > 0;
    if (!held && (moment <= clock.now() || (!waits && clock.jumpTo(moment)))) this.#leave();
    else if (held || !waits) this.#takeBack();
  }

  /** Breaks a batch off: what has not left becomes waiting again, as if it had never been looked at. */
  #takeBack(): void {
    const staged = this.#batch.end();
    if (staged.length === 0) return;
    this.#options.store.outbox.takeBack(staged.map(({ attemptId }) => attemptId));
    for (const { waiting } of staged) {
      const queue = this.#queues.of(waiting.queue);
      queue.release(waiting.actionKey);
      queue.push(waiting);
    }
    this.#soon();
  }

  /** Shows what has been under way for long enough to be looked at. */
  #markLasting(): void {
    this.#markTimer = undefined;
    const lasting = this.#flights
      .since(performance.now() - SHOWN_AFTER_MS)
      .filter((attemptId) => !this.#marked.has(attemptId));
    if (lasting.length > 0) this.#options.store.outbox.markInFlight(lasting);
    for (const attemptId of lasting) this.#marked.add(attemptId);
    if (this.#flights.size > this.#marked.size)
      this.#markTimer = setTimeout(() => this.#markLasting(), SHOWN_AFTER_MS);
  }

  /** While closing: what was answered is stored; what was broken off stays open, and becomes unknown. */
  #storeWhatWasAnswered(): void {
    const answered = this.#ended.splice(0).filter(({ result }) => result.outcome !== 'cancelled');
    this.#ended.push(...answered);
    if (answered.length > 0) this.#options.store.transaction(() => this.#decide());
  }

  /** Whether there is anything that may leave, now or by a jump of the clock. */
  #isDue(): boolean {
    return (
      !this.#options.clock.paused && (this.#queues.nextDue() <= this.#options.clock.now() || this.#jump())
    );
  }

  /** Jumps to the next due moment where nothing else would come first. */
  #jump(): boolean {
    if (this.#flights.size > 0 || this.#ceilingWaits || this.#maintenanceSince !== undefined) return false;
    const next = this.#queues.nextDue();
    return Number.isFinite(next) && this.#options.clock.jumpTo(next);
  }

  /** What leaves in this turn, or in the batch that begins with it; a jumping clock moves on while there is nothing. */
  #collect(): void {
    const starts: Start[] = [];
    do this.#collectDue(starts);
    while (starts.length === 0 && this.#queues.nextDue() > this.#options.clock.now() && this.#jump());
    const now = starts.length;
    if (now > 0) this.#lookAhead(starts);
    const ids = this.#options.store.outbox.startAttempts(
      starts.map(({ waiting, start }) => ({ deliveryId: waiting.id, start })),
    );
    for (const [i, id] of ids.entries()) starts[i]!.attemptId = id;
    this.#batch.begin(starts, starts.length > now);
  }

  /** What may leave now, queue by queue. */
  #collectDue(starts: Start[]): void {
    const { clock, ceiling } = this.#options;
    if (clock.paused) return;
    const now = clock.now();
    for (const queue of this.#queues.all()) {
      for (;;) {
        const head = this.#queues.head(queue);
        if (head === undefined || head.dueAt > now || this.#maintenanceSince !== undefined) break;
        const terms = this.#terms.of(head);
        const { postback, rules } = terms;
        if (queue.inFlight >= rules.profile.inFlight) break;
        const window = queue.window(postback.maximumRequestsPerSecond, clock.mode === 'real');
        const sentAt = this.#sendingTime(window, head, now);
        if (sentAt > now) break;
        const attempt = this.#prepare(head, terms, sentAt);
        const place =
          typeof attempt.outgoing === 'string' ? FREE : ceiling.admit(attempt.outgoing.url, clock);
        if (place === undefined) {
          this.#waitForCeiling();
          break;
        }
        const underLimit = window?.take(sentAt);
        queue.take();
        const onLeft = () => {
          place();
          underLimit?.(clock.now());
          // What waits behind it may know now when it may go.
          if (underLimit !== undefined) this.#soon();
        };
        starts.push({ ...attempt, attemptId: 0, ahead: false, onLeft });
      }
    }
  }

  /**
   * Adds attempts that have no place yet, and where time jumps those of later moments, as far as they would leave just
   * so, whatever becomes of those before them: under no limit and, where time jumps, before any retry or anything else
   * can be due. So many are stored at once, and each still waits for its place and its moment.
   */
  #lookAhead(starts: Start[]): void {
    const { clock, ceiling } = this.#options;
    // A postback with a limit must not wait for a batch of others besides.
    if (clock.mode === 'scaled' || (!clock.jumps && this.#queues.isAnyLimited())) return;
    const most = starts.length + this.#batch.takeSize();
    const now = starts[0]!.start.sentAt;
    let before = now + 1;
    if (clock.jumps) {
      before = Math.min(clock.free(), this.#queues.parkedDue(), ...starts.map(undisturbedUntil));
    }
    // Where time jumps an action that is busy may bring something else; in real time the others just go first.
    const look = clock.jumps ? this.#queues.first : this.#queues.head;
    let bytes = starts.reduce((sum, { start }) => sum + start.bytes.length, 0);
    while (starts.length < most && bytes < AHEAD_BYTES) {
      const queue = this.#queues.next(look);
      const head = queue && look(queue);
      if (queue === undefined || head === undefined || head.dueAt >= before || queue.isBusy(head)) break;
      const terms = this.#terms.of(head);
      const { postback, rules } = terms;
      if (postback.maximumRequestsPerSecond !== undefined || rules.profile.switchOff !== false) break;
      const attempt = this.#prepare(head, terms, Math.max(head.dueAt, now));
      if (typeof attempt.outgoing !== 'string' && ceiling.applies(attempt.outgoing.url, clock)) break;
      queue.take();
      const start = { ...attempt, attemptId: 0, ahead: true, onLeft: FREE };
      if (clock.jumps) before = Math.min(before, undisturbedUntil(start));
      bytes += start.start.bytes.length;
      starts.push(start);
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
    if (this.#ceilingWaits) return;
    this.#ceilingWaits = true;
    this.#options.ceiling.whenFree(() => {
      this.#ceilingWaits = false;
      this.#soon();
    });
  }

  #prepare(waiting: OpenDelivery, terms: Terms, sentAt: number): PreparedAttempt {
    const { store, currentValues } = this.#options;
    if (waiting.templateId !== terms.templateId) {
      waiting.templateId = terms.templateId;
      store.outbox.setTemplate(waiting.id, terms.templateId);
    }
    return prepareAttempt(waiting, {
      outbox: store.outbox,
      terms,
      sentAt,
      currentValues: currentValues?.(waiting),
      maintenance: this.#lastMaintenance,
    });
  }

  /** Decides on all that came back and stores it. */
  #decide(): void {
    for (let ended = this.#ended.shift(); ended !== undefined; ended = this.#ended.shift())
      this.#finish(ended);
  }

  #finish(ended: Ended): void {
    const { waiting, rules } = ended;
    const { clock, store } = this.#options;
    const queue = this.#queues.of(waiting.queue);
    const decided = decisionOn(ended, { jumps: clock.jumps, off: queue.off });
    const { end, state, attempts, failures } = decided;
    store.outbox.endAttempt(ended.attemptId, end, decided);
    this.#marked.delete(ended.attemptId);
    this.#alive.delete(waiting.id);
    if (state === 'waiting') {
      const again: OpenDelivery = { ...waiting, dueAt: end.nextAt!, attempts, failures };
      this.#alive.set(again.id, again);
      queue.push(again);
    }
    const earlier = (most: number) => this.#options.switches?.failuresInARow(waiting.queue, most);
    if (queue.count(end, rules.profile.switchOff, earlier))
      this.#switchOff(waiting.queue, end.endedAt, rules);
  }

  /** A postback with many failures in a row gives up all that it still has. */
  #switchOff(key: string, at: number, rules: DeliveryRules): void {
    const { store, switches } = this.#options;
    const sentence = switchOffSentence(rules);
    this.#queues.of(key).off = sentence;
    switches?.switchOff(key, at, sentence);
    for (const waiting of this.#alive.values()) {
      if (waiting.queue !== key || this.#isUnderWay(waiting.id)) continue;
      this.#alive.delete(waiting.id);
      store.outbox.giveUp(waiting.id, sentence);
    }
  }

  /** Sleeps until the next due moment; what changes meanwhile wakes it. */
  #sleep(): void {
    const { clock } = this.#options;
    if (clock.paused || this.#closing.signal.aborted || this.#batch.staged.length > 0) return;
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    let late = 0;
    for (const queue of this.#queues.all()) {
      const head = this.#queues.head(queue);
      if (head === undefined) continue;
      if (head.dueAt > now) {
        next = Math.min(next, head.dueAt);
      } else if (this.#maintenanceSince === undefined) {
        const { postback, rules } = this.#terms.of(head);
        const window = queue.window(postback.maximumRequestsPerSecond, clock.mode === 'real');
        const earliest = this.#sendingTime(window, head, now);
        if (earliest > now) {
          next = Math.min(next, earliest);
        } else {
          late = Math.max(late, now - head.dueAt);
          // It became due while this turn was collecting; nothing else would wake it.
          if (queue.inFlight < rules.profile.inFlight && !this.#ceilingWaits) this.#soon();
        }
      }
    }
    clock.setBehind(late > LATE_REAL_MS * Math.max(1, clock.rate) && this.#flights.size > 0);
    if (Number.isFinite(next)) this.#cancelWake = clock.at(next, () => this.#soon());
  }

  #settle(): void {
    if (this.#alive.size > 0) return;
    const waiters = this.#idle;
    this.#idle = [];
    for (const resolve of waiters) resolve();
  }
}

/** Where no limit counts it. */
const FREE = () => {};

/** Up to which moment (not included) nothing can come of an attempt that would send something else. */
function undisturbedUntil({ rules, start }: Start): number {
  return rules.profile.switchOff === false ? start.sentAt + shortestRetryWait(rules.profile.schedule) : 0;
}
