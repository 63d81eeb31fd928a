import { memo } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import { whyNoInquiries } from '../../../../shared/domain/inquiry.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconPlus } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { fullTime } from '../../../lib/format.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { select } from '../../../state/ui.ts';
import { ListHead } from '../hand/ListHead.tsx';
import { NoLinesYet, TWO_LINES_PX, TwoLines } from '../hand/TwoLines.tsx';
import { useWorld } from '../ProgramSelect.tsx';
import { WorkspaceFilePath } from '../programs/WorkspaceFilePath.tsx';
import { useSimulator } from '../simulator-view.ts';
import { stateOf, TYPE_WORDS } from './inquiry-words.ts';
import { useInquiries } from './useInquiries.ts';

/** Opens an inquiry, where the partner's kind has them. */
export function InquiryTools() {
  const world = useWorld();
  const why = world === undefined ? undefined : whyNoInquiries(world);
  return (
    <ReasonedButton
      size="xs"
      px={8}
      leftSection={<IconPlus size={14} />}
      rightSection={<KeyCaps keys="I" />}
      why={why}
      onClick={() => useSimulator.setState({ dialog: 'open-inquiry' })}
    >
      Open inquiry…
    </ReasonedButton>
  );
}

/** All inquiries, newest first; for a partner of another kind, why there are none. */
export function InquiryList({ onOpen }: { onOpen: () => void }) {
  const { rows, total, loaded, selected, look, take } = useInquiries();
  return (
    <VirtualList
      label="Inquiries"
      count={total}
      keyOf={(index) => total - index}
      selected={selected}
      onSelect={(index) => take(index, ({ key }) => select({ inquiryKey: key }))}
      onOpen={onOpen}
      copyOf={(index) => rows.get(index)?.inquiry.id ?? ''}
      prepended={total}
      onRange={look}
      rowClass="list-whole hand-two-lines"
      rowHeight={TWO_LINES_PX}
      renderHead={(news, goHome) => (
        <ListHead choices={[]} order={null} onSort={() => {}} news={news} goHome={goHome} />
      )}
      renderRow={(index) => {
        const view = rows.get(index);
        return view === undefined ? <NoLinesYet /> : <Row view={view} />;
      }}
      empty={loaded ? <NoInquiries /> : null}
    />
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

const Row = memo(function Row({ view: { inquiry } }: { view: InquiryView }) {
  const { id, type, orderId, program, transactionAmount, createdAt } = inquiry;
  const { word, tone } = stateOf(inquiry);
  const money = useMoney();
  return (
    <TwoLines
      name={id}
      state={<Chip tone={tone}>{word}</Chip>}
      text={
        <span title={`${program.name.trim()}\n${fullTime(createdAt, program.timeZone)}`}>
          {TYPE_WORDS[type]}
          {orderId === '' ? '' : ` · ${orderId}`}
        </span>
      }
      figure={<span className="medium">{money.figure(transactionAmount, program.currency)}</span>}
      testId="inquiry-row"
    />
  );
});
