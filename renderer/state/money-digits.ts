import { useMemo } from 'react';
import { digitsOf, type MoneyDigits } from '../../shared/domain/currency-digits.ts';
import { formatIn, type Money } from '../../shared/domain/money.ts';
import { moneyFigure, signedMoney } from '../../shared/scenario/ledger-sum.ts';
import { useWorkspace } from './workspace.ts';

/** Amounts as text, with as many digits as the open workspace gives their currency. */
export interface MoneyTexts {
  rule: MoneyDigits | undefined;
  /** As it is sent and typed: "-12.00". */
  text: (amount: Money, currency: string) => string;
  /** As a figure in a list: "−12.00". */
  figure: (amount: Money, currency: string) => string;
  /** As a change: "+12.00". */
  signed: (amount: Money, currency: string) => string;
}

export function moneyTexts(rule?: MoneyDigits): MoneyTexts {
  return {
    rule,
    text: (amount, currency) => formatIn(amount, currency, rule),
    figure: (amount, currency) => moneyFigure(amount, digitsOf(currency, rule)),
    signed: (amount, currency) => signedMoney(amount, digitsOf(currency, rule)),
  };
}

export function useMoney(): MoneyTexts {
  const rule = useWorkspace(({ view }) => view?.settings.sending.moneyDigits);
  return useMemo(() => moneyTexts(rule), [rule]);
}
