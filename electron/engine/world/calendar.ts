import {
  type Action,
  applyCommand,
  clearingDue,
  type LedgerEntry,
  settle,
} from '../../../shared/domain/action.ts';
import { firedEvent } from './events.ts';
import type { Hand } from './hand.ts';

/** Actions that the calendar deals with in one go; the rest follow at once, and others get their turn between. */
const MOST = 500;

/**
 * What dates do to actions tracked by hand: they lock, and then they clear with a postback. One waiter for the next
 * date of all; it never makes a jumping clock move, since nobody wants to be carried to a date weeks ahead.
 */
export class Calendar {
  readonly #hand: Hand;
  #cancel = () => {};
  #closed = false;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  /** Waits for the next date; called whenever one may have come or gone. */
  arrange(): void {
    this.#cancel();
    if (this.#closed) return;
    const next = this.#hand.store.actions.nextDate();
    if (next !== null) this.#cancel = this.#hand.clock.at(next, () => this.#turn(), { drives: false });
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #turn(): void {
    const { store, clock, firing } = this.#hand;
    const { sending } = firing();
    const now = clock.now();
    this.#hand.do(undefined, (tell, note) => {
      for (const key of store.actions.dueByHand(now).slice(0, MOST)) {
        const before = store.actions.stored(key)!;
        let nth = before.entries;
        let { action } = before;
        const write = (happened: { action: Action; entry: LedgerEntry }) => {
          nth += 1;
          action = happened.action;
          store.actions.update(key, action, happened.entry);
          tell(firedEvent({ type: 'action', ...happened }, { key, nth }, sending));
          note({ at: happened.entry.at, type: 'calendar' });
        };
        const locked = settle(action, now);
        if (locked !== undefined) write(locked);
        const clears = clearingDue(action);
        if (clears !== null && clears <= now) write(applyCommand(action, { type: 'clear' }, clears));
      }
    });
    this.arrange();
  }
}
