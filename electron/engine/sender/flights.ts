import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import type { PreparedAttempt } from './attempt-start.ts';
import { type AttemptResult, type Transport, unsent } from './transport.ts';

/** An attempt that may leave once it is stored. */
export interface Start extends PreparedAttempt {
  /** 0 until it is stored. */
  attemptId: number;
  /** Called when it leaves, and again when it is over. */
  onLeft: () => void;
  /** Stored before there was a place for it. */
  ahead: boolean;
}

/** An attempt that came back; what follows from it is still to be decided and stored. */
export interface Ended {
  waiting: OpenDelivery;
  attemptId: number;
  rules: DeliveryRules;
  sentAt: number;
  /** When it came back, on the clock. */
  backAt: number;
  result: AttemptResult;
  /** The user stopped its delivery between its end and the decision what follows. */
  cancelled?: boolean;
}

export interface FlightsOptions {
  transport: Transport;
  /** Which attempt a local TCP port is busy with; undefined when it is free again. */
  onPort?: ((localPort: number, attemptId: number | undefined) => void) | undefined;
  /** The clock in force. */
  now: () => number;
  onEnd: (ended: Ended) => void;
}

interface Flight {
  attemptId: number;
  abort: AbortController;
  /** Real time of leaving. */
  since: number;
}

/** The attempts under way, by their delivery. */
export class Flights {
  readonly #options: FlightsOptions;
  readonly #flying = new Map<number, Flight>();

  constructor(options: FlightsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#flying.size;
  }

  has(deliveryId: number): boolean {
    return this.#flying.has(deliveryId);
  }

  /** Breaks an attempt off; it ends as cancelled. False when there is none. */
  abort(deliveryId: number): boolean {
    const flight = this.#flying.get(deliveryId);
    flight?.abort.abort();
    return flight !== undefined;
  }

  abortAll(): void {
    for (const { abort } of this.#flying.values()) abort.abort();
  }

  /** Attempts that left at or before a real time (performance.now()). */
  since(real: number): number[] {
    return [...this.#flying.values()].filter(({ since }) => since <= real).map(({ attemptId }) => attemptId);
  }

  launch({ waiting, attemptId, rules, start, outgoing, onLeft }: Start): void {
    const { transport, onPort, now, onEnd } = this.#options;
    const abort = new AbortController();
    this.#flying.set(waiting.id, { attemptId, abort, since: performance.now() });
    const end = (result: AttemptResult) => {
      this.#flying.delete(waiting.id);
      onLeft();
      onEnd({ waiting, attemptId, rules, sentAt: start.sentAt, backAt: now(), result });
    };
    if (typeof outgoing === 'string') {
      end(unsent('malformed-url', outgoing));
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
        onLeft();
        onPort?.(port, attemptId);
      },
    }).then((result) => {
      if (localPort !== undefined) onPort?.(localPort, undefined);
      end(result);
    });
  }
}
