import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import {
  REJECT_REASONS,
  RESOLUTIONS,
  type RejectReason,
  type Resolution,
} from '../../../../shared/domain/inquiry.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import { client } from '../../../state/connection.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runInquiryStep } from '../manual-commands.ts';
import { whyNotAmount } from '../money-field.ts';
import { RESOLUTION_WORDS } from './inquiry-words.ts';

const INCOMPLETE_REASON: RejectReason =
  'Enquiry does not provide complete information required for evaluation';

/** The brand's answer to an inquiry. */
export function CloseInquiryDialog({ view: { key, inquiry } }: { view: InquiryView }) {
  const [resolution, setResolution] = useState<Resolution>('VALID');
  const [reason, setReason] = useState<RejectReason>('Transaction cannot be traced');
  const [payout, setPayout] = useState(formatMoney(inquiry.expectedPayout ?? 0));
  const [notes, setNotes] = useState('');
  const valid = resolution === 'VALID';
  const send = () =>
    runInquiryStep((to) =>
      client.world.closeInquiry({
        key,
        resolution,
        ...(valid ? { finalPayout: payout } : { rejectReason: reason }),
        ...(notes === '' ? {} : { notes }),
        ...to,
      }),
    );
  return (
    <ManualStepDialog
      title={`Close inquiry ${inquiry.id}`}
      verb="Close inquiry"
      good={!valid || whyNotAmount(payout) === undefined}
      onSend={send}
    >
      <SegmentedControl
        fullWidth
        data-autofocus
        aria-label="Resolution"
        value={resolution}
        onChange={(value) => {
          setResolution(value as Resolution);
          if (value === 'INCOMPLETE') setReason(INCOMPLETE_REASON);
        }}
        data={RESOLUTIONS.map((value) => ({ value, label: RESOLUTION_WORDS[value].word }))}
      />
      {valid ? (
        <AmountField
          label={`Final payout, ${inquiry.program.currency}`}
          value={payout}
          onChange={setPayout}
        />
      ) : (
        <Select
          label="Reason"
          allowDeselect={false}
          maxDropdownHeight={260}
          data={[...REJECT_REASONS]}
          value={reason}
          onChange={(value) => value !== null && setReason(value as RejectReason)}
        />
      )}
      <Textarea
        label="Notes"
        placeholder="empty"
        rows={2}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
    </ManualStepDialog>
  );
}
