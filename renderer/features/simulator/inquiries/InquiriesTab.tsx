import { memo } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import { whyNoInquiries } from '../../../../shared/domain/inquiry.ts';
import { moneyFigure } from '../../../../shared/scenario/ledger-sum.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconPlus } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { fullTime, timeParts } from '../../../lib/format.ts';
import { select, useUi } from '../../../state/ui.ts';
import { useWorld } from '../ProgramSelect.tsx';
import { WorkspaceFilePath } from '../programs/WorkspaceFilePath.tsx';
import { useSimulator } from '../simulator-view.ts';
import { stateOf, TYPE_WORDS } from './inquiry-words.ts';
import { useInquiries } from './useInquiries.ts';

/** Opens an inquiry, where the partner's kind has them. */
export function InquiryTools({ narrow }: { narrow: boolean }) {
  const world = useWorld();
  const why = world === undefined ? undefined : whyNoInquiries(world);
  return (
    <ReasonedButton
      size="xs"
      px={8}
      leftSection={<IconPlus size={14} />}
      rightSection={narrow ? null : <KeyCaps keys="I" />}
      why={why}
      onClick={() => useSimulator.setState({ dialog: 'open-inquiry' })}
    >
      Open inquiry…
    </ReasonedButton>
  );
}

/** All inquiries, newest first; for a partner of another kind, why there are none. */
export function InquiriesTab() {
  const { rows, places, total, look, take } = useInquiries();
  const inquiryKey = useUi((state) => state.inquiryKey);
  return (
    <Pane label="Inquiries" className="world-list">
      <VirtualList
        label="Inquiries"
        count={total}
        keyOf={(index) => total - index}
        selected={inquiryKey === null ? -1 : (places.get(inquiryKey) ?? -1)}
        onSelect={(index) => take(index, ({ key }) => select({ inquiryKey: key }))}
        copyOf={(index) => rows.get(index)?.inquiry.id ?? ''}
        prepended={total}
        onRange={look}
        rowClass="list-whole"
        renderHead={() => (
          <div className="list-head world-inquiry">
            <span>Inquiry</span>
            <span>About</span>
            <span>Order</span>
            <span className="world-wider">Program</span>
            <span>Status</span>
            <span className="align-right">Amount</span>
            <span className="align-right">Opened</span>
          </div>
        )}
        renderRow={(index) => {
          const view = rows.get(index);
          return view === undefined ? <Waiting /> : <Row view={view} />;
        }}
        empty={<NoInquiries />}
      />
    </Pane>
  );
}

function NoInquiries() {
  const world = useWorld();
  const why = world === undefined ? undefined : whyNoInquiries(world);
  if (why === undefined) {
    return (
      <EmptyState title="No inquiries yet">
        Open one about an untracked order or the selected action. Opening and closing an inquiry fires inquiry
        postbacks.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No inquiries for this type of partner">
      <p data-testid="no-inquiries">{why}</p>
      <p>
        To try them, set <span className="mono">kind: cashback</span> of the partner in
      </p>
      <WorkspaceFilePath />
    </EmptyState>
  );
}

/** A row that is being fetched keeps its height. */
function Waiting() {
  return <div className="world-inquiry" role="presentation" aria-busy="true" />;
}

const Row = memo(function Row({ view: { inquiry } }: { view: InquiryView }) {
  const { id, type, orderId, program, transactionAmount, createdAt } = inquiry;
  const { word, tone } = stateOf(inquiry);
  const { date, time } = timeParts(createdAt, program.timeZone);
  return (
    <div className="world-inquiry" role="presentation" data-testid="inquiry-row">
      <span role="gridcell" className="mono">
        {id}
      </span>
      <span role="gridcell">{TYPE_WORDS[type]}</span>
      <span role="gridcell" className="mono dimmed ellipsis" title={orderId}>
        {orderId}
      </span>
      <span role="gridcell" className="dimmed ellipsis world-wider">
        {program.name}
      </span>
      <span role="gridcell">
        <Chip tone={tone}>{word}</Chip>
      </span>
      <span role="gridcell" className="align-right">
        {moneyFigure(transactionAmount)}
      </span>
      <span role="gridcell" className="align-right dimmed" title={fullTime(createdAt, program.timeZone)}>
        {date.slice(4, -5)} {time.slice(0, 5)}
      </span>
    </div>
  );
});
