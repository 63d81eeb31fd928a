import { TextInput } from '@mantine/core';
import type { EventType } from '../../../shared/domain/program.ts';
import { type MoneyTexts, useMoney } from '../../state/money-digits.ts';
import { proposedPayout, ruleText, tidyMoney, whyNotAmount } from './money-field.ts';

/** Amount and payout as typed; a payout of null follows the event type's rule. */
export interface Money {
  /** In the order's own currency. */
  amount: string;
  /** In the program's. */
  payout: string | null;
}

/** What the payout follows from besides the amount. */
export interface PayoutBasis {
  eventType: EventType | undefined;
  /** What one of the order's currency is in the program's. */
  rate: number;
  /** Of the order, and of the program. */
  currency: string;
  payoutCurrency: string;
}

/** The payout in force: typed, or proposed. */
export function payoutOf({ amount, payout }: Money, basis: PayoutBasis, texts: MoneyTexts): string {
  return payout ?? proposedPayout(amount, basis, texts);
}

interface AmountFieldProps {
  label: string;
  currency: string;
  value: string;
  onChange: (text: string) => void;
  description?: string | undefined;
  error?: string | undefined;
  autoFocus?: boolean;
  disabled?: boolean;
}

/** A field that says what is wrong as it is typed, and writes all digits of its currency when it is left. */
export function AmountField(props: AmountFieldProps) {
  const texts = useMoney();
  const { label, currency, value, onChange, description, autoFocus = false, disabled = false } = props;
  const error = 'error' in props ? props.error : whyNotAmount(value, currency, texts.rule);
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      classNames={{ input: 'money-input' }}
      data-autofocus={autoFocus || undefined}
      disabled={disabled}
      description={description}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
      onBlur={() => {
        const tidy = tidyMoney(value, currency, texts);
        if (tidy !== value) onChange(tidy);
      }}
    />
  );
}

interface Props {
  money: Money;
  basis: PayoutBasis;
  /** The amount is the sum of the items. */
  summed?: boolean;
  onChange: (money: Money) => void;
}

/** The amount, and the payout that follows from it until another one is typed. */
export function MoneyFields({ money, basis, summed = false, onChange }: Props) {
  const { eventType, currency, payoutCurrency } = basis;
  const texts = useMoney();
  const payout = payoutOf(money, basis, texts);
  return (
    <div className="form-fields">
      <AmountField
        autoFocus={!summed}
        disabled={summed}
        currency={currency}
        label={summed ? `Sum of the items, ${currency}` : `Amount, ${currency}`}
        value={money.amount}
        onChange={(amount) => onChange({ ...money, amount })}
      />
      <AmountField
        currency={payoutCurrency}
        label={`Payout, ${payoutCurrency}`}
        description={eventType === undefined ? undefined : ruleText(eventType)}
        value={payout}
        error={
          whyNotAmount(money.amount, currency, texts.rule) === undefined
            ? whyNotAmount(payout, payoutCurrency, texts.rule)
            : undefined
        }
        // Emptied, the rule proposes again.
        onChange={(typed) => onChange({ ...money, payout: typed === '' ? null : typed })}
      />
    </div>
  );
}
