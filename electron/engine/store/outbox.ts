import type { AttemptEnd, DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryState } from '../../../shared/delivery/outcome.ts';
import type { SwitchedOff } from '../../../shared/delivery/switch-off.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
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
 * The only access to deliveries, their attempts, templates and values, and the postbacks that are switched off. Everything
 * is stored before it takes effect. This file has only what concerns several of these.
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

  /** Several writes as one transaction. */
  transaction<T>(work: () => T): T {
    return this.#writer.transaction(work);
  }

  /** Adds a waiting delivery; pass it to a sender once this is committed. */
  add(delivery: NewDelivery): OpenDelivery {
    return this.transaction(() => {
      const templateId = this.#templates.idOf(delivery.template);
      const added = this.#deliveries.add(delivery, templateId, this.#values.idOf(delivery.values));
      this.#values.remember(added.id, delivery.values);
      return added;
    });
  }

  /** The deliveries with these ids that still exist, by id, as a sender keeps them. */
  open(ids: readonly number[]): OpenDelivery[] {
    return this.#deliveries.open(ids);
  }

  /** Deliveries of a run's step that were not repetitions, by id. */
  firstOfStep(runId: number, step: number): number[] {
    return this.#deliveries.firstOfStep(runId, step);
  }

  /** Adds a repetition of a delivery, byte for byte; pass it to a sender once this is committed. */
  addAgain(id: number, given: { step: number; at: number; key: string }): OpenDelivery {
    return this.transaction(() => this.#deliveries.addAgain(id, given));
  }

  state(id: number): DeliveryState | undefined {
    return this.#deliveries.state(id);
  }

  /** Sets the state of a delivery; `dueAt` is null once it has ended. */
  set(id: number, state: DeliveryState, dueAt: number | null): void {
    this.#deliveries.set(id, state, dueAt);
  }

  /** Restarts the retries of a delivery, for a manual retry. */
  revive(id: number, dueAt: number): void {
    this.#deliveries.revive(id, dueAt);
  }

  /** The folder and file of a delivery's postback. */
  postbackOf(id: number): { workspace: string; postback: string } | undefined {
    return this.#deliveries.postbackOf(id);
  }

  /** The key of a delivery's action; undefined if it has another subject. */
  actionOf(id: number): number | undefined {
    return this.#deliveries.actionOf(id);
  }

  /** The values at the event of a delivery. */
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

  /** How many deliveries of a workspace's postback, by its file, are open. */
  openOf(workspace: string, postback: string): number {
    return this.#deliveries.openOf(workspace, postback);
  }

  /** How many deliveries are waiting and in flight. */
  counts(): { waiting: number; inFlight: number } {
    return this.#deliveries.counts();
  }

  /** The id of a postback's text; a new one for a new text. */
  templateId(template: Postback): number {
    return this.#templates.idOf(template);
  }

  /** The postback of a delivery's `templateId`. */
  template(id: number): Postback {
    return this.#templates.get(id);
  }

  /** Gives a delivery another template than that of its event, at its first attempt. */
  setTemplate(id: number, templateId: number): void {
    this.#deliveries.setTemplate(id, templateId);
  }

  /** The request of the first attempt, which retries repeat; undefined if none could be sent. */
  firstRequest(id: number): ReturnType<Attempts['firstRequest']> {
    return this.#attempts.firstRequest(id);
  }

  /**
   * Stores attempts before they leave; returns their ids. Deliveries show only attempts that take long, see
   * `markInFlight`: most end before anybody could look.
   */
  startAttempts(attempts: readonly DeliveryAttempt[]): number[] {
    return this.transaction(() => this.#attempts.start(attempts));
  }

  /** Removes stored attempts that did not leave. */
  removeAttempts(ids: readonly number[]): void {
    this.transaction(() => this.#attempts.remove(ids));
  }

  /** Makes long attempts visible, and marks their deliveries as in flight. */
  markInFlight(ids: readonly number[]): void {
    this.transaction(() => {
      for (const id of ids) {
        const shown = this.#attempts.show(id);
        if (shown !== undefined) this.#deliveries.setInFlight(shown.deliveryId, shown.start.number);
      }
    });
  }

  /** Stores how an attempt ended, and the new state of its delivery with its attempts and failures so far. */
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

  /** Ends a delivery without another attempt; the reason is stored with its last one. */
  giveUp(id: number, sentence: string): void {
    this.transaction(() => {
      this.#deliveries.set(id, 'given-up', null);
      this.#attempts.setLast(id, sentence);
    });
  }

  /** The times of a postback's failed attempts since its last success in manual work: the latest `most`, oldest first. */
  failuresInARow(workspace: string, postback: string, most: number): number[] {
    return this.#attempts.failuresInARow(workspace, postback, most);
  }

  /** Postbacks of a workspace that are switched off for manual work. */
  switchedOff(workspace: string): SwitchedOff[] {
    return this.#switchedOff.of(workspace);
  }

  switchOff(postback: SwitchedOff): void {
    this.#switchedOff.add(postback);
  }

  /** Enables a postback again; returns false if it was not off. */
  switchOn(workspace: string, postback: string): boolean {
    return this.#switchedOff.remove(workspace, postback);
  }

  /**
   * After a restart: attempts that were in flight become unknown and are due again now. Returns all deliveries to
   * resume.
   */
  recover(at: number): OpenDelivery[] {
    return this.transaction(() => {
      const isOpen = (id: number) => ['waiting', 'in-flight'].includes(this.state(id) ?? '');
      for (const { deliveryId, attempts } of this.#attempts.recover(at, isOpen))
        this.#deliveries.setBrokenOff(deliveryId, at, attempts);
      return this.#deliveries.waiting();
    });
  }

  /** Removes started attempts and values of events; deliveries and attempts are removed elsewhere. */
  clear(): void {
    this.#attempts.clear();
    this.#values.clear();
    this.#templates.forget();
  }
}
