import TinyQueue from 'tinyqueue';
import type { OpenDelivery } from './open-delivery.ts';
import { type AttemptOutcome, isFailure } from './outcome.ts';
import type { Pace } from './pace.ts';
import type { SenderProfile } from './profile.ts';
import type { RateWindow } from './rate-limit.ts';
import { isSwitchedOff } from './switch-off.ts';

/**
 * The deliveries of one postback: what is due first goes first, and two of one action never overlap. It counts the
 * places under the postback's limit of attempts in flight, and its failures in a row.
 */
export class DeliveryQueue {
  readonly #heap = new TinyQueue<OpenDelivery>([], (a, b) => a.dueAt - b.dueAt || a.id - b.id);
  readonly #isCurrent: (delivery: OpenDelivery) => boolean;
  /** Attempts that are in flight or stored to leave next, and those of them that have left. */
  #taken = 0;
  #left = 0;
  readonly #busySubjects = new Set<number>();
  /** Deliveries that were due first while another one of their action was in flight. */
  readonly #held = new Map<number, OpenDelivery[]>();
  #window: RateWindow | undefined;
  #windowOf: { perSecond: number | undefined; make: Pace['window'] | undefined } = {
    perSecond: undefined,
    make: undefined,
  };
  /** Times of the last consecutive failures, for profiles that switch a postback off. */
  #failures: number[] = [];
  #off: string | undefined;

  /**
   * `isCurrent` is false for the stale entry of a delivery that was cancelled or rescheduled; `off`
   * is the reason why the postback is switched off, if it is.
   */
  constructor(isCurrent: (delivery: OpenDelivery) => boolean, off?: string) {
    this.#isCurrent = isCurrent;
    this.#off = off;
  }

  push(delivery: OpenDelivery): void {
    this.#heap.push(delivery);
  }

  /** What is due first and is not held back by its action. */
  head(): OpenDelivery | undefined {
    for (let head = this.first(); head !== undefined; head = this.first()) {
      if (!this.isBusy(head)) return head;
      this.#heap.pop();
      const held = this.#held.get(head.subjectKey);
      if (held === undefined) this.#held.set(head.subjectKey, [head]);
      else held.push(head);
    }
    return undefined;
  }

  /** What is due first, even if its action has another attempt in flight. Stale entries are dropped. */
  first(): OpenDelivery | undefined {
    for (let head = this.#heap.peek(); head !== undefined; head = this.#heap.peek()) {
      if (this.#isCurrent(head)) return head;
      this.#heap.pop();
    }
    return undefined;
  }

  /** Whether an attempt of the same action is in flight. */
  isBusy({ subjectKey }: OpenDelivery): boolean {
    return this.#busySubjects.has(subjectKey);
  }

  /** When the first delivery is due that its action holds back outside the heap; Infinity without any. */
  get heldDue(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const held of this.#held.values()) for (const { dueAt } of held) first = Math.min(first, dueAt);
    return first;
  }

  /** Whether one more may be taken under a limit of attempts in flight. */
  hasPlace(inFlight: number): boolean {
    return this.#taken < inFlight;
  }

  /** Removes the head, whose attempt is to leave. */
  take(): OpenDelivery {
    const head = this.#heap.pop()!;
    this.#taken += 1;
    this.#busySubjects.add(head.subjectKey);
    return head;
  }

  /** Counts one that was taken as having left, unless the limit of attempts in flight is reached. */
  leave(inFlight: number): boolean {
    if (this.#left >= inFlight) return false;
    this.#left += 1;
    return true;
  }

  /** An attempt that had left has ended, which frees its action. */
  end({ subjectKey }: OpenDelivery): void {
    this.#left -= 1;
    this.#release(subjectKey);
  }

  /** Puts back one that was taken and has not left, as if it had never been taken. */
  putBack(delivery: OpenDelivery): void {
    this.#release(delivery.subjectKey);
    this.push(delivery);
  }

  #release(subjectKey: number): void {
    this.#taken -= 1;
    this.#busySubjects.delete(subjectKey);
    for (const held of this.#held.get(subjectKey) ?? []) this.#heap.push(held);
    this.#held.delete(subjectKey);
  }

  /** The window of the postback's limit; a changed limit, or another kind of time, starts a new one. */
  window(perSecond: number | undefined, pace: Pace): RateWindow | undefined {
    if (perSecond !== this.#windowOf.perSecond || pace.window !== this.#windowOf.make) {
      this.#windowOf = { perSecond, make: pace.window };
      this.#window = perSecond === undefined ? undefined : pace.window(perSecond);
    }
    return this.#window;
  }

  /** What was counted is of no use any more: the clock was set back. */
  forgetWindow(): void {
    this.#windowOf = { perSecond: undefined, make: undefined };
    this.#window = undefined;
  }

  /** Why nothing is sent any more, as a sentence; undefined unless it is switched off. */
  get off(): string | undefined {
    return this.#off;
  }

  switchOff(sentence: string): void {
    this.#off = sentence;
  }

  switchOn(): void {
    this.#off = undefined;
    this.#failures = [];
  }

  /**
   * Counts how an attempt ended for profiles that switch a postback off after consecutive failures. Returns whether
   * to do so now. `earlier` returns the latest consecutive failures in the store, including this one.
   */
  count(
    { outcome, endedAt }: { outcome: AttemptOutcome; endedAt: number },
    rule: SenderProfile['switchOff'],
    earlier: (most: number) => number[] | undefined,
  ): boolean {
    if (outcome === 'delivered') this.#failures = [];
    if (rule === false || !isFailure(outcome)) return false;
    // The first time, those that a former engine left are taken from the store.
    const stored = this.#failures.length === 0 ? earlier(rule.failures) : undefined;
    if (stored === undefined) this.#failures.push(endedAt);
    else this.#failures = stored;
    if (this.#failures.length > rule.failures) this.#failures.shift();
    return this.#off === undefined && isSwitchedOff(rule, this.#failures, endedAt);
  }
}
