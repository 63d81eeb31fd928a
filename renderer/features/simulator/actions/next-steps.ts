import { type Action, type Transition, whyNot } from '../../../../shared/domain/action.ts';
import { settle } from '../../../../shared/domain/action-dates.ts';

/** What can be done to an action, in the order of the buttons; those with a dialog first. */
export const NEXT_STEPS: readonly { transition: Transition; word: string; keys?: string; asks: boolean }[] = [
  { transition: 'modify', word: 'Modify', keys: 'M', asks: true },
  { transition: 'reverse', word: 'Reverse', keys: 'R', asks: true },
  { transition: 'restore', word: 'Restore', keys: 'S', asks: false },
  { transition: 'reset', word: 'Reset', asks: false },
  { transition: 'approve', word: 'Approve', keys: 'A', asks: false },
  { transition: 'clear', word: 'Clear', asks: false },
];

/** Why a step cannot be done at a time: a sentence, or undefined when it can. */
export function whyNotNow(action: Action, transition: Transition, at: number): string | undefined {
  const why = whyNot(settle(action, at)?.action ?? action, transition, at);
  return why === undefined ? undefined : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
