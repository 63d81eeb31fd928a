import { payoutFor } from '../../../shared/domain/action.ts';
import { formatMoney, parseMoney, shareOf, whyNotMoney } from '../../../shared/domain/money.ts';
import type { EventType } from '../../../shared/domain/program.ts';

/** Why a text is not an amount that a step may carry, or undefined when it is one. */
export function whyNotAmount(text: string): string | undefined {
  if (text === '') return 'Enter an amount such as 120.00';
  const why = whyNotMoney(text);
  if (why !== undefined) return why;
  return text.startsWith('-') ? `"${text}" is negative; an amount is 0.00 or more` : undefined;
}

/**
 * The payout that the event type's rule gives for an amount in the order's currency, of which one is `rate` of the
 * program's; empty while the amount is not one.
 */
export function proposedPayout(eventType: EventType | undefined, amount: string, rate = 1): string {
  if (eventType === undefined || whyNotAmount(amount) !== undefined) return '';
  return formatMoney(payoutFor(eventType, shareOf(parseMoney(amount), rate)));
}

/** The rule in words, for under the field: "10 % of the amount". */
export function ruleText({ payout }: Pick<EventType, 'payout'>): string {
  return payout.type === 'percent' ? `${payout.percent} % of the amount` : `${payout.amount} per action`;
}

/** The text with two digits, where it is an amount. */
export function tidyMoney(text: string): string {
  return whyNotAmount(text) === undefined ? formatMoney(parseMoney(text)) : text;
}
