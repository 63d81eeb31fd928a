import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { inquiryInput, orderId } from '../../../../shared/domain/inputs.ts';
import { INQUIRY_TYPES, type InquiryType } from '../../../../shared/domain/inquiry.ts';
import { parseMoney } from '../../../../shared/domain/money.ts';
import type { World } from '../../../../shared/domain/program.ts';
import { isoInZone, parseTime } from '../../../../shared/domain/time.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { problemOf } from '../../../lib/problem.ts';
import { nowOnClock } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runInquiryStep } from '../manual-commands.ts';
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

/** A typed time that is past, in ms. */
const pastTime = z.string().transform((text, context) => {
  try {
    const at = parseTime(text);
    if (at <= nowOnClock()) return at;
    context.addIssue({ code: 'custom', message: 'The date is in the future' });
  } catch (error) {
    context.addIssue({ code: 'custom', message: problemOf(error).remedy });
  }
  return z.NEVER;
});

const schema = inquiryInput.extend({
  orderId: orderId.min(1, 'must not be empty'),
  transactionDate: pastTime,
});

/** As typed; what is undefined comes from the action, or is an hour ago. */
interface Question extends Record<string, unknown> {
  type: InquiryType;
  programId: string;
  orderId?: string;
  date?: string;
  amount?: string;
  payout?: string;
  customerId: string;
  partnerInquiryId: string;
  notes: string;
}

function Fields({ world, view }: { world: World; view: ActionView | undefined }) {
  const [openedAt] = useState(nowOnClock);
  const aboutOf = (type: InquiryType) => (type === 'UNTRACKED' ? undefined : view);
  const programOf = ({ type, programId }: Question) =>
    world.programs.find(({ id }) => id === (aboutOf(type)?.action.program.id ?? programId)) ??
    world.programs[0]!;
  const texts = useMoney();
  const currencyOf = (question: Question) =>
    aboutOf(question.type)?.action.program.currency ?? programOf(question).currency;
  const payoutOf = (question: Question) =>
    question.payout ??
    texts.text(aboutOf(question.type)?.action.intended.payout ?? parseMoney('12'), currencyOf(question));
  const read = (values: Question) => {
    const about = aboutOf(values.type);
    const action = about?.action;
    const program = programOf(values);
    const zone = action?.program.timeZone ?? program.timeZone;
    const { customerId, partnerInquiryId, notes } = values;
    const rest = { expectedPayout: payoutOf(values), customerId, partnerInquiryId, notes };
    return {
      type: values.type,
      ...(about === undefined ? { program: program.id } : { action: about.key }),
      orderId: values.orderId ?? action?.tracking.orderId ?? '',
      transactionDate: values.date ?? isoInZone(action?.eventDate ?? openedAt - HOUR, zone),
      amount: values.amount ?? texts.text(action?.intended.amount ?? parseMoney('120'), currencyOf(values)),
      ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== '')),
    };
  };
  const { values, problems, good, setValues, getInputProps } = useSchemaForm<Question>({
    initialValues: {
      type: view === undefined ? 'UNTRACKED' : 'INCORRECT',
      programId: world.programs[0]!.id,
      customerId: '',
      partnerInquiryId: '',
      notes: '',
    },
    schema,
    read,
  });
  const { type } = values;
  const program = programOf(values);
  const currency = currencyOf(values);
  const inquiry = read(values);
  const lacksAction = type !== 'UNTRACKED' && view === undefined;

  const send = () =>
    runInquiryStep((to) =>
      client.world.openInquiry({
        ...inquiry,
        transactionDate: pastTime.parse(inquiry.transactionDate),
        ...to,
      }),
    );
  return (
    <ManualStepDialog
      title="Open an inquiry"
      verb="Open inquiry"
      good={good && !lacksAction}
      size={560}
      trigger={{ event: 'inquiry-opened', programId: aboutOf(type)?.action.program.id ?? program.id }}
      onSend={send}
    >
      <SegmentedControl
        fullWidth
        aria-label="Type"
        value={type}
        onChange={(value) => setValues({ type: value as InquiryType })}
        data={INQUIRY_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
      />
      {type === 'UNTRACKED' ? (
        <ProgramSelect
          all={world.programs}
          value={program.id}
          onChange={({ id }) => setValues({ programId: id })}
        />
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
          value={inquiry.orderId}
          error={problems.orderId}
          onChange={(event) => setValues({ orderId: event.currentTarget.value })}
        />
        <TextInput
          label="Transaction date"
          classNames={{ input: 'mono' }}
          value={inquiry.transactionDate}
          error={problems.transactionDate}
          onChange={(event) => setValues({ date: event.currentTarget.value.trim() })}
        />
        <AmountField
          currency={currency}
          label={`Amount, ${currency}`}
          value={inquiry.amount}
          onChange={(amount) => setValues({ amount })}
        />
        <AmountField
          currency={currency}
          label={`Expected payout, ${currency}`}
          value={payoutOf(values)}
          error={problems.expectedPayout}
          onChange={(text) => setValues({ payout: text })}
        />
        <TextInput label="Customer id" placeholder="empty" {...getInputProps('customerId')} />
        <TextInput label="Your reference" placeholder="empty" {...getInputProps('partnerInquiryId')} />
      </div>
      <Textarea label="Notes" placeholder="empty" rows={2} {...getInputProps('notes')} />
    </ManualStepDialog>
  );
}
