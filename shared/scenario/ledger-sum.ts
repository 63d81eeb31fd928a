import type { Action, LedgerEntry } from '../domain/action.ts';
import { type Cents, formatMoney } from '../domain/money.ts';

/** The sum of a ledger's changes, and whether it matches the action. */
export interface LedgerSum {
  amount: Cents;
  payout: Cents;
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
export function moneyFigure(cents: Cents): string {
  return cents < 0 ? `\u2212${formatMoney(-cents)}` : formatMoney(cents);
}

/** A change with its sign; no change is 0.00 without one. */
export function signedMoney(cents: Cents): string {
  return cents > 0 ? `+${formatMoney(cents)}` : moneyFigure(cents);
}
