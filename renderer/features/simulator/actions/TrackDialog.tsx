import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import type { World } from '../../../../shared/domain/program.ts';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { client } from '../../../state/connection.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { type Money, MoneyFields, moneyGood, payoutOf } from '../MoneyFields.tsx';
import { runActionStep } from '../manual-commands.ts';
import { NamedSelect, ProgramSelect, useWorld } from '../ProgramSelect.tsx';
import { givenSubIds, NO_SUB_IDS, SubIdFields, subIdsGood } from '../SubIdFields.tsx';
import { ItemLines } from './ItemLines.tsx';
import { type ItemLine, newLine, sumOfLines } from './item-lines.ts';

const CURRENCIES = Intl.supportedValuesOf('currency');

/** A new action: what was bought, and what came with the click; or with a click that is converted. */
export function TrackDialog({ click }: { click?: ClickView | undefined }) {
  const world = useWorld();
  return world === undefined ? null : <Fields world={world} click={click} />;
}

function Fields({ world, click }: { world: World; click: ClickView | undefined }) {
  const [programId, setProgramId] = useState(click?.click.programId ?? world.programs[0]!.id);
  const program = world.programs.find(({ id }) => id === programId) ?? world.programs[0]!;
  const [typeId, setTypeId] = useState(program.eventTypes[0]!.id);
  const eventType = program.eventTypes.find(({ id }) => id === typeId) ?? program.eventTypes[0]!;
  const [typed, setTyped] = useState<Money>({ amount: '120.00', payout: null });
  const [byItem, setByItem] = useState(false);
  const [lines, setLines] = useState<ItemLine[]>(() => [newLine([])]);
  const [ownCurrency, setOwnCurrency] = useState<string | null>(null);
  const [rateText, setRateText] = useState('');
  const [subIds, setSubIds] = useState(NO_SUB_IDS);
  const [orderId, setOrderId] = useState('');
  const [promoCode, setPromoCode] = useState('');

  const currency = ownCurrency ?? program.currency;
  const foreign = currency !== program.currency;
  const rate = foreign ? Number(rateText) : 1;
  const rateGood = Number.isFinite(rate) && rate > 0 && rate <= 1_000_000;
  const sum = sumOfLines(lines);
  const amount = byItem ? (sum === undefined ? '' : formatMoney(sum)) : typed.amount;
  const money = { ...typed, amount };
  const basis = { eventType, rate: rateGood ? rate : 1 };
  const good = moneyGood(money, basis) && subIdsGood(subIds) && rateGood && orderId.length <= 64;

  const send = () =>
    runActionStep((to) =>
      client.activity.track({
        program: program.id,
        eventType: eventType.id,
        payout: payoutOf(money, basis),
        ...(byItem
          ? {
              items: lines.map(({ sku, quantity, amount: line }) => ({
                sku,
                quantity: Number(quantity),
                amount: line,
              })),
            }
          : { amount: money.amount }),
        ...(foreign ? { currency, exchangeRate: rate } : {}),
        ...(click === undefined ? givenSubIds(subIds) : { click: click.key }),
        ...(orderId === '' ? {} : { orderId }),
        ...(promoCode === '' ? {} : { promoCode }),
        ...to,
      }),
    );
  return (
    <ManualStepDialog
      title={click === undefined ? 'Track an action' : 'Convert a click'}
      verb={click === undefined ? 'Track' : 'Convert'}
      good={good}
      size={560}
      onSend={send}
    >
      <div className="form-fields">
        <ProgramSelect
          all={world.programs}
          value={program.id}
          disabled={click !== undefined}
          onChange={(next) => {
            setProgramId(next.id);
            setTypeId(next.eventTypes[0]!.id);
          }}
        />
        <NamedSelect
          label="Event type"
          all={program.eventTypes}
          value={eventType.id}
          onChange={({ id }) => setTypeId(id)}
        />
      </div>
      <SegmentedControl
        fullWidth
        aria-label="What was bought"
        value={byItem ? 'items' : 'amount'}
        onChange={(value) => setByItem(value === 'items')}
        data={[
          { value: 'amount', label: 'One amount' },
          { value: 'items', label: 'Items' },
        ]}
      />
      {byItem ? <ItemLines lines={lines} currency={currency} onChange={setLines} /> : null}
      <MoneyFields
        money={money}
        basis={basis}
        currency={currency}
        payoutCurrency={program.currency}
        summed={byItem}
        onChange={setTyped}
      />
      <div className="form-fields">
        <Select
          label="Currency of the order"
          searchable
          allowDeselect={false}
          nothingFoundMessage="No such currency"
          maxDropdownHeight={180}
          data={CURRENCIES}
          value={currency}
          onChange={(code) => setOwnCurrency(code)}
        />
        {foreign ? (
          <TextInput
            label={`1 ${currency} in ${program.currency}`}
            inputMode="decimal"
            classNames={{ input: 'money-input' }}
            value={rateText}
            error={rateGood ? undefined : 'Enter a rate such as 1.08'}
            onChange={(event) => setRateText(event.currentTarget.value.trim())}
          />
        ) : (
          <span />
        )}
        <TextInput
          label="Order id"
          placeholder="generated from the seed"
          value={orderId}
          error={orderId.length > 64 ? 'An order id has at most 64 characters' : undefined}
          onChange={(event) => setOrderId(event.currentTarget.value)}
        />
        <TextInput
          label="Promo code"
          placeholder="empty"
          value={promoCode}
          onChange={(event) => setPromoCode(event.currentTarget.value)}
        />
        {click === undefined ? <SubIdFields value={subIds} onChange={setSubIds} /> : null}
      </div>
      {click === undefined ? null : <OfClick view={click} />}
    </ManualStepDialog>
  );
}

/** What the click brings with it. */
function OfClick({ view: { click } }: { view: ClickView }) {
  const { subId1, subId2, subId3, sharedId, id } = click;
  const values = { RefClickId: id, SubId1: subId1, SubId2: subId2, SubId3: subId3, SharedId: sharedId };
  return (
    <div>
      <div className="mantine-InputWrapper-label">From the click</div>
      <KeyValue
        label="From the click"
        rows={Object.entries(values)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => ({ id: name, name, value: <WireText text={value} /> }))}
      />
    </div>
  );
}
