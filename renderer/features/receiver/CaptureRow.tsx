import { IconAlertTriangle, IconTerminal2 } from '@tabler/icons-react';
import { memo } from 'react';
import type { CaptureState, CaptureSummary } from '../../../shared/contract/captures.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { Chip } from '../../components/Chip.tsx';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { duration, timeParts } from '../../lib/format.ts';

export const STATE_WORDS: Record<Exclude<CaptureState, 'complete'>, string> = {
  refused: 'refused',
  'broken-off': 'broken off',
  'too-large': 'too large',
};

/** One capture in the list. */
export const CaptureRow = memo(function CaptureRow({ row, zone }: { row: CaptureSummary; zone: string }) {
  const { time, millis } = timeParts(row.receivedAt, zone);
  return (
    <>
      <span role="gridcell">
        <RowMark row={row} />
      </span>
      <span role="gridcell" className="mono t2">
        {time}
        <span className="wide">{millis}</span>
      </span>
      <span role="gridcell" className="t2 wide">
        {row.method}
      </span>
      <span role="gridcell" className="row">
        <RowTitle row={row} />
      </span>
      <span role="gridcell">
        <StatusChip status={row.answerStatus} />
      </span>
      <span role="gridcell" className="r t2">
        {duration(row.tookUs / 1000)}
      </span>
    </>
  );
});

function RowMark({ row }: { row: CaptureSummary }) {
  if (row.delivery !== null) return <OutcomeMark {...markOfOutcome(row.delivery.outcome)} />;
  if (row.state !== 'complete') {
    return (
      <IconAlertTriangle size={14} stroke={1.75} className="warn" role="img" aria-label="Not complete" />
    );
  }
  return (
    <IconTerminal2 size={14} stroke={1.5} className="t2" role="img" aria-label="Not sent by Postbench" />
  );
}

function RowTitle({ row }: { row: CaptureSummary }) {
  const { delivery, state, target, userAgent } = row;
  const flaw = state === 'complete' ? null : <Chip tone="warn">{STATE_WORDS[state]}</Chip>;
  if (delivery === null) {
    return (
      <>
        {flaw}
        <span className="mono b el short" title={target}>
          {target}
        </span>
        <span className="t3 el">{userAgent}</span>
      </>
    );
  }
  return (
    <>
      {flaw}
      <span className="b nw">{eventLabel(delivery.event)}</span>
      <span className="mono t2 el" title={delivery.subject}>
        {delivery.subject}
      </span>
      {delivery.attemptNumber === 1 ? null : (
        <span className="t3 f11 nw again" title={`Attempt ${delivery.attemptNumber}`}>
          <span className="unseen">attempt </span>
          <span aria-hidden="true">#</span>
          {delivery.attemptNumber}
        </span>
      )}
    </>
  );
}
