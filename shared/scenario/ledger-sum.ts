import type { Action, LedgerEntry } from '../domain/action.ts';
import { type Cents, formatMoney } from '../domain/money.ts';

/** What a ledger's changes come to, and whether that is what the action says. */
export interface LedgerSum {
  amount: Cents;
  payout: Cents;
  agrees: boolean;
}

/** Adds up the changes of a ledger and holds them against the action as it stands. */
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

/** A change with its sign; nothing changed is 0.00 without one. */
export function signedMoney(cents: Cents): string {
  return cents > 0 ? `+${formatMoney(cents)}` : moneyFigure(cents);
}
