import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { trackInput } from '../../../../shared/domain/inputs.ts';
import type { SubIds } from '../../../../shared/domain/link.ts';
import type { World } from '../../../../shared/domain/program.ts';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { WireText } from '../../../components/WireText.tsx';
import { client } from '../../../state/connection.ts';
import { type MoneyTexts, useMoney } from '../../../state/money-digits.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { type Money, MoneyFields, payoutOf } from '../MoneyFields.tsx';
import { runActionStep } from '../manual-commands.ts';
import { numberOf } from '../money-field.ts';
import { NamedSelect, ProgramSelect, useWorld } from '../ProgramSelect.tsx';
import { givenSubIds, NO_SUB_IDS, SubIdFields } from '../SubIdFields.tsx';
import { ItemLines } from './ItemLines.tsx';
import { type ItemLine, itemsOf, newLine, sumOfLines } from './item-lines.ts';

const CURRENCIES = Intl.supportedValuesOf('currency');

/** A new action: what was bought, and what came with the click; or with a click that is converted. */
export function TrackDialog({ click }: { click?: ClickView | undefined }) {
  const world = useWorld();
  return world === undefined ? null : <Fields world={world} click={click} />;
}

interface Purchase extends Record<string, unknown> {
  programId: string;
  typeId: string;
  byItem: boolean;
  lines: ItemLine[];
  typed: Money;
  /** Null for the program's. */
  currency: string | null;
  rate: string;
  subIds: SubIds;
  orderId: string;
  promoCode: string;
}

/** What the values mean in this world: the program and event type that are selected, and the money. */
function resolvePurchase(world: World, values: Purchase, texts: MoneyTexts) {
  const program = world.programs.find(({ id }) => id === values.programId) ?? world.programs[0]!;
  const eventType = program.eventTypes.find(({ id }) => id === values.typeId) ?? program.eventTypes[0]!;
  const currency = values.currency ?? program.currency;
  const foreign = currency !== program.currency;
  const rate = foreign ? numberOf(values.rate) : 1;
  const sum = values.byItem ? sumOfLines(values.lines, { currency, rule: texts.rule }) : undefined;
  const amount = values.byItem ? (sum === undefined ? '' : texts.text(sum, currency)) : values.typed.amount;
  const money = { ...values.typed, amount };
  return {
    program,
    eventType,
    currency,
    foreign,
    rate,
    money,
    basis: { eventType, rate: rate > 0 ? rate : 1, currency, payoutCurrency: program.currency },
  };
}

/** The step that is sent. */
function readPurchase(world: World, click: ClickView | undefined, values: Purchase, texts: MoneyTexts) {
  const { program, eventType, currency, foreign, rate, money, basis } = resolvePurchase(world, values, texts);
  const { byItem, lines, subIds, orderId, promoCode } = values;
  return {
    program: program.id,
    eventType: eventType.id,
    payout: payoutOf(money, basis, texts),
    ...(byItem ? { items: itemsOf(lines) } : { amount: money.amount }),
    ...(foreign ? { currency, exchangeRate: rate } : {}),
    ...(click === undefined ? givenSubIds(subIds) : { click: click.key }),
    ...(orderId === '' ? {} : { orderId }),
    ...(promoCode === '' ? {} : { promoCode }),
  };
}

function Fields({ world, click }: { world: World; click: ClickView | undefined }) {
  const texts = useMoney();
  const read = (values: Purchase) => readPurchase(world, click, values, texts);
  const { values, problems, good, setValues, getInputProps } = useSchemaForm<Purchase>({
    initialValues: {
      programId: click?.click.programId ?? world.programs[0]!.id,
      typeId: '',
      byItem: false,
      lines: [newLine([])],
      typed: { amount: '120.00', payout: null },
      currency: null,
      rate: '',
      subIds: NO_SUB_IDS,
      orderId: '',
      promoCode: '',
    },
    schema: trackInput,
    read,
  });
  const { program, eventType, currency, foreign, money, basis } = resolvePurchase(world, values, texts);
  const { byItem, lines } = values;
  const send = () => runActionStep((to) => client.activity.track({ ...read(values), ...to }));
  return (
    <ManualStepDialog
      title={click === undefined ? 'Track an action' : 'Convert a click'}
      verb={click === undefined ? 'Track' : 'Convert'}
      good={good}
      size={560}
      trigger={{ event: 'tracked', programId: program.id, eventTypeId: eventType.id }}
      onSend={send}
    >
      <div className="form-fields">
        <ProgramSelect
          all={world.programs}
          value={program.id}
          disabled={click !== undefined}
          onChange={({ id }) => setValues({ programId: id, typeId: '' })}
        />
        <NamedSelect
          label="Event type"
          all={program.eventTypes}
          value={eventType.id}
          onChange={({ id }) => setValues({ typeId: id })}
        />
      </div>
      <SegmentedControl
        fullWidth
        aria-label="What was bought"
        value={byItem ? 'items' : 'amount'}
        onChange={(value) => setValues({ byItem: value === 'items' })}
        data={[
          { value: 'amount', label: 'One amount' },
          { value: 'items', label: 'Items' },
        ]}
      />
      {byItem ? (
        <ItemLines lines={lines} currency={currency} onChange={(next) => setValues({ lines: next })} />
      ) : null}
      <MoneyFields money={money} basis={basis} summed={byItem} onChange={(typed) => setValues({ typed })} />
      <div className="form-fields">
        <Select
          label="Currency of the order"
          searchable
          allowDeselect={false}
          nothingFoundMessage="No such currency"
          maxDropdownHeight={180}
          data={CURRENCIES}
          value={currency}
          onChange={(code) => setValues({ currency: code })}
        />
        {foreign ? (
          <TextInput
            label={`1 ${currency} in ${program.currency}`}
            inputMode="decimal"
            classNames={{ input: 'money-input' }}
            value={values.rate}
            error={problems.exchangeRate}
            onChange={(event) => setValues({ rate: event.currentTarget.value.trim() })}
          />
        ) : (
          <span />
        )}
        <TextInput label="Order id" placeholder="generated from the seed" {...getInputProps('orderId')} />
        <TextInput label="Promo code" placeholder="empty" {...getInputProps('promoCode')} />
        {click === undefined ? (
          <SubIdFields value={values.subIds} onChange={(subIds) => setValues({ subIds })} />
        ) : null}
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
