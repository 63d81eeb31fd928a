import type { Inquiry } from '../../../../shared/domain/inquiry.ts';
import { inquiryValues } from '../../../../shared/placeholders/placeholder-values.ts';
import { moneyFigure } from '../../../../shared/scenario/ledger-sum.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { fullTime, timeParts } from '../../../lib/format.ts';
import { DetailPane } from '../DetailPane.tsx';
import { useSimulator } from '../simulator-view.ts';
import { RESOLUTION_WORDS, stateOf, TYPE_WORDS } from './inquiry-words.ts';
import { useSelectedInquiry } from './useInquiries.ts';

/** The selected inquiry: its history, what its postbacks carry, and closing it. */
export function InquiryDetail() {
  const view = useSelectedInquiry();
  if (view === undefined) {
    return (
      <Pane label="Inquiry">
        <EmptyState title="No inquiry selected">Select one to see its history or close it.</EmptyState>
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
      <History inquiry={inquiry} />
      <div className="section-head">
        Values <span className="count">as sent in its postbacks</span>
      </div>
      <KeyValue
        label="Values"
        rows={Object.entries(inquiryValues(inquiry))
          .filter(([, value]) => value !== '')
          .map(([name, value]) => ({ id: name, name, value: <WireText text={value} /> }))}
      />
    </DetailPane>
  );
}

function History({ inquiry }: { inquiry: Inquiry }) {
  const { program, createdAt, deadline, closed, type, notes, expectedPayout, actionId } = inquiry;
  const zone = program.timeZone;
  const expected =
    expectedPayout === null ? '' : `, ${moneyFigure(expectedPayout)} ${program.currency} expected`;
  return (
    <ol className="world-history">
      <li data-testid="inquiry-history">
        <span className="mono dimmed" title={fullTime(createdAt, zone)}>
          {timeParts(createdAt, zone).time}
        </span>
        <span>
          <b className="medium">Opened</b> as {TYPE_WORDS[type].toLowerCase()}
          {actionId === '' ? '' : `, about ${actionId}`}
          {expected}
          {notes === '' ? null : <span className="dimmed world-note">{notes}</span>}
        </span>
      </li>
      {closed === null ? (
        <li>
          <span />
          <span className="dimmed">Response due by {timeParts(deadline, zone).date}</span>
        </li>
      ) : (
        <li data-testid="inquiry-history">
          <span className="mono dimmed" title={fullTime(closed.at, zone)}>
            {timeParts(closed.at, zone).time}
          </span>
          <span>
            <b className="medium">Closed</b> as {RESOLUTION_WORDS[closed.resolution].word.toLowerCase()}
            {closed.rejectReason === ''
              ? `, ${moneyFigure(closed.finalPayout)} ${program.currency} paid`
              : `: ${closed.rejectReason}`}
            {closed.notes === '' ? null : <span className="dimmed world-note">{closed.notes}</span>}
          </span>
        </li>
      )}
    </ol>
  );
}
