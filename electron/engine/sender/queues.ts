import type { OpenDelivery } from '../store/outbox.ts';
import { DeliveryQueue } from './queue.ts';
import type { TermsOfTurn } from './terms.ts';

export interface QueuesOptions {
  /** False for what a cancelled or hurried delivery left behind at its former place. */
  isCurrent: (waiting: OpenDelivery) => boolean;
  /** Why a postback is switched off, or undefined. */
  isOff: (postback: string) => string | undefined;
  terms: TermsOfTurn;
}

/** The queues of all postbacks, and what comes first among them. */
export class Queues {
  readonly #options: QueuesOptions;
  readonly #queues = new Map<string, DeliveryQueue>();

  constructor(options: QueuesOptions) {
    this.#options = options;
  }

  /** The queue of a postback, made when there is none yet. */
  of(postback: string): DeliveryQueue {
    let queue = this.#queues.get(postback);
    if (queue === undefined) {
      queue = new DeliveryQueue();
      queue.off = this.#options.isOff(postback);
      this.#queues.set(postback, queue);
    }
    return queue;
  }

  get count(): number {
    return this.#queues.size;
  }

  all(): Iterable<DeliveryQueue> {
    return this.#queues.values();
  }

  /** The head of a queue that its action lets go. */
  readonly head = (queue: DeliveryQueue): OpenDelivery | undefined => queue.peek(this.#options.isCurrent);

  /** The head of a queue, also one that its action holds back. */
  readonly first = (queue: DeliveryQueue): OpenDelivery | undefined => queue.first(this.#options.isCurrent);

  /** The queue whose head, as `look` sees it, is due first. */
  next(look: (queue: DeliveryQueue) => OpenDelivery | undefined): DeliveryQueue | undefined {
    let best: DeliveryQueue | undefined;
    let dueAt = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) {
      const head = look(queue);
      if (head !== undefined && head.dueAt < dueAt) {
        best = queue;
        dueAt = head.dueAt;
      }
    }
    return best;
  }

  /** The moment of the first delivery that its action lets go; Infinity without any. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) next = Math.min(next, this.head(queue)?.dueAt ?? next);
    return next;
  }

  /** When the first delivery is due that its action holds back; Infinity without any. */
  parkedDue(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) first = Math.min(first, queue.parkedDue);
    return first;
  }

  /** Whether something is due that has a place. */
  hasPlace(now: number): boolean {
    return this.#some(
      (head, queue) =>
        head.dueAt <= now && queue.inFlight < this.#options.terms.of(head).rules.profile.inFlight,
    );
  }

  /** Whether something waits whose postback has a limit. */
  isAnyLimited(): boolean {
    const { terms } = this.#options;
    return this.#some((head) => terms.of(head).postback.maximumRequestsPerSecond !== undefined);
  }

  #some(matches: (head: OpenDelivery, queue: DeliveryQueue) => boolean): boolean {
    for (const queue of this.#queues.values()) {
      const head = this.head(queue);
      if (head !== undefined && matches(head, queue)) return true;
    }
    return false;
  }
}
