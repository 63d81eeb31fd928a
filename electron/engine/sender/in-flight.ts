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
  /** Stored before there was a place for it. */
  ahead: boolean;
}

/** An attempt that came back; what follows from it is still to be decided and stored. */
export interface Ended {
  delivery: OpenDelivery;
  queue: DeliveryQueue;
  attemptId: number;
  rules: DeliveryRules;
  sentAt: number;
  /** When it came back, on the clock. */
  backAt: number;
  result: AttemptResult;
  /** The user stopped its delivery between its end and the decision what follows. */
  cancelled?: boolean;
}

export interface InFlightOptions {
  transport: Transport;
  /** Which attempt a local TCP port is busy with; undefined when it is free again. */
  onPort?: ((localPort: number, attemptId: number | undefined) => void) | undefined;
  /** The clock in force. */
  now: () => number;
  onEnd: (ended: Ended) => void;
  /** Told of attempts that have lasted for so long that they are to be shown. */
  onLasting: (attemptIds: readonly number[]) => void;
}

interface Request {
  attemptId: number;
  cancellation: Cancellation;
  /** Real time of leaving. */
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

  /** Breaks an attempt off; it ends as cancelled. False when there is none. */
  abort(deliveryId: number): boolean {
    const request = this.#requests.get(deliveryId);
    request?.cancellation.cancel();
    return request !== undefined;
  }

  /** Breaks all off, and resolves once they have ended; none is shown any more. */
  async close(): Promise<void> {
    for (const { cancellation } of this.#requests.values()) cancellation.cancel();
    while (this.size > 0) await new Promise((resolve) => setImmediate(resolve));
    clearTimeout(this.#timer);
  }

  /** Sends an attempt that is stored. */
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

  /** Tells of those that have lasted long enough to be looked at. */
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
