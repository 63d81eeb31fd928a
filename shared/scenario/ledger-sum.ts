import type { Action, LedgerEntry } from '../domain/action.ts';
import { formatMoney, type Money } from '../domain/money.ts';

/** The sum of a ledger's changes, and whether it matches the action. */
export interface LedgerSum {
  amount: Money;
  payout: Money;
  agrees: boolean;
}

/** Adds up the changes of a ledger and compares them with the action's current state. */
export function sumLedger(
  ledger: readonly LedgerEntry[],
  action: Pick<Action, 'amount' | 'payout'>,
): LedgerSum {
  let amount = 0;
  let payout = 0;
  for (const entry of ledger) {
    amount += entry.deltaAmount;
    payout += entry.deltaPayout;
  }
  return { amount, payout, agrees: amount === action.amount && payout === action.payout };
}

/** Money as figures on a screen: a true minus sign, since a hyphen is too short beside tabular figures. */
export function moneyFigure(amount: Money, digits: number): string {
  return amount < 0 ? `\u2212${formatMoney(-amount, digits)}` : formatMoney(amount, digits);
}

/** A change with its sign; no change is 0.00 without one. */
export function signedMoney(amount: Money, digits: number): string {
  return amount > 0 ? `+${formatMoney(amount, digits)}` : moneyFigure(amount, digits);
}
