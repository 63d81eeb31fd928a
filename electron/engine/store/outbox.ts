import type { AttemptEnd, DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { SwitchedOff } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/domain/values.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { Attempts } from './attempts.ts';
import { Deliveries, type NewDelivery } from './deliveries.ts';
import { DistinctJson } from './distinct-json.ts';
import { EventValues } from './event-values.ts';
import { readPostback } from './stored-json.ts';
import { SwitchedOffPostbacks } from './switched-off.ts';
import type { Writer } from './writer.ts';

export type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';

/**
 * Deliveries and attempts on disk, before they matter: the one door to deliveries, their attempts, templates and values,
 * and the postbacks that are switched off. Here stands only what concerns several of these.
 */
export class Outbox {
  readonly #writer: Writer;
  readonly #deliveries: Deliveries;
  readonly #attempts: Attempts;
  readonly #templates: DistinctJson<Postback>;
  readonly #values: EventValues;
  readonly #switchedOff: SwitchedOffPostbacks;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#deliveries = new Deliveries(writer);
    this.#attempts = new Attempts(writer);
    this.#templates = new DistinctJson(writer, 'templates', readPostback);
    this.#values = new EventValues(writer);
    this.#switchedOff = new SwitchedOffPostbacks(writer);
  }

  /** Several writes as one: all or none. */
  transaction<T>(work: () => T): T {
    return this.#writer.transaction(work);
  }

  /** Adds a delivery that waits, to be handed to a sender once this is committed. */
  add(delivery: NewDelivery): OpenDelivery {
    return this.transaction(() => {
      const templateId = this.#templates.idOf(delivery.template);
      const added = this.#deliveries.add(delivery, templateId, this.#values.idOf(delivery.values));
      this.#values.remember(added.id, delivery.values);
      return added;
    });
  }

  /** Deliveries as the sender keeps them, those that are still there, in the order of their ids. */
  open(ids: readonly number[]): OpenDelivery[] {
    return this.#deliveries.open(ids);
  }

  state(id: number): DeliveryState | undefined {
    return this.#deliveries.state(id);
  }

  /** Moves a delivery to a state; `dueAt` is null at its end. */
  set(id: number, state: DeliveryState, dueAt: number | null): void {
    this.#deliveries.set(id, state, dueAt);
  }

  /** Begins a delivery's retries anew, due at a time: by hand, whatever came before. */
  revive(id: number, dueAt: number): void {
    this.#deliveries.revive(id, dueAt);
  }

  /** The folder and file of a delivery's postback. */
  postbackOf(id: number): { workspace: string; postback: string } | undefined {
    return this.#deliveries.postbackOf(id);
  }

  /** The key of the action that a delivery is about; undefined where it is about something else. */
  actionOf(id: number): number | undefined {
    return this.#deliveries.actionOf(id);
  }

  /** What was true at the event of a delivery. */
  values(id: number): Values {
    return this.#values.of(id);
  }

  /** Given-up deliveries, of one run or of all. */
  givenUp(runId: number | null): number[] {
    return this.#deliveries.givenUp(runId);
  }

  /** Steps of a run with a delivery that ended without being delivered. */
  failedSteps(runId: number): number[] {
    return this.#deliveries.failedSteps(runId);
  }

  /** How many deliveries of a postback, by its file, are not at their end. */
  openOf(postback: string): number {
    return this.#deliveries.openOf(postback);
  }

  /** Deliveries that are not at their end. */
  counts(): { waiting: number; inFlight: number } {
    return this.#deliveries.counts();
  }

  /** The id under which a postback's text is kept; new where it is a new one. */
  templateId(template: Postback): number {
    return this.#templates.idOf(template);
  }

  /** The postback of a delivery's `templateId`. */
  template(id: number): Postback {
    return this.#templates.get(id);
  }

  /** Sends a delivery by another template than that of its event, at its first attempt. */
  setTemplate(id: number, templateId: number): void {
    this.#deliveries.setTemplate(id, templateId);
  }

  /** The request of the first attempt, which retries repeat; undefined where none could be sent. */
  firstRequest(id: number): ReturnType<Attempts['firstRequest']> {
    return this.#attempts.firstRequest(id);
  }

  /**
   * Stores that attempts are about to leave; returns their ids. Their deliveries show them only once they last, see
   * `markInFlight`: most are over before anybody could look.
   */
  startAttempts(attempts: readonly DeliveryAttempt[]): number[] {
    return this.transaction(() => this.#attempts.start(attempts));
  }

  /** Removes attempts that were to leave and did not. */
  removeAttempts(ids: readonly number[]): void {
    this.transaction(() => this.#attempts.remove(ids));
  }

  /** Shows attempts that last, and their deliveries as in flight. */
  markInFlight(ids: readonly number[]): void {
    this.transaction(() => {
      for (const id of ids) {
        const shown = this.#attempts.show(id);
        if (shown !== undefined) this.#deliveries.setInFlight(shown.deliveryId, shown.start.number);
      }
    });
  }

  /** Stores how an attempt ended and where its delivery stands now, with its attempts and failures so far. */
  endAttempt(
    id: number,
    end: AttemptEnd,
    now: { state: DeliveryState; attempts: number; failures: number },
  ): void {
    this.transaction(() =>
      this.#attempts.end(id, end, (deliveryId) =>
        this.#deliveries.setAfterAttempt(deliveryId, end.nextAt, now),
      ),
    );
  }

  /** Ends a delivery without another attempt, and says at its last one why. */
  giveUp(id: number, sentence: string): void {
    this.transaction(() => {
      this.#deliveries.set(id, 'given-up', null);
      this.#attempts.setLast(id, sentence);
    });
  }

  /** When the latest attempts by hand of a postback failed without a success after them: at most so many, oldest first. */
  failuresInARow(workspace: string, postback: string, most: number): number[] {
    return this.#attempts.failuresInARow(workspace, postback, most);
  }

  /** Postbacks of a workspace that are switched off for work by hand. */
  switchedOff(workspace: string): SwitchedOff[] {
    return this.#switchedOff.of(workspace);
  }

  switchOff(postback: SwitchedOff): void {
    this.#switchedOff.add(postback);
  }

  /** Switches a postback on again; false when it was not off. */
  switchOn(workspace: string, postback: string): boolean {
    return this.#switchedOff.remove(workspace, postback);
  }

  /**
   * After a start: what was in flight when the last engine ended becomes unknown and is due again now. Returns all
   * deliveries to go on with.
   */
  recover(at: number): OpenDelivery[] {
    return this.transaction(() => {
      const isOpen = (id: number) => ['waiting', 'in-flight'].includes(this.state(id) ?? '');
      for (const { deliveryId, attempts } of this.#attempts.recover(at, isOpen))
        this.#deliveries.setBrokenOff(deliveryId, at, attempts);
      return this.#deliveries.waiting();
    });
  }

  /** Forgets what was started and what was true at events; deliveries and attempts are removed by others. */
  clear(): void {
    this.#attempts.clear();
    this.#values.clear();
    this.#templates.forget();
  }
}
