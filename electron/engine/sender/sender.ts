import { hasPlace, type Moment, nextDue, nextWake } from '../../../shared/delivery/departures.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import { type Pace, paceOf } from '../../../shared/delivery/pace.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import { switchOffSentence } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback, RenderSettings } from '../../../shared/template/postback.ts';
import type { Clock } from '../clock.ts';
import { decisionOn } from './attempt-end.ts';
import { AttemptStarter } from './attempt-starter.ts';
import { Batch } from './batch.ts';
import type { Ceiling } from './ceiling.ts';
import { type Ended, InFlight, type Start } from './in-flight.ts';
import { type PostbackKey, Queues } from './queues.ts';
import { ResolvedPostbacks } from './resolved-postback.ts';
import { NO_SECRETS, type SecretValues } from './secret-values.ts';
import type { SendingStore } from './sending-store.ts';
import type { Transport } from './transport.ts';

export interface SenderOptions {
  store: SendingStore;
  clock: Clock;
  transport: Transport;
  /** The platform's rules in a workspace combined with the postback's own, read at each attempt. */
  rules: (postback: Postback, workspace: string) => DeliveryRules;
  /** How placeholders are resolved in a workspace and where "/" leads, read at each first attempt. */
  settings: (postback: Postback, workspace: string) => RenderSettings;
  /** The current version of a postback's file, for deliveries without an attempt; undefined keeps that of the event. */
  currentPostback?: (delivery: OpenDelivery) => Postback | undefined;
  /** Values as of now, for a profile that sends those; undefined keeps the values of the event. */
  currentValues?: (delivery: OpenDelivery) => Values | undefined;
  /** Values of secrets, read at each attempt; without it, no secret has one. */
  secrets?: SecretValues;
  /** The real-time limit for receivers other than ours. */
  ceiling: Ceiling;
  /** Postbacks that stay switched off after this sender ends; without it, a sender knows only its own. */
  switches?: {
    /** The reason why it is off, if it is. */
    isOff: (postback: PostbackKey) => string | undefined;
    failuresInARow: (postback: PostbackKey, most: number) => number[];
    switchOff: (postback: PostbackKey, at: number, sentence: string) => void;
  };
  /** The attempt that uses a local TCP port, for matching captures; undefined once the port is free. */
  onPort?: (localPort: number, attemptId: number | undefined) => void;
}

/**
 * Sends the outbox under the rules of shared/delivery. Everything in one turn of the event loop is stored in one
 * transaction: first the ends of attempts, then the starts of new ones, which are sent only after that. While the
 * receiver is quick, a turn looks ahead: attempts that depend on no other are stored together as a batch and leave as
 * slots become free and, if time jumps, each at its own moment. shared/delivery/departures.ts decides what may leave
 * when; this class does it.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #open = new Map<number, OpenDelivery>();
  readonly #inFlight: InFlight;
  readonly #queues: Queues;
  readonly #postbacks: ResolvedPostbacks;
  readonly #starter: AttemptStarter;
  readonly #closing = new AbortController();
  readonly #stopWatching: () => void;
  /** Ended, but not stored yet. */
  readonly #ended: Ended[] = [];
  readonly #batch = new Batch(() => {
    this.#unstage();
    this.#soon();
  });
  #maintenanceSince: number | undefined;
  #cancelWake = () => {};
  #turn: NodeJS.Immediate | undefined;
  #idle: (() => void)[] = [];
  /** Holds a jumping clock while anything is in flight or being decided. */
  #release: (() => void) | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    const { transport, onPort, clock, store, rules, settings, currentPostback, switches } = options;
    this.#postbacks = new ResolvedPostbacks({ store, rules, settings, current: currentPostback });
    this.#queues = new Queues({
      isCurrent: (delivery) => this.#open.get(delivery.id) === delivery,
      isOff: (postback) => switches?.isOff(postback),
    });
    this.#inFlight = new InFlight({
      transport,
      onPort,
      now: () => clock.now(),
      onEnd: (ended) => this.#onEnd(ended),
      onLasting: (attemptIds) => store.markInFlight(attemptIds),
    });
    this.#starter = new AttemptStarter({
      store,
      clock,
      postbacks: this.#postbacks,
      ceiling: options.ceiling,
      currentValues: options.currentValues,
      secrets: options.secrets ?? NO_SECRETS,
      onChange: () => this.#soon(),
    });
    this.#stopWatching = clock.onChange(() => this.#soon());
  }

  /** Takes over deliveries that are waiting in the store. */
  enqueue(deliveries: readonly OpenDelivery[]): void {
    if (this.#closing.signal.aborted) return;
    // If moments are assigned, it may come before staged attempts.
    if (this.#pace.assigns) this.#unstage();
    for (const delivery of deliveries) {
      if (this.#open.has(delivery.id)) continue;
      const queue = this.#queues.of(delivery);
      if (queue.off !== undefined) {
        this.#options.store.giveUp(delivery.id, queue.off);
        continue;
      }
      this.#open.set(delivery.id, delivery);
      queue.push(delivery);
    }
    this.#soon();
  }

  /** Limits that were counted at later moments say nothing about earlier ones. */
  clockWasSetBack(): void {
    for (const queue of this.#queues) queue.forgetWindow();
    this.#soon();
  }

  /** Whether this sender has a delivery, waiting or in flight. */
  has(id: number): boolean {
    return this.#open.has(id);
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Resolves when nothing is waiting or in flight. */
  idle(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Cancels a delivery; returns false if this sender does not have it. */
  cancel(id: number): boolean {
    if (!this.#open.has(id)) return false;
    if (this.#inFlight.abort(id)) return true;
    this.#unstage();
    const ended = this.#ended.find(({ delivery }) => delivery.id === id);
    if (ended !== undefined) {
      ended.cancelled = true;
      return true;
    }
    this.#open.delete(id);
    this.#options.store.set(id, 'cancelled', null);
    this.#soon();
    return true;
  }

  /** Cancels all deliveries of this sender. */
  cancelAll(): void {
    this.#options.store.transaction(() => {
      for (const id of this.#open.keys()) this.cancel(id);
    });
  }

  /** Makes a waiting delivery due now; returns false if it is not waiting here. */
  retryNow(id: number): boolean {
    this.#unstage();
    const waiting = this.#open.get(id);
    if (waiting === undefined || this.#isUnderWay(id)) return false;
    const { store, clock } = this.#options;
    // Its old queue entry is stale; a copy replaces it.
    const delivery: OpenDelivery = { ...waiting, dueAt: clock.now() };
    this.#open.set(id, delivery);
    store.set(id, 'waiting', delivery.dueAt);
    this.#queues.of(delivery).push(delivery);
    this.#soon();
    return true;
  }

  /** Maintenance delays everything; at its end the backlog leaves at once, within the limits. */
  setMaintenance(since: number | undefined): void {
    if (since === undefined && this.#maintenanceSince !== undefined) {
      this.#starter.lastMaintenance = { from: this.#maintenanceSince, to: this.#options.clock.now() };
    }
    this.#maintenanceSince = since;
    this.#soon();
  }

  /** Enables a postback that was switched off. */
  switchOn(postback: PostbackKey): void {
    this.#queues.of(postback).switchOn();
  }

  /** Stops sending. Open deliveries stay in the store for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelWake();
    this.#stopWatching();
    this.#unstage();
    await this.#inFlight.close();
    // The store is closed next: nothing may be written after this.
    clearImmediate(this.#turn);
    this.#storeResponses();
    this.#release?.();
    this.#open.clear();
    this.#settle();
  }

  get #pace(): Pace {
    const { mode, rate } = this.#options.clock;
    return paceOf(mode, rate);
  }

  /** The present moment, as decisions need it. */
  #moment(): Moment {
    return {
      queues: this.#queues,
      limitsOf: (delivery) => this.#postbacks.of(delivery).limits,
      pace: this.#pace,
      now: this.#options.clock.now(),
      held: this.#maintenanceSince !== undefined,
    };
  }

  /** In flight, or ended and not decided yet. */
  #isUnderWay(id: number): boolean {
    return this.#inFlight.has(id) || this.#ended.some(({ delivery }) => delivery.id === id);
  }

  /** An attempt ended: its slot is free, and the next turn decides what follows. */
  #onEnd(ended: Ended): void {
    ended.queue.end(ended.delivery);
    this.#batch.attemptTook(ended.result.durationMs);
    this.#ended.push(ended);
    this.#soon();
  }

  /** Schedules one turn for everything that happens before it; a jumping clock waits for it. */
  #soon(): void {
    if (this.#turn !== undefined || this.#closing.signal.aborted) return;
    this.#release ??= this.#options.clock.hold();
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#takeTurn();
      const underWay = this.#inFlight.size > 0 || this.#batch.staged.length > 0;
      if (this.#turn !== undefined || underWay || this.#starter.waitsForCeiling) return;
      this.#release?.();
      this.#release = undefined;
    });
  }

  #takeTurn(): void {
    this.#postbacks.forget();
    this.#cancelWake();
    if (this.#batch.staged.length > 0) this.#continueBatch();
    if (this.#batch.staged.length > 0) return;
    // The ends of a batch are stored together with the starts of the next one.
    if (this.#batch.isOpen && this.#inFlight.size > 0 && !hasPlace(this.#moment())) {
      this.#sleep();
      return;
    }
    this.#batch.end();
    if (this.#ended.length > 0 || this.#isDue()) {
      this.#options.store.transaction(() => {
        this.#decide();
        this.#stage();
      });
    }
    this.#sendStaged();
    this.#sleep();
    this.#settle();
  }

  /** Sends what may leave now: only the first moment if moments are assigned, and as many as there are slots. */
  #sendStaged(): void {
    const first = this.#batch.staged[0];
    if (first === undefined) return;
    const { clock } = this.#options;
    const { assigns } = this.#pace;
    const moment = assigns ? first.start.sentAt : Number.POSITIVE_INFINITY;
    const full = new Set<Start['queue']>();
    const leaving = this.#batch.take(({ start, queue, rules }) => {
      if (start.sentAt > moment || full.size === this.#queues.count) return 'none';
      const leaves = queue.leave(rules.profile.inFlight);
      if (!leaves) full.add(queue);
      return leaves;
    });
    for (const start of leaving) {
      if (start.ahead && !assigns) start.start.sentAt = clock.now();
      this.#inFlight.send(start);
    }
  }

  /** Sends more of a batch, or its next moment once nothing is in flight. Attempts that can no longer leave are unstaged. */
  #continueBatch(): void {
    const { clock } = this.#options;
    const moment = this.#batch.staged[0]!.start.sentAt;
    const held = clock.paused || this.#maintenanceSince !== undefined;
    const waits = this.#pace.assigns && this.#inFlight.size > 0;
    if (!held && (moment <= clock.now() || (!waits && clock.jumpTo(moment)))) this.#sendStaged();
    else if (held || !waits) this.#unstage();
  }

  /** Ends a batch early: attempts that have not left go back to waiting, as if never staged. */
  #unstage(): void {
    const staged = this.#batch.end();
    if (staged.length === 0) return;
    this.#options.store.removeAttempts(staged.map(({ attemptId }) => attemptId));
    for (const { queue, delivery } of staged) queue.putBack(delivery);
    this.#soon();
  }

  /** While closing: attempts with a response are stored; aborted ones stay open and become unknown at the next start. */
  #storeResponses(): void {
    const answered = this.#ended.splice(0).filter(({ result }) => result.outcome !== 'cancelled');
    this.#ended.push(...answered);
    if (answered.length > 0) this.#options.store.transaction(() => this.#decide());
  }

  /** Whether anything may leave, now or after a jump of the clock. */
  #isDue(): boolean {
    const { clock } = this.#options;
    return !clock.paused && (nextDue(this.#queues) <= clock.now() || this.#jump());
  }

  /** Jumps to the next due moment if nothing else comes first. */
  #jump(): boolean {
    if (this.#inFlight.size > 0 || this.#starter.waitsForCeiling || this.#maintenanceSince !== undefined)
      return false;
    const next = nextDue(this.#queues);
    return Number.isFinite(next) && this.#options.clock.jumpTo(next);
  }

  /** Stores what leaves in this turn or in the batch that starts with it. A jumping clock advances while there is nothing. */
  #stage(): void {
    const { clock } = this.#options;
    let due = this.#starter.due(this.#moment());
    while (due.length === 0 && nextDue(this.#queues) > clock.now() && this.#jump())
      due = this.#starter.due(this.#moment());
    const starts = this.#starter.store(due, this.#moment(), () => this.#batch.nextSize());
    this.#batch.begin(starts, starts.length > due.length);
  }

  /** Decides what follows from ended attempts and stores it. */
  #decide(): void {
    for (let ended = this.#ended.shift(); ended !== undefined; ended = this.#ended.shift())
      this.#finish(ended);
  }

  #finish(ended: Ended): void {
    const { delivery, queue, rules } = ended;
    const { store, switches, secrets = NO_SECRETS } = this.#options;
    const known = secrets.known();
    const decided = decisionOn(ended, { assigns: this.#pace.assigns, off: queue.off, known });
    const { end, state, attempts, failures } = decided;
    store.endAttempt(ended.attemptId, end, decided);
    this.#open.delete(delivery.id);
    if (state === 'waiting') {
      const again: OpenDelivery = { ...delivery, dueAt: end.nextAt!, attempts, failures };
      this.#open.set(again.id, again);
      queue.push(again);
    }
    const earlier = (most: number) => switches?.failuresInARow(delivery, most);
    if (queue.count(end, rules.profile.switchOff, earlier)) this.#switchOff(ended, end.endedAt);
  }

  /** A postback with too many consecutive failures gives up its open deliveries. */
  #switchOff({ queue, delivery: { workspace, postbackFile }, rules }: Ended, at: number): void {
    const { store, switches } = this.#options;
    const sentence = switchOffSentence(rules);
    queue.switchOff(sentence);
    switches?.switchOff({ workspace, postbackFile }, at, sentence);
    for (const open of this.#open.values()) {
      if (this.#queues.of(open) !== queue || this.#isUnderWay(open.id)) continue;
      this.#open.delete(open.id);
      store.giveUp(open.id, sentence);
    }
  }

  /** Sleeps until the next due moment; a change wakes it. */
  #sleep(): void {
    const { clock } = this.#options;
    if (clock.paused || this.#closing.signal.aborted || this.#batch.staged.length > 0) return;
    const wake = nextWake(this.#moment());
    // Nothing else wakes it.
    if (wake.now && !this.#starter.waitsForCeiling) this.#soon();
    clock.setBehind(wake.behind && this.#inFlight.size > 0);
    if (Number.isFinite(wake.at)) this.#cancelWake = clock.at(wake.at, () => this.#soon());
  }

  #settle(): void {
    if (this.#open.size > 0) return;
    const waiters = this.#idle;
    this.#idle = [];
    for (const resolve of waiters) resolve();
  }
}
