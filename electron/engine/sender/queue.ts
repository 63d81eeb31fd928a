import TinyQueue from 'tinyqueue';
import { type AttemptOutcome, isFailure } from '../../../shared/delivery/outcome.ts';
import type { SenderProfile } from '../../../shared/delivery/profile.ts';
import {
  createLeavingWindow,
  createRateWindow,
  type RateWindow,
} from '../../../shared/delivery/rate-limit.ts';
import { isSwitchedOff } from '../../../shared/delivery/switch-off.ts';
import type { OpenDelivery } from '../store/outbox.ts';

/** A second of the limit and the millisecond to which times are rounded. */
const WINDOW_MS = 1001;

/** The deliveries of one postback: what is due first goes first, and two of one action never go together. */
export class DeliveryQueue {
  /** Attempts of this postback that are under way or stored to leave next. */
  inFlight = 0;
  /** Those of them that have left. */
  flying = 0;
  /** Times of the last failures in a row, for profiles that switch a postback off. */
  failures: number[] = [];
  /** Why nothing is sent any more: a sentence, once it is switched off. */
  off: string | undefined;
  readonly #heap = new TinyQueue<OpenDelivery>([], (a, b) => a.dueAt - b.dueAt || a.id - b.id);
  readonly #busyActions = new Set<number>();
  readonly #parked = new Map<number, OpenDelivery[]>();
  #window: RateWindow | undefined;
  #windowKey = '';

  push(waiting: OpenDelivery): void {
    this.#heap.push(waiting);
  }

  /** What is due first and may go, as far as its action is concerned; what is not current is thrown away. */
  peek(isCurrent: (waiting: OpenDelivery) => boolean): OpenDelivery | undefined {
    for (let head = this.first(isCurrent); head !== undefined; head = this.first(isCurrent)) {
      if (!this.isBusy(head)) return head;
      this.#heap.pop();
      const parked = this.#parked.get(head.actionKey);
      if (parked === undefined) this.#parked.set(head.actionKey, [head]);
      else parked.push(head);
    }
    return undefined;
  }

  /** What is due first, also when its action has another attempt under way. */
  first(isCurrent: (waiting: OpenDelivery) => boolean): OpenDelivery | undefined {
    for (let head = this.#heap.peek(); head !== undefined; head = this.#heap.peek()) {
      if (isCurrent(head)) return head;
      this.#heap.pop();
    }
    return undefined;
  }

  /** Whether an attempt of the same action is under way. */
  isBusy({ actionKey }: OpenDelivery): boolean {
    return this.#busyActions.has(actionKey);
  }

  /** When the first one is due that its action holds back outside the heap; Infinity without any. */
  get parkedDue(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const parked of this.#parked.values())
      for (const { dueAt } of parked) first = Math.min(first, dueAt);
    return first;
  }

  /** Takes the head out and marks it as under way. */
  take(): OpenDelivery {
    const head = this.#heap.pop()!;
    this.inFlight += 1;
    this.#busyActions.add(head.actionKey);
    return head;
  }

  /** An attempt has ended: its action may go on. */
  release(actionKey: number): void {
    this.inFlight -= 1;
    this.#busyActions.delete(actionKey);
    for (const waiting of this.#parked.get(actionKey) ?? []) this.#heap.push(waiting);
    this.#parked.delete(actionKey);
  }

  /**
   * Counts how an attempt ended for profiles that switch a postback off after many failures in a row. Returns whether
   * it is so now. `earlier` knows the latest failures in a row that are stored, this one included.
   */
  count(
    { outcome, endedAt }: { outcome: AttemptOutcome; endedAt: number },
    rule: SenderProfile['switchOff'],
    earlier: (most: number) => number[] | undefined,
  ): boolean {
    if (outcome === 'delivered') this.failures = [];
    if (rule === false || !isFailure(outcome)) return false;
    // The first look takes those from the store that an engine before this one left.
    const stored = this.failures.length === 0 ? earlier(rule.failures) : undefined;
    if (stored === undefined) this.failures.push(endedAt);
    else this.failures = stored;
    if (this.failures.length > rule.failures) this.failures.shift();
    return this.off === undefined && isSwitchedOff(rule, this.failures, endedAt);
  }

  /**
   * The window of the postback's limit; a changed limit begins a new one. In real time requests count when they leave,
   * on any other clock they have the moments that it assigns.
   */
  window(perSecond: number | undefined, real: boolean): RateWindow | undefined {
    const key = `${perSecond} ${real}`;
    if (key !== this.#windowKey) {
      this.#windowKey = key;
      this.#window =
        perSecond === undefined
          ? undefined
          : (real ? createLeavingWindow : createRateWindow)(perSecond, WINDOW_MS);
    }
    return this.#window;
  }
}
