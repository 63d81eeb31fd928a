import { Button } from '@mantine/core';
import { inquiryValues } from '../../../../shared/placeholders/placeholder-values.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { timeParts } from '../../../lib/format.ts';
import { runCommand } from '../../../state/commands.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { DetailPane } from '../DetailPane.tsx';
import { useSimulator } from '../simulator-view.ts';
import type { Sent } from '../useSent.ts';
import { InquiryHistory } from './InquiryHistory.tsx';
import { stateOf } from './inquiry-words.ts';
import { useSelectedInquiry } from './useInquiries.ts';

/** The selected inquiry: its history, what its postbacks carry, and closing it. */
export function InquiryDetail({ sent, nth }: { sent: Sent; nth: number }) {
  const view = useSelectedInquiry();
  const { rule } = useMoney();
  if (view === undefined) {
    return (
      <Pane label="Inquiry">
        <EmptyState title="No inquiry selected">
          <p>Select one to see its history, what was sent for it, and to close it.</p>
          <Button size="xs" onClick={() => runCommand('simulator.open-inquiry')}>
            Open an inquiry
          </Button>
        </EmptyState>
      </Pane>
    );
  }
  const { inquiry } = view;
  const { word, tone } = stateOf(inquiry);
  const closed = inquiry.closed !== null;
  return (
    <DetailPane
      label="Inquiry"
      title="Inquiry"
      id={inquiry.id}
      copyId="Copy inquiry id"
      state={<Chip tone={tone}>{word}</Chip>}
      buttons={
        <ReasonedButton
          size="xs"
          why={closed ? 'This inquiry is already closed. Open a new one.' : undefined}
          rightSection={<KeyCaps keys="X" />}
          onClick={() => useSimulator.setState({ dialog: 'close-inquiry' })}
        >
          Close inquiry…
        </ReasonedButton>
      }
    >
      <div className="section-head">History</div>
      <InquiryHistory view={view} sent={sent} nth={nth} />
      {closed ? null : (
        <p className="dimmed text-12 hand-due">
          Response due by {timeParts(inquiry.deadline, inquiry.program.timeZone).date}
        </p>
      )}
      <div className="section-head">
        Values <span className="count">as sent in its postbacks</span>
      </div>
      <KeyValue
        label="Values"
        rows={Object.entries(inquiryValues(inquiry, { moneyDigits: rule }))
          .filter(([, value]) => value !== '')
          .map(([name, value]) => ({ id: name, name, value: <WireText text={value} /> }))}
      />
    </DetailPane>
  );
}
