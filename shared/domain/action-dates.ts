import {
  type Action,
  approved,
  entryOf,
  type LedgerEntry,
  possibleTransitions,
  type Transition,
} from './action.ts';
import { isLockedBy } from './locking.ts';
import type { Millis } from './time.ts';

/**
 * The effect of the calendar on an action by a time: a pending one is locked, which approves it (documented), at its
 * locking date. Undefined if there is none. Clearing is an event with a postback of its own, see `nextDate`.
 */
export function settle(action: Action, at: Millis): { action: Action; entry: LedgerEntry } | undefined {
  if (!isLockedBy(action, at)) return undefined;
  const after = approved(action, action.lockingDate);
  return { action: after, entry: entryOf(action, after, 'locked', action.lockingDate) };
}

/** A row of a list of actions as of a time, after its dates until then; the row itself if they have changed nothing. */
export function settledRow<
  Row extends Pick<Action, 'status' | 'lockingDate'> & { entries: number; updatedAt: Millis },
>(row: Row, at: Millis): Row {
  if (!isLockedBy(row, at)) return row;
  return { ...row, status: 'APPROVED', entries: row.entries + 1, updatedAt: row.lockingDate };
}

/** The next date of an action: when it locks, then when it clears; null if there is none. */
export function nextDate(action: Action): Millis | null {
  if (action.status === 'PENDING') return action.lockingDate;
  return action.status === 'APPROVED' && action.clearedDate === null ? action.clearingDate : null;
}

/** The transitions that are possible for an action at a time. */
export function legalTransitions(action: Action, at: Millis): Transition[] {
  const settled = settle(action, at)?.action ?? action;
  return possibleTransitions(settled, at);
}
