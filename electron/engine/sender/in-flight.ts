import type { DeliveryQueue } from '../../../shared/delivery/delivery-queue.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { PreparedAttempt } from './prepare-attempt.ts';
import { type AttemptResult, Cancellation, type Transport, unsent } from './transport.ts';

/** Real ms after which an attempt in flight is shown as such. */
const SHOWN_AFTER_MS = 50;

/** An attempt that may leave once it is stored. */
export interface Start extends PreparedAttempt {
  queue: DeliveryQueue;
  /** 0 until it is stored. */
  attemptId: number;
  /** Called when it leaves, and again when it is over. */
  onLeft: () => void;
  /** Stored ahead, before there was a slot for it. */
  ahead: boolean;
}

/** An attempt that ended; what follows is not decided and stored yet. */
export interface Ended {
  delivery: OpenDelivery;
  queue: DeliveryQueue;
  attemptId: number;
  rules: DeliveryRules;
  sentAt: number;
  /** When it ended, on the clock. */
  backAt: number;
  result: AttemptResult;
  /** The user cancelled its delivery after the attempt ended and before the decision. */
  cancelled?: boolean;
}

export interface InFlightOptions {
  transport: Transport;
  /** The attempt that uses a local TCP port; undefined once the port is free. */
  onPort?: ((localPort: number, attemptId: number | undefined) => void) | undefined;
  /** The clock in force. */
  now: () => number;
  onEnd: (ended: Ended) => void;
  /** Called with attempts that have lasted long enough to be shown. */
  onLasting: (attemptIds: readonly number[]) => void;
}

interface Request {
  attemptId: number;
  cancellation: Cancellation;
  /** When it was sent, in real time. */
  since: number;
  shown: boolean;
}

/** The attempts in flight, by their delivery. */
export class InFlight {
  readonly #options: InFlightOptions;
  readonly #requests = new Map<number, Request>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: InFlightOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#requests.size;
  }

  has(deliveryId: number): boolean {
    return this.#requests.has(deliveryId);
  }

  /** Aborts an attempt, which ends as cancelled. Returns false if there is none. */
  abort(deliveryId: number): boolean {
    const request = this.#requests.get(deliveryId);
    request?.cancellation.cancel();
    return request !== undefined;
  }

  /** Aborts all attempts and resolves once they have ended. None is shown after that. */
  async close(): Promise<void> {
    for (const { cancellation } of this.#requests.values()) cancellation.cancel();
    while (this.size > 0) await new Promise((resolve) => setImmediate(resolve));
    clearTimeout(this.#timer);
  }

  /** Sends a stored attempt. */
  send({ delivery, queue, attemptId, rules, start, outgoing, onLeft }: Start): void {
    const { transport, onPort, now, onEnd } = this.#options;
    const cancellation = new Cancellation();
    this.#requests.set(delivery.id, { attemptId, cancellation, since: performance.now(), shown: false });
    this.#timer ??= setTimeout(() => this.#show(), SHOWN_AFTER_MS);
    const end = (result: AttemptResult) => {
      this.#requests.delete(delivery.id);
      onLeft();
      onEnd({ delivery, queue, attemptId, rules, sentAt: start.sentAt, backAt: now(), result });
    };
    if ('outcome' in outgoing) {
      end(unsent(outgoing.outcome, outgoing.cause));
      return;
    }
    let localPort: number | undefined;
    const { connectTimeout, responseTimeout } = rules.profile;
    void transport(outgoing, {
      cancellation,
      workspace: delivery.workspace,
      connectTimeout,
      responseTimeout,
      onSent: (port) => {
        localPort = port;
        onLeft();
        onPort?.(port, attemptId);
      },
    }).then((result) => {
      if (localPort !== undefined) onPort?.(localPort, undefined);
      end(result);
    });
  }

  /** Reports attempts that have lasted long enough to be shown. */
  #show(): void {
    this.#timer = undefined;
    const before = performance.now() - SHOWN_AFTER_MS;
    const open = [...this.#requests.values()].filter(({ shown }) => !shown);
    const lasting = open.filter(({ since }) => since <= before);
    for (const request of lasting) request.shown = true;
    if (lasting.length > 0) this.#options.onLasting(lasting.map(({ attemptId }) => attemptId));
    if (open.length > lasting.length) this.#timer = setTimeout(() => this.#show(), SHOWN_AFTER_MS);
  }
}
