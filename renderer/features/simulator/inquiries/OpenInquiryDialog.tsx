import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { INQUIRY_TYPES, type InquiryType } from '../../../../shared/domain/inquiry.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import type { World } from '../../../../shared/domain/program.ts';
import { isoInZone, parseTime } from '../../../../shared/domain/time.ts';
import { problemOf } from '../../../lib/problem.ts';
import { nowOnClock } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runInquiryStep } from '../manual-commands.ts';
import { whyNotAmount } from '../money-field.ts';
import { ProgramSelect, useWorld } from '../ProgramSelect.tsx';
import { useSelectedAction } from '../useActionView.ts';
import { TYPE_WORDS } from './inquiry-words.ts';

const HOUR = 3_600_000;

/** Asks the brand about an order: one never tracked, or the selected action. */
export function OpenInquiryDialog() {
  const world = useWorld();
  const action = useSelectedAction();
  return world === undefined ? null : <Fields world={world} view={action} />;
}

/** Why a text is not a time, or undefined; with the time. */
function readTime(text: string): { at?: number; why?: string } {
  try {
    const at = parseTime(text);
    return at > nowOnClock() ? { why: 'The date is in the future' } : { at };
  } catch (error) {
    return { why: problemOf(error).remedy };
  }
}

function Fields({ world, view }: { world: World; view: ActionView | undefined }) {
  const [type, setType] = useState<InquiryType>(view === undefined ? 'UNTRACKED' : 'INCORRECT');
  const [programId, setProgramId] = useState(world.programs[0]!.id);
  const about = type === 'UNTRACKED' ? undefined : view?.action;
  const program =
    world.programs.find(({ id }) => id === (about?.program.id ?? programId)) ?? world.programs[0]!;
  const zone = about?.program.timeZone ?? program.timeZone;
  const currency = about?.program.currency ?? program.currency;
  // What is not typed comes from the action, or is an hour ago.
  const [typed, setTyped] = useState<{ orderId?: string; date?: string; amount?: string; payout?: string }>(
    {},
  );
  const [rest, setRest] = useState({ customerId: '', partnerInquiryId: '', notes: '' });
  const [openedAt] = useState(nowOnClock);
  const orderId = typed.orderId ?? about?.tracking.orderId ?? '';
  const date = typed.date ?? isoInZone(about?.eventDate ?? openedAt - HOUR, zone);
  const amount = typed.amount ?? formatMoney(about?.intended.amount ?? 12_000);
  const payout = typed.payout ?? formatMoney(about?.intended.payout ?? 1_200);
  const time = readTime(date);
  const lacksAction = type !== 'UNTRACKED' && view === undefined;
  const good =
    !lacksAction &&
    orderId !== '' &&
    orderId.length <= 64 &&
    time.at !== undefined &&
    whyNotAmount(amount) === undefined &&
    (payout === '' || whyNotAmount(payout) === undefined);

  const send = () =>
    runInquiryStep((to) =>
      client.world.openInquiry({
        type,
        ...(type === 'UNTRACKED' || view === undefined ? { program: program.id } : { action: view.key }),
        orderId,
        ...(time.at === undefined ? {} : { transactionDate: time.at }),
        amount,
        ...(payout === '' ? {} : { expectedPayout: payout }),
        ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== '')),
        ...to,
      }),
    );
  return (
    <ManualStepDialog title="Open an inquiry" verb="Open inquiry" good={good} size={560} onSend={send}>
      <SegmentedControl
        fullWidth
        aria-label="Type"
        value={type}
        onChange={(value) => setType(value as InquiryType)}
        data={INQUIRY_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
      />
      {type === 'UNTRACKED' ? (
        <ProgramSelect all={world.programs} value={program.id} onChange={({ id }) => setProgramId(id)} />
      ) : view === undefined ? (
        <p className="text-bad text-12" role="alert">
          Select an action in the list of actions first.
        </p>
      ) : (
        <p className="dimmed text-12">
          About action <span className="mono">{view.action.id}</span>, {view.action.program.name.trim()}.
        </p>
      )}
      <div className="form-fields">
        <TextInput
          data-autofocus
          label="Order id"
          value={orderId}
          error={
            orderId === ''
              ? 'Enter the order id'
              : orderId.length > 64
                ? 'An order id has at most 64 characters'
                : undefined
          }
          onChange={(event) => setTyped({ ...typed, orderId: event.currentTarget.value })}
        />
        <TextInput
          label="Transaction date"
          classNames={{ input: 'mono' }}
          value={date}
          error={time.why}
          onChange={(event) => setTyped({ ...typed, date: event.currentTarget.value.trim() })}
        />
        <AmountField
          label={`Amount, ${currency}`}
          value={amount}
          onChange={(text) => setTyped({ ...typed, amount: text })}
        />
        <AmountField
          label={`Expected payout, ${currency}`}
          value={payout}
          error={payout === '' ? undefined : whyNotAmount(payout)}
          onChange={(text) => setTyped({ ...typed, payout: text })}
        />
        <TextInput
          label="Customer id"
          placeholder="empty"
          value={rest.customerId}
          onChange={(event) => setRest({ ...rest, customerId: event.currentTarget.value })}
        />
        <TextInput
          label="Your reference"
          placeholder="empty"
          value={rest.partnerInquiryId}
          onChange={(event) => setRest({ ...rest, partnerInquiryId: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Notes"
        placeholder="empty"
        rows={2}
        value={rest.notes}
        onChange={(event) => setRest({ ...rest, notes: event.currentTarget.value })}
      />
    </ManualStepDialog>
  );
}
