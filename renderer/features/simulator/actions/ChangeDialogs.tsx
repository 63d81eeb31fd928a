import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import { MODIFICATION_REASONS, REVERSAL_REASONS } from '../../../../shared/domain/reasons.ts';
import { client } from '../../../state/connection.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { type Money, MoneyFields, moneyGood, payoutOf } from '../MoneyFields.tsx';
import { runActionStep } from '../manual-commands.ts';
import { whyNotReason } from '../reasons.ts';
import { ItemLines } from './ItemLines.tsx';
import { changesOf, linesOf, sumOfLines, withProportions } from './item-lines.ts';
import { ReasonField } from './ReasonField.tsx';

/** New values for an action: of the whole order, or of some of its items. */
export function ModifyDialog({ view: { key, action } }: { view: ActionView }) {
  const { eventType, exchangeRate, originalCurrency, program, items } = action;
  const [byItem, setByItem] = useState(items.length > 0);
  const [lines, setLines] = useState(() => linesOf(items));
  const [typed, setTyped] = useState<Money>({
    amount: formatMoney(action.originalAmount),
    payout: formatMoney(action.payout),
  });
  const [reason, setReason] = useState('ORDER_UPDATE');
  const basis = { eventType, rate: exchangeRate };
  const sum = sumOfLines(lines, true);
  const amount = byItem ? (sum === undefined ? '' : formatMoney(sum)) : typed.amount;
  const money = { ...typed, amount };
  const changes = byItem && sum !== undefined ? changesOf(items, lines) : [];
  const good =
    moneyGood(money, basis) && whyNotReason(reason) === undefined && (!byItem || changes.length > 0);
  const reverses = good && money.amount === '0.00' && action.amount !== 0;
  const change = (next: Money) => {
    // Another amount has another payout by the rule, until one is typed.
    setTyped(next.amount !== money.amount && next.payout === money.payout ? { ...next, payout: null } : next);
  };
  const send = () =>
    runActionStep((to) =>
      client.activity.modify({
        key,
        ...(byItem ? { items: changes } : { amount: money.amount }),
        payout: payoutOf(money, basis),
        reason,
        ...to,
      }),
    );
  return (
    <ManualStepDialog title={`Modify ${action.id}`} verb="Modify" good={good} onSend={send}>
      {items.length === 0 ? null : (
        <SegmentedControl
          fullWidth
          aria-label="What is modified"
          value={byItem ? 'items' : 'whole'}
          onChange={(value) => setByItem(value === 'items')}
          data={[
            { value: 'items', label: 'By item' },
            { value: 'whole', label: 'Whole order' },
          ]}
        />
      )}
      {byItem ? (
        <ItemLines
          changing
          lines={lines}
          currency={originalCurrency}
          onChange={(next) => {
            setLines(withProportions(items, lines, next));
            setTyped((current) => ({ ...current, payout: null }));
          }}
        />
      ) : null}
      <MoneyFields
        money={money}
        basis={basis}
        currency={originalCurrency}
        payoutCurrency={program.currency}
        summed={byItem}
        onChange={change}
      />
      <ReasonField reasons={MODIFICATION_REASONS} value={reason} onChange={setReason} />
      {reverses ? (
        <p className="text-warn text-12" role="status">
          An amount of 0.00 reverses the action.
        </p>
      ) : null}
    </ManualStepDialog>
  );
}

/** Takes an action back; amount and payout become 0.00. */
export function ReverseDialog({ view: { key, action } }: { view: ActionView }) {
  const [reason, setReason] = useState('ITEM_RETURNED');
  const send = () => runActionStep((to) => client.activity.reverse({ key, reason, ...to }));
  return (
    <ManualStepDialog
      title={`Reverse ${action.id}`}
      verb="Reverse"
      good={whyNotReason(reason) === undefined}
      onSend={send}
    >
      <p className="dimmed">
        Amount {formatMoney(action.amount)} and payout {formatMoney(action.payout)} become 0.00. A restore
        brings them back.
      </p>
      <ReasonField autoFocus reasons={REVERSAL_REASONS} value={reason} onChange={setReason} />
    </ManualStepDialog>
  );
}
