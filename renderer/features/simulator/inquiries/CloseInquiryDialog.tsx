import { SegmentedControl, Select, Textarea } from '@mantine/core';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import { closingInput } from '../../../../shared/domain/inputs.ts';
import {
  REJECT_REASONS,
  RESOLUTIONS,
  type RejectReason,
  type Resolution,
} from '../../../../shared/domain/inquiry.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { client } from '../../../state/connection.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runInquiryStep } from '../manual-commands.ts';
import { RESOLUTION_WORDS } from './inquiry-words.ts';

const INCOMPLETE_REASON: RejectReason =
  'Enquiry does not provide complete information required for evaluation';

interface Closing extends Record<string, unknown> {
  resolution: Resolution;
  rejectReason: RejectReason;
  finalPayout: string;
  notes: string;
}

/** A valid inquiry has a payout, any other one a reason. */
const read = ({ resolution, rejectReason, finalPayout, notes }: Closing) => ({
  resolution,
  ...(resolution === 'VALID' ? { finalPayout } : { rejectReason }),
  ...(notes === '' ? {} : { notes }),
});

/** The brand's answer to an inquiry. */
export function CloseInquiryDialog({ view: { key, inquiry } }: { view: InquiryView }) {
  const texts = useMoney();
  const { values, good, setValues, getInputProps } = useSchemaForm<Closing>({
    initialValues: {
      resolution: 'VALID',
      rejectReason: 'Transaction cannot be traced',
      finalPayout: texts.text(inquiry.expectedPayout ?? 0, inquiry.program.currency),
      notes: '',
    },
    schema: closingInput,
    read,
  });
  const send = () => runInquiryStep((to) => client.world.closeInquiry({ key, ...read(values), ...to }));
  return (
    <ManualStepDialog
      title={`Close inquiry ${inquiry.id}`}
      verb="Close inquiry"
      good={good}
      trigger={{ event: 'inquiry-closed', programId: inquiry.program.id }}
      onSend={send}
    >
      <SegmentedControl
        fullWidth
        data-autofocus
        aria-label="Resolution"
        value={values.resolution}
        onChange={(value) =>
          setValues({
            resolution: value as Resolution,
            ...(value === 'INCOMPLETE' ? { rejectReason: INCOMPLETE_REASON } : {}),
          })
        }
        data={RESOLUTIONS.map((value) => ({ value, label: RESOLUTION_WORDS[value].word }))}
      />
      {values.resolution === 'VALID' ? (
        <AmountField
          currency={inquiry.program.currency}
          label={`Final payout, ${inquiry.program.currency}`}
          value={values.finalPayout}
          onChange={(finalPayout) => setValues({ finalPayout })}
        />
      ) : (
        <Select
          label="Reason"
          allowDeselect={false}
          maxDropdownHeight={260}
          data={[...REJECT_REASONS]}
          value={values.rejectReason}
          onChange={(value) => value !== null && setValues({ rejectReason: value as RejectReason })}
        />
      )}
      <Textarea label="Notes" placeholder="empty" rows={2} {...getInputProps('notes')} />
    </ManualStepDialog>
  );
}
