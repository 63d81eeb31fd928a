import type { AttemptEnd, DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback, RenderedRequest } from '../../../shared/template/postback.ts';
import type { WireSecret } from '../../../shared/template/wire-secrets.ts';

/** The request of a first attempt, with `{secret:NAME}` at the place of each secret. */
export interface FirstRequest {
  request: RenderedRequest;
  secrets: readonly WireSecret[];
}

/** What a sender needs from the outbox. A write is durable when the call returns or its transaction ends. */
export interface SendingStore {
  /** Several writes as one transaction. */
  transaction<T>(work: () => T): T;
  /** The postback for a template id, and the id for a postback. */
  template(id: number): Postback;
  templateId(postback: Postback): number;
  /** The values at the event of a delivery. */
  values(deliveryId: number): Values;
  /** The request of the first attempt, which retries repeat; undefined if none could be sent. */
  firstRequest(deliveryId: number): FirstRequest | undefined;
  /** Gives a delivery another template than that of its event. */
  setTemplate(deliveryId: number, templateId: number): void;
  /** Sets the state of a delivery; `dueAt` is null once it has ended. */
  set(deliveryId: number, state: DeliveryState, dueAt: number | null): void;
  /** Ends a delivery without another attempt; the reason is stored with its last one. */
  giveUp(deliveryId: number, sentence: string): void;
  /** Stores attempts before they leave; returns their ids in the same order. */
  startAttempts(attempts: readonly DeliveryAttempt[]): number[];
  /** Removes stored attempts that did not leave. */
  removeAttempts(attemptIds: readonly number[]): void;
  /** Makes long attempts visible, and marks their deliveries as in flight. */
  markInFlight(attemptIds: readonly number[]): void;
  /** Stores how an attempt ended, and the new state of its delivery with its attempts and failures so far. */
  endAttempt(
    attemptId: number,
    end: AttemptEnd,
    now: { state: DeliveryState; attempts: number; failures: number },
  ): void;
}
