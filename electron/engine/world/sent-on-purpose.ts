import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { FORWARDED_FOR } from '../../../shared/receiver/access/sender-address.ts';
import type { Scenario, Step } from '../../../shared/scenario/schema.ts';
import type { OpenDelivery, Outbox } from '../store/outbox.ts';
import type { OnPurpose } from './events.ts';

/** Virtual ms between two repetitions that are not sent at the same moment. */
const BETWEEN_MS = 1_000;

/**
 * How a scenario's steps say that postbacks of other steps are sent: again, held back, with their response lost, or
 * with other values.
 */
export class SentOnPurpose {
  readonly #outbox: Outbox;
  readonly #runId: number;
  readonly #steps: readonly Step[];
  /** By the index of the step whose postbacks they are. */
  readonly #lost = new Set<number>();
  readonly #heldUntil = new Map<number, number>();
  /** Deliveries that are held back, by the index of their own step. */
  readonly #held = new Map<number, OpenDelivery[]>();
  #set: Values | undefined;

  constructor(
    outbox: Outbox,
    runId: number,
    { steps, senderAddress }: Pick<Scenario, 'steps' | 'senderAddress'>,
  ) {
    this.#outbox = outbox;
    this.#runId = runId;
    this.#steps = steps;
    if (senderAddress !== undefined) this.#set = { [FORWARDED_FOR]: senderAddress };
  }

  /** Notes what a step says; returns the deliveries that it sends again, in the caller's transaction. */
  take(index: number, at: number): OpenDelivery[] {
    const step = this.#steps[index]!;
    if ('loseResponse' in step) this.#lost.add(this.#indexOf(step.loseResponse));
    else if ('hold' in step) this.#heldUntil.set(this.#indexOf(step.hold.of), this.#indexOf(step.hold.until));
    else if ('set' in step) this.#set = { ...this.#set, ...step.set };
    else if ('senderAddress' in step) this.#set = { ...this.#set, [FORWARDED_FOR]: step.senderAddress };
    else if ('again' in step) return this.#again(step.again, index, at);
    return [];
  }

  /** How the postbacks of a step are sent; null for what dates cause. */
  of(step: number | null): OnPurpose | undefined {
    const loseResponse = step !== null && this.#lost.has(step);
    return loseResponse || this.#set !== undefined ? { loseResponse, set: this.#set } : undefined;
  }

  /** Keeps a step's deliveries where they are held back; returns those that may leave. */
  hold(step: number | null, deliveries: OpenDelivery[]): OpenDelivery[] {
    const until = step === null ? undefined : this.#heldUntil.get(step);
    if (step === null || until === undefined) return deliveries;
    // What it should wait for has left already.
    if (until < step && !this.#held.has(until)) return deliveries;
    this.#held.set(step, [...(this.#held.get(step) ?? []), ...deliveries]);
    return [];
  }

  /** Steps whose deliveries waited for this one's, which have left; none while these are held back themselves. */
  waitingFor(step: number): number[] {
    if (this.#held.has(step)) return [];
    return [...this.#heldUntil].flatMap(([of, until]) => (until === step && this.#held.has(of) ? [of] : []));
  }

  /** A step's deliveries that were held back, due now; in the caller's transaction. */
  release(step: number, now: number): OpenDelivery[] {
    const held = this.#held.get(step) ?? [];
    this.#held.delete(step);
    return held.map((delivery) => {
      this.#outbox.set(delivery.id, 'waiting', now);
      return { ...delivery, dueAt: now };
    });
  }

  /** Nothing that is still held back will leave: the run has ended. */
  cancel(): void {
    for (const { id } of [...this.#held.values()].flat()) this.#outbox.set(id, 'cancelled', null);
    this.#held.clear();
  }

  #again(
    { of, times, together }: Extract<Step, { again: unknown }>['again'],
    index: number,
    at: number,
  ): OpenDelivery[] {
    const first = this.#outbox.firstOfStep(this.#runId, this.#indexOf(of));
    return Array.from({ length: times }, (_, n) =>
      first.map((id) =>
        this.#outbox.addAgain(id, {
          step: index,
          at: together ? at : at + n * BETWEEN_MS,
          key: `${index}/${n}`,
        }),
      ),
    ).flat();
  }

  #indexOf(id: string): number {
    return this.#steps.findIndex((step) => 'id' in step && step.id === id);
  }
}
