import type { AttemptEnd, DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { Values } from '../../../shared/domain/placeholder-values.ts';
import type { Postback, RenderedRequest } from '../../../shared/template/postback.ts';
import type { WireSecret } from '../../../shared/template/wire-secrets.ts';

/** The request of a first attempt, with `{secret:NAME}` at the place of each secret. */
export interface FirstRequest {
  request: RenderedRequest;
  secrets: readonly WireSecret[];
}

/** What a sender needs of the outbox. What is written is there when the call returns, or when its transaction ends. */
export interface SendingStore {
  /** Several writes as one: all or none. */
  transaction<T>(work: () => T): T;
  /** The postback of a template's id, and the id of a postback's text. */
  template(id: number): Postback;
  templateId(postback: Postback): number;
  /** What was true at the event of a delivery. */
  values(deliveryId: number): Values;
  /** The request of the first attempt, which retries repeat; undefined where none could be sent. */
  firstRequest(deliveryId: number): FirstRequest | undefined;
  /** Sends a delivery by another template than that of its event. */
  setTemplate(deliveryId: number, templateId: number): void;
  /** Moves a delivery to a state; `dueAt` is null at its end. */
  set(deliveryId: number, state: DeliveryState, dueAt: number | null): void;
  /** Ends a delivery without another attempt, and says at its last one why. */
  giveUp(deliveryId: number, sentence: string): void;
  /** Stores that attempts are about to leave; gives their ids, in the same order. */
  startAttempts(attempts: readonly DeliveryAttempt[]): number[];
  /** Removes attempts that were to leave and did not. */
  removeAttempts(attemptIds: readonly number[]): void;
  /** Shows attempts that last, and their deliveries as in flight. */
  markInFlight(attemptIds: readonly number[]): void;
  /** Stores how an attempt ended and where its delivery stands now, with its attempts and failures so far. */
  endAttempt(
    attemptId: number,
    end: AttemptEnd,
    now: { state: DeliveryState; attempts: number; failures: number },
  ): void;
}
