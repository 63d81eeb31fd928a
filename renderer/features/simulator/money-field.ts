import { payoutFor } from '../../../shared/domain/action.ts';
import { moneyText } from '../../../shared/domain/fields.ts';
import { formatMoney, parseMoney, shareOf } from '../../../shared/domain/money.ts';
import type { EventType } from '../../../shared/domain/program.ts';
import { errorOf } from '../../lib/schema-errors.ts';

/** Why a text is not an amount that a step may have, or undefined if it is one. */
export const whyNotAmount = (text: string): string | undefined => errorOf(moneyText, text);

/** A typed number; NaN for an empty field and other text, which no schema takes. */
export const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

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
