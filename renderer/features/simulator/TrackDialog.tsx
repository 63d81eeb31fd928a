import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { World } from '../../../shared/domain/program.ts';
import { client } from '../../state/connection.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { HandDialog } from './HandDialog.tsx';
import { type Money, MoneyFields, moneyGood, payoutOf } from './MoneyFields.tsx';

/** Documented limit of SubIds and SharedId. */
const LONGEST = 255;
const SUB_IDS = [
  { key: 'subId1', label: 'SubId1' },
  { key: 'subId2', label: 'SubId2' },
  { key: 'subId3', label: 'SubId3' },
  { key: 'sharedId', label: 'SharedId' },
] as const;
type SubId = (typeof SUB_IDS)[number]['key'];

/** A new action: what was bought, and what came with the click. */
export function TrackDialog() {
  const world = useWorkspace(({ view }) => view?.settings.world);
  return world === undefined ? null : <Fields world={world} />;
}

function Fields({ world }: { world: World }) {
  const [programId, setProgramId] = useState(world.programs[0]!.id);
  const program = world.programs.find(({ id }) => id === programId) ?? world.programs[0]!;
  const [typeId, setTypeId] = useState(program.eventTypes[0]!.id);
  const eventType = program.eventTypes.find(({ id }) => id === typeId) ?? program.eventTypes[0]!;
  const [money, setMoney] = useState<Money>({ amount: '120.00', payout: null });
  const [subIds, setSubIds] = useState<Record<SubId, string>>({
    subId1: '',
    subId2: '',
    subId3: '',
    sharedId: '',
  });
  const [orderId, setOrderId] = useState('');
  const tooLong = (text: string) =>
    text.length > LONGEST ? `has ${text.length} characters; ${LONGEST} are the limit` : undefined;
  const good = moneyGood(money, eventType) && Object.values(subIds).every((text) => text.length <= LONGEST);

  const send = (to: { to?: string }) => {
    const given = Object.fromEntries(Object.entries(subIds).filter(([, text]) => text !== ''));
    return client.activity.track({
      program: program.id,
      eventType: eventType.id,
      amount: money.amount,
      payout: payoutOf(money, eventType),
      ...given,
      ...(orderId === '' ? {} : { orderId }),
      ...to,
    });
  };
  return (
    <HandDialog title="Track an action" verb="Track" good={good} onSend={send}>
      <div className="sm-fields">
        <Select
          label="Program"
          allowDeselect={false}
          data={world.programs.map(({ id, name }) => ({ value: id, label: name.trim() }))}
          value={program.id}
          onChange={(id) => {
            const next = world.programs.find((candidate) => candidate.id === id);
            if (next === undefined) return;
            setProgramId(next.id);
            setTypeId(next.eventTypes[0]!.id);
          }}
        />
        <Select
          label="Event type"
          allowDeselect={false}
          data={program.eventTypes.map(({ id, name }) => ({ value: id, label: name.trim() }))}
          value={eventType.id}
          onChange={(id) => id !== null && setTypeId(id)}
        />
      </div>
      <MoneyFields money={money} eventType={eventType} currency={program.currency} onChange={setMoney} />
      <div className="sm-fields">
        {SUB_IDS.map(({ key, label }) => (
          <TextInput
            key={key}
            label={label}
            placeholder="empty"
            value={subIds[key]}
            error={tooLong(subIds[key])}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setSubIds((current) => ({ ...current, [key]: text }));
            }}
          />
        ))}
        <TextInput
          label="Order id"
          placeholder="drawn from the seed"
          value={orderId}
          onChange={(event) => setOrderId(event.currentTarget.value)}
        />
      </div>
    </HandDialog>
  );
}
