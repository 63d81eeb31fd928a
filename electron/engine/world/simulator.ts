import type { ActionView } from '../../../shared/contract/activity.ts';
import { type ActionCommand, applyCommand, type LedgerEntry } from '../../../shared/domain/action.ts';
import type { World } from '../../../shared/domain/program.ts';
import { type Purchase, trackPurchase } from '../../../shared/domain/track.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';
import { type FiringRules, fire, type PostbackSource, redirect } from './events.ts';

export interface SimulatorOptions {
  store: ActivityStore;
  sender: Sender;
  clock: Clock;
  /** How events become deliveries; its seed is that of what is tracked by hand in this session. */
  firing: () => FiringRules;
  world: () => World;
  postbacks: () => PostbackSource[];
}

/** What the user does by hand: one action at a time, at the clock's time. */
export class Simulator {
  readonly #options: SimulatorOptions;
  #tracked = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
  }

  /** Tracks a purchase and sends its postbacks. Throws PB_ARGUMENT_INVALID or PB_AMOUNT_INVALID. */
  track(purchase: Purchase, to: string | undefined): ActionView {
    const { store, clock, world, firing } = this.#options;
    const { seed } = firing();
    const { action, entry } = trackPurchase(world(), purchase, clock.now(), seed, this.#tracked);
    this.#tracked += 1;
    return this.#record(() => store.addAction(action, entry, null), entry, to);
  }

  /**
   * Does one thing to an action, of a run or tracked by hand, and sends its postbacks. Throws PB_ACTION_UNKNOWN,
   * PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED or PB_AMOUNT_INVALID; then nothing has happened.
   */
  command(key: number, command: ActionCommand, to: string | undefined): ActionView {
    const { store, clock } = this.#options;
    const before = store.action(key);
    if (before === undefined) {
      throw new PostbenchError('PB_ACTION_UNKNOWN', 'That action is not there any more.', {
        remedy: 'Choose one from the list of actions, or track a new one.',
      });
    }
    const { action, entry } = applyCommand(before.action, command, clock.now());
    return this.#record(() => store.updateAction(key, action, entry), entry, to);
  }

  #record(write: () => ActionView, entry: LedgerEntry, to: string | undefined): ActionView {
    const { store, sender, postbacks, firing } = this.#options;
    const sources = redirect(postbacks(), to);
    const { view, ids } = store.transaction(() => {
      const stored = write();
      return {
        view: stored,
        ids: fire(store, stored, entry, sources, { runId: null, step: null }, firing()),
      };
    });
    sender.enqueue(ids);
    return view;
  }
}
