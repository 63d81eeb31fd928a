import { passDates } from '../../../shared/world/perform.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { Session } from './session.ts';

/** Changes by date in one turn; the rest follow at once, but other work gets a turn in between. */
const MOST = 500;

/**
 * Waits for the next date of any action in the world of manual work, and applies it: actions lock, and then they
 * clear with a postback. It never makes a jumping clock move, since nobody wants to jump to a date weeks ahead.
 */
export class Calendar {
  readonly #store: ActivityStore;
  readonly #session: Session;
  #cancel = () => {};
  #closed = false;

  constructor(store: ActivityStore, session: Session) {
    this.#store = store;
    this.#session = session;
  }

  /** Waits for the next date; to be called whenever one may have been added or removed. */
  arrange(): void {
    this.#cancel();
    if (this.#closed) return;
    const { things, clock } = this.#session;
    const next = things.actions.nextDate();
    if (next !== null) this.#cancel = clock.at(next, () => this.#turn(), { drives: false });
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #turn(): void {
    const { things, clock, sender } = this.#session;
    const deliveries = this.#store.transaction(() => {
      const happened = passDates(things, clock.now(), MOST);
      for (const domainEvent of happened) {
        if (domainEvent.type !== 'action') continue;
        this.#store.journal.add({ at: domainEvent.entry.at, type: 'calendar' }, things.seed);
      }
      return this.#session.fire(happened);
    });
    sender.enqueue(deliveries);
    this.arrange();
  }
}
