import type { Destination } from '../../../../shared/delivery/destination.ts';
import { writtenOrigin } from '../../../../shared/delivery/send-to.ts';
import {
  type Action,
  type ActionEventKind,
  type Transition,
  whyNot,
} from '../../../../shared/domain/action.ts';
import { settle } from '../../../../shared/domain/action-dates.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import type { MoneyTexts } from '../../../state/money-digits.ts';

/** What can be done to an action, in the order of the buttons; those with a dialog first. */
export const NEXT_STEPS: readonly {
  transition: Transition;
  word: string;
  keys?: string;
  asks: boolean;
  /** The event that it becomes. */
  event: ActionEventKind;
}[] = [
  { transition: 'modify', word: 'Modify', keys: 'M', asks: true, event: 'modified' },
  { transition: 'reverse', word: 'Reverse', keys: 'R', asks: true, event: 'reversed' },
  { transition: 'restore', word: 'Restore', keys: 'S', asks: false, event: 'restored' },
  { transition: 'reset', word: 'Reset', asks: false, event: 'reset' },
  { transition: 'approve', word: 'Approve', keys: 'A', asks: false, event: 'approved' },
  { transition: 'clear', word: 'Clear', asks: false, event: 'cleared' },
];

/** Why a step cannot be done at a time: a sentence, or undefined when it can. */
export function whyNotNow(action: Action, transition: Transition, at: number): string | undefined {
  const why = whyNot(settle(action, at)?.action ?? action, transition, at);
  return why === undefined ? undefined : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}

/** What a step does to an action that it can be done to: a sentence. */
export function effectOf(
  {
    payout,
    intended,
    beforeReversal,
    program: { currency },
  }: Pick<Action, 'payout' | 'intended' | 'beforeReversal'> & { program: { currency: string } },
  transition: Transition,
  { figure }: MoneyTexts,
): string {
  switch (transition) {
    case 'modify':
      return 'Changes the amount or the items.';
    case 'reverse':
      return `Amount and payout become ${figure(0, currency)}.`;
    case 'restore':
      return beforeReversal === null
        ? 'Brings the last values back.'
        : `Back to amount ${figure(beforeReversal.amount, currency)}, payout ${figure(beforeReversal.payout, currency)}.`;
    case 'reset':
      return `Back to amount ${figure(intended.amount, currency)}, payout ${figure(intended.payout, currency)}.`;
    case 'approve':
      return `Ends the locking period now. Payout stays ${figure(payout, currency)}.`;
    case 'clear':
      return `Clears the payout of ${figure(payout, currency)} ahead of its date.`;
  }
}

/** What a step sends and where to: a sentence. `destinations`: of the postbacks that the event fires. */
export function sentBy(event: ActionEventKind, destinations: readonly Pick<Destination, 'url'>[]): string {
  if (destinations.length === 0) return 'Sends nothing.';
  const [first = '', ...others] = new Set(destinations.map(({ url }) => writtenOrigin(url)));
  const to = others.length === 0 ? first : `${first} and ${others.length} more`;
  const through = destinations.length === 1 ? '' : ` through ${destinations.length} postbacks`;
  return `Sends ${eventLabel(event)}${through} to ${to}.`;
}
