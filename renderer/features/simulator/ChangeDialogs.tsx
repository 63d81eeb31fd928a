import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import { formatMoney } from '../../../shared/domain/money.ts';
import { MODIFICATION_REASONS, REVERSAL_REASONS, type Reason } from '../../../shared/domain/reasons.ts';
import { client } from '../../state/connection.ts';
import { HandDialog } from './HandDialog.tsx';
import { type Money, MoneyFields, moneyGood, payoutOf } from './MoneyFields.tsx';
import { reasonText, whyNotReason } from './reasons.ts';

interface ReasonProps {
  reasons: readonly Reason[];
  value: string;
  onChange: (code: string) => void;
  autoFocus?: boolean;
}

/** A documented reason, or a code that the brand has of its own. */
function ReasonField({ reasons, value, onChange, autoFocus = false }: ReasonProps) {
  return (
    <Autocomplete
      label="Reason"
      description="One of the documented codes, or a code of the brand's own"
      data-autofocus={autoFocus || undefined}
      classNames={{ input: 'mono' }}
      data={reasons.map(({ code }) => code)}
      // The field holds a code already: all codes stay to choose from, not only those that begin like it.
      filter={({ options }) => options}
      maxDropdownHeight={220}
      // Enter then sends the step; an arrow or a click opens the list.
      openOnFocus={false}
      renderOption={({ option }) => (
        <span className="row grow">
          <span className="mono">{option.value}</span>
          <span className="sp" />
          <span className="f12 t2">{reasonText(option.value)}</span>
        </span>
      )}
      value={value}
      error={whyNotReason(value)}
      onChange={(code) => onChange(code.trim())}
    />
  );
}

/** New values for an action. */
export function ModifyDialog({ view: { key, action } }: { view: ActionView }) {
  const [money, setMoney] = useState<Money>({
    amount: formatMoney(action.amount),
    payout: formatMoney(action.payout),
  });
  const [reason, setReason] = useState('ORDER_UPDATE');
  const change = (next: Money) => {
    // Another amount has another payout by the rule, until one is typed.
    setMoney(next.amount !== money.amount && next.payout === money.payout ? { ...next, payout: null } : next);
  };
  const good = moneyGood(money, action.eventType) && whyNotReason(reason) === undefined;
  const send = (to: { to?: string }) =>
    client.activity.modify({
      key,
      amount: money.amount,
      payout: payoutOf(money, action.eventType),
      reason,
      ...to,
    });
  return (
    <HandDialog title={`Modify ${action.id}`} verb="Modify" good={good} onSend={send}>
      <MoneyFields
        money={money}
        eventType={action.eventType}
        currency={action.program.currency}
        onChange={change}
      />
      <ReasonField reasons={MODIFICATION_REASONS} value={reason} onChange={setReason} />
    </HandDialog>
  );
}

/** Takes an action back; amount and payout become 0.00. */
export function ReverseDialog({ view: { key, action } }: { view: ActionView }) {
  const [reason, setReason] = useState('ITEM_RETURNED');
  const send = (to: { to?: string }) => client.activity.reverse({ key, reason, ...to });
  return (
    <HandDialog
      title={`Reverse ${action.id}`}
      verb="Reverse"
      good={whyNotReason(reason) === undefined}
      onSend={send}
    >
      <p className="t2">
        Amount {formatMoney(action.amount)} and payout {formatMoney(action.payout)} become 0.00. A restore
        brings them back.
      </p>
      <ReasonField autoFocus reasons={REVERSAL_REASONS} value={reason} onChange={setReason} />
    </HandDialog>
  );
}
