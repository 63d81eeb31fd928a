import type { Millis } from './time.ts';

/** What an action's lock depends on. */
interface Lockable {
  status: string;
  lockingDate: Millis;
}

/** Whether an action's locking date has come by a time: from then on it can be neither modified nor reversed. */
export function isPastLocking({ lockingDate }: Pick<Lockable, 'lockingDate'>, at: Millis): boolean {
  return at >= lockingDate;
}

/**
 * Whether its date has locked an action by a time: a pending one locks, which approves it (documented). `settle` in
 * `action-dates.ts` then changes the action; lists of the store apply the rule in SQL (`store/settled-status.ts`).
 */
export function isLockedBy(action: Lockable, at: Millis): boolean {
  return action.status === 'PENDING' && isPastLocking(action, at);
}
