import type { ActionView } from '../../../shared/contract/activity.ts';
import type { PostbackSource } from '../../../shared/delivery/send-to.ts';
import { legalTransitions, settle } from '../../../shared/domain/action-dates.ts';
import type { World } from '../../../shared/domain/program.ts';
import type { DomainEvent } from '../../../shared/world/domain-event.ts';
import { perform, type WorldCommand } from '../../../shared/world/perform.ts';
import type { StoredCatalogs, Things } from '../../../shared/world/things.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { StoredAction } from '../store/actions.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import { type DeliveryPlan, fire, firedEvent, type OnPurpose } from './events.ts';
import { StoredThings } from './stored-things.ts';

export interface SessionOptions {
  store: ActivityStore;
  clock: Clock;
  sender: Sender;
  /** The run whose world it is; null for manual work. */
  runId: number | null;
  catalogs: StoredCatalogs;
  world: () => World;
  /** How events become deliveries. The seed stays the same for as long as the session lasts. */
  deliveryPlan: () => DeliveryPlan;
  /** What fires; see `redirect`. */
  postbacks: () => readonly PostbackSource[];
}

/**
 * A world in the store with its clock and its sender. Everything that happens to it happens here,
 * whether a run, the user or a date causes it; they only decide when.
 */
export class Session {
  readonly runId: number | null;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly things: Things;
  readonly deliveryPlan: () => DeliveryPlan;
  readonly world: () => World;
  readonly #store: ActivityStore;
  readonly #postbacks: () => readonly PostbackSource[];
  #events = 0;
  #playedTo = Number.NEGATIVE_INFINITY;

  constructor({ store, clock, sender, runId, catalogs, world, deliveryPlan, postbacks }: SessionOptions) {
    this.runId = runId;
    this.clock = clock;
    this.sender = sender;
    this.world = world;
    this.deliveryPlan = deliveryPlan;
    this.#store = store;
    this.#postbacks = postbacks;
    this.things = new StoredThings(store, runId, deliveryPlan().seed, catalogs);
  }

  /** How much has happened that postbacks could report: ledger lines, inquiries opened and closed, items changed. */
  get events(): number {
    return this.#events;
  }

  /**
   * Now in this world: what the clock says, or later, where a run has stored what happens before its deliveries leave.
   * Whoever does something to the world in between does it after that.
   */
  now(): number {
    return Math.max(this.clock.now(), this.#playedTo);
  }

  /** What happened at later moments says nothing about when the next thing does. */
  clockWasSetBack(): void {
    this.#playedTo = Number.NEGATIVE_INFINITY;
  }

  /**
   * Whether the world may be played ahead of the clock: nothing that happens in it depends on what becomes of a
   * delivery, and no delivery on what happens after its event. Not where values are those of sending, or where
   * failures disable a postback, so that later events fire nothing.
   */
  get looksAhead(): boolean {
    const { sending, rules } = this.deliveryPlan();
    return (
      sending.content === 'event' &&
      this.#postbacks().every(({ postback }) => rules(postback).profile.switchOff === false)
    );
  }

  /** Does one thing in the world, inside the caller's transaction; `fire` sends what follows from it. */
  perform(command: WorldCommand, at: number): DomainEvent[] {
    return perform(this.world(), this.things, command, at);
  }

  /**
   * Adds the deliveries that something fires to the outbox, inside the caller's transaction; returns those to pass
   * to the sender once it is committed.
   */
  fire(
    happened: readonly DomainEvent[],
    {
      step = null,
      sources = this.#postbacks(),
      onPurpose,
    }: { step?: number | null; sources?: readonly PostbackSource[]; onPurpose?: OnPurpose | undefined } = {},
  ): OpenDelivery[] {
    const deliveryPlan = this.deliveryPlan();
    return happened.flatMap((domainEvent) => {
      const event = firedEvent(domainEvent, deliveryPlan.sending);
      if (event === undefined) return [];
      this.#events += 1;
      this.#playedTo = Math.max(this.#playedTo, event.at);
      return fire(this.#store, event, sources, { runId: this.runId, step }, deliveryPlan, onPurpose);
    });
  }
}

/** An action as of a time, after its dates until then, with what may be done to it. */
export function actionAsOf(stored: StoredAction, at: number): ActionView {
  const settled = settle(stored.action, at);
  const next = legalTransitions(stored.action, at);
  if (settled === undefined) return { ...stored, next };
  const ledger = [...stored.ledger, settled.entry];
  return { ...stored, action: settled.action, ledger, next, updatedAt: settled.entry.at };
}
