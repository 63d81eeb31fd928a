import type { World } from '../../../shared/domain/program.ts';
import type { Done } from '../../../shared/scenario/record.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { OpenDelivery } from '../store/outbox.ts';
import { type FiredEvent, type FiringRules, fire, type PostbackSource, redirect } from './events.ts';

export interface HandOptions {
  store: ActivityStore;
  sender: Sender;
  clock: Clock;
  /** How events become deliveries; its seed is that of all that is done by hand in this session. */
  firing: () => FiringRules;
  world: () => World;
  postbacks: () => PostbackSource[];
}

const BY_HAND = { runId: null, step: null };

/** What everything done by hand has in common: its clock, its seed, and that an event is stored with its deliveries. */
export class Hand {
  readonly store: ActivityStore;
  readonly clock: Clock;
  readonly world: () => World;
  readonly postbacks: () => PostbackSource[];
  readonly firing: () => FiringRules;
  readonly #sender: Sender;

  constructor({ store, sender, clock, firing, world, postbacks }: HandOptions) {
    this.store = store;
    this.clock = clock;
    this.world = world;
    this.postbacks = postbacks;
    this.firing = firing;
    this.#sender = sender;
  }

  get seed(): number {
    return this.firing().seed;
  }

  /**
   * Does one thing as a whole: what `work` writes, the deliveries of the events that it tells, and a line in the
   * journal for each thing noted. Where it throws, nothing has happened. Then the deliveries are sent.
   */
  do<T>(
    to: string | undefined,
    work: (tell: (event: FiredEvent) => void, note: (done: Done) => void) => T,
  ): T {
    const { store } = this;
    const firing = this.firing();
    const sources = redirect(this.postbacks(), to);
    const deliveries: OpenDelivery[] = [];
    const result = store.transaction(() =>
      work(
        (event) => {
          deliveries.push(...fire(store, event, sources, BY_HAND, firing));
        },
        (done) => store.journal.add(done, firing.seed),
      ),
    );
    this.#sender.enqueue(deliveries);
    return result;
  }

  /** Sends deliveries that are in the outbox already. */
  send(deliveries: readonly OpenDelivery[]): void {
    this.#sender.enqueue(deliveries);
  }
}
