import { payoutFor } from '../../../shared/domain/action.ts';
import { digitsOf, type MoneyDigits } from '../../../shared/domain/currency-digits.ts';
import { moneyText } from '../../../shared/domain/fields.ts';
import { parseMoney, shareOf, whyTooManyDigits } from '../../../shared/domain/money.ts';
import type { EventType } from '../../../shared/domain/program.ts';
import { errorOf } from '../../lib/schema-errors.ts';
import type { MoneyTexts } from '../../state/money-digits.ts';

/** Why a text is not an amount in a currency that a step may have, or undefined if it is one. */
export function whyNotAmount(
  text: string,
  currency: string,
  rule: MoneyDigits | undefined,
): string | undefined {
  return errorOf(moneyText, text) ?? whyTooManyDigits(parseMoney(text), currency, rule);
}

/** A typed number; NaN for an empty field and other text, which no schema takes. */
export const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/**
 * The payout that the event type's rule gives for an amount in the order's currency, of which one is `rate` of the
 * program's; empty while the amount is not one.
 */
export function proposedPayout(
  amount: string,
  basis: { eventType: EventType | undefined; rate: number; currency: string; payoutCurrency: string },
  texts: MoneyTexts,
): string {
  const { eventType, rate, currency, payoutCurrency } = basis;
  if (eventType === undefined || whyNotAmount(amount, currency, texts.rule) !== undefined) return '';
  const digits = digitsOf(payoutCurrency, texts.rule);
  return texts.text(payoutFor(eventType, shareOf(parseMoney(amount), rate, digits), digits), payoutCurrency);
}

/** The rule in words, for under the field: "10 % of the amount". */
export function ruleText({ payout }: Pick<EventType, 'payout'>): string {
  return payout.type === 'percent' ? `${payout.percent} % of the amount` : `${payout.amount} per action`;
}

/** The text with all digits of its currency, where it is an amount. */
export function tidyMoney(text: string, currency: string, texts: MoneyTexts): string {
  const why = whyNotAmount(text, currency, texts.rule);
  return why === undefined ? texts.text(parseMoney(text), currency) : text;
}
