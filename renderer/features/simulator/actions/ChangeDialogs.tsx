import { SegmentedControl } from '@mantine/core';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { modificationInput, reversalInput } from '../../../../shared/domain/inputs.ts';
import { MODIFICATION_REASONS, REVERSAL_REASONS } from '../../../../shared/domain/reasons.ts';
import type { WorldEvent } from '../../../../shared/domain/world-event.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { client } from '../../../state/connection.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { type Money, MoneyFields, payoutOf } from '../MoneyFields.tsx';
import { runActionStep } from '../manual-commands.ts';
import { ItemLines } from './ItemLines.tsx';
import { changesOf, type ItemLine, itemsOf, linesOf, sumOfLines, withProportions } from './item-lines.ts';
import { ReasonField } from './ReasonField.tsx';

interface Modification extends Record<string, unknown> {
  byItem: boolean;
  lines: ItemLine[];
  typed: Money;
  reason: string;
}

/** New values for an action: of the whole order, or of some of its items. */
export function ModifyDialog({ view: { key, action } }: { view: ActionView }) {
  const { eventType, exchangeRate, originalCurrency, program, items } = action;
  const texts = useMoney();
  const basis = {
    eventType,
    rate: exchangeRate,
    currency: originalCurrency,
    payoutCurrency: program.currency,
  };
  const moneyOf = ({ byItem, lines, typed }: Modification): Money => {
    if (!byItem) return typed;
    const sum = sumOfLines(lines, { currency: originalCurrency, rule: texts.rule, changing: true });
    return { ...typed, amount: sum === undefined ? '' : texts.text(sum, originalCurrency) };
  };
  const read = (values: Modification) => {
    const { byItem, lines, reason } = values;
    const money = moneyOf(values);
    const changes = () => (money.amount === '' ? itemsOf(lines) : changesOf(items, lines));
    return {
      ...(byItem ? { items: changes() } : { amount: money.amount }),
      payout: payoutOf(money, basis, texts),
      reason,
    };
  };
  const { values, good, setValues } = useSchemaForm<Modification>({
    initialValues: {
      byItem: items.length > 0,
      lines: linesOf(items, originalCurrency, texts),
      typed: {
        amount: texts.text(action.originalAmount, originalCurrency),
        payout: texts.text(action.payout, program.currency),
      },
      reason: 'ORDER_UPDATE',
    },
    schema: modificationInput,
    read,
  });
  const { byItem, lines, typed, reason } = values;
  const money = moneyOf(values);
  const reverses = good && Number(money.amount) === 0 && action.amount !== 0;
  const change = (next: Money) => {
    // Another amount has another payout by the rule, until one is typed.
    const follows = next.amount !== money.amount && next.payout === money.payout;
    setValues({ typed: follows ? { ...next, payout: null } : next });
  };
  const send = () => runActionStep((to) => client.activity.modify({ key, ...read(values), ...to }));
  return (
    <ManualStepDialog
      title={`Modify ${action.id}`}
      verb="Modify"
      good={good}
      trigger={triggerOf(action, reverses ? 'reversed' : 'modified')}
      onSend={send}
    >
      {items.length === 0 ? null : (
        <SegmentedControl
          fullWidth
          aria-label="What is modified"
          value={byItem ? 'items' : 'whole'}
          onChange={(value) => setValues({ byItem: value === 'items' })}
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
          onChange={(next) =>
            setValues({
              lines: withProportions(items, lines, next, originalCurrency, texts),
              typed: { ...typed, payout: null },
            })
          }
        />
      ) : null}
      <MoneyFields money={money} basis={basis} summed={byItem} onChange={change} />
      <ReasonField
        reasons={MODIFICATION_REASONS}
        value={reason}
        onChange={(next) => setValues({ reason: next })}
      />
      {reverses ? (
        <p className="text-warn text-12" role="status">
          An amount of 0 reverses the action.
        </p>
      ) : null}
    </ManualStepDialog>
  );
}

const triggerOf = ({ program, eventType }: ActionView['action'], event: WorldEvent) => ({
  event,
  programId: program.id,
  eventTypeId: eventType.id,
});

/** Takes an action back; amount and payout become 0.00. */
export function ReverseDialog({ view: { key, action } }: { view: ActionView }) {
  const texts = useMoney();
  const { currency } = action.program;
  const { values, good, setValues } = useSchemaForm({
    initialValues: { reason: 'ITEM_RETURNED' },
    schema: reversalInput,
  });
  const send = () => runActionStep((to) => client.activity.reverse({ key, ...values, ...to }));
  return (
    <ManualStepDialog
      title={`Reverse ${action.id}`}
      verb="Reverse"
      good={good}
      trigger={triggerOf(action, 'reversed')}
      onSend={send}
    >
      <p className="dimmed">
        Amount {texts.text(action.amount, currency)} and payout {texts.text(action.payout, currency)} become{' '}
        {texts.text(0, currency)}. A restore brings them back.
      </p>
      <ReasonField
        autoFocus
        reasons={REVERSAL_REASONS}
        value={values.reason}
        onChange={(reason) => setValues({ reason })}
      />
    </ManualStepDialog>
  );
}
