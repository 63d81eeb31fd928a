import { TextInput } from '@mantine/core';
import { formatMoney, parseMoney } from '../../../shared/domain/money.ts';
import type { EventType } from '../../../shared/domain/program.ts';
import { proposedPayout, ruleText, whyNotAmount } from './money-field.ts';

/** Amount and payout as typed; a payout of null follows the event type's rule. */
export interface Money {
  amount: string;
  payout: string | null;
}

/** The payout in force: typed, or proposed. */
export function payoutOf({ amount, payout }: Money, eventType: EventType | undefined): string {
  return payout ?? proposedPayout(eventType, amount);
}

/** Whether both can be sent. */
export function moneyGood(money: Money, eventType: EventType | undefined): boolean {
  return whyNotAmount(money.amount) === undefined && whyNotAmount(payoutOf(money, eventType)) === undefined;
}

interface Props {
  money: Money;
  eventType: EventType | undefined;
  currency: string;
  onChange: (money: Money) => void;
}

/** Two fields that say what is wrong as it is typed, and write two digits when they are left. */
export function MoneyFields({ money, eventType, currency, onChange }: Props) {
  const payout = payoutOf(money, eventType);
  const amountProblem = whyNotAmount(money.amount);
  return (
    <div className="sm-fields">
      <TextInput
        label={`Amount, ${currency}`}
        inputMode="decimal"
        classNames={{ input: 'sm-money' }}
        data-autofocus
        value={money.amount}
        error={amountProblem}
        onChange={(event) => onChange({ ...money, amount: event.currentTarget.value.trim() })}
        onBlur={() => {
          if (amountProblem === undefined) {
            onChange({ ...money, amount: formatMoney(parseMoney(money.amount)) });
          }
        }}
      />
      <TextInput
        label={`Payout, ${currency}`}
        inputMode="decimal"
        classNames={{ input: 'sm-money' }}
        description={eventType === undefined ? undefined : ruleText(eventType)}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={payout}
        error={amountProblem === undefined ? whyNotAmount(payout) : undefined}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          // Emptied, the rule proposes again.
          onChange({ ...money, payout: typed === '' ? null : typed });
        }}
        onBlur={() => {
          if (money.payout !== null && whyNotAmount(money.payout) === undefined) {
            onChange({ ...money, payout: formatMoney(parseMoney(money.payout)) });
          }
        }}
      />
    </div>
  );
}
