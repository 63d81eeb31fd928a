import { memo } from 'react';
import type { CaptureState, CaptureSummary } from '../../../../shared/contract/captures.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { utf8OfLatin1 } from '../../../../shared/http/body-text.ts';
import { splitTarget } from '../../../../shared/template/url.ts';
import { Chip } from '../../../components/Chip.tsx';
import { IconAlertTriangle, IconTerminal2 } from '../../../components/icons.ts';
import { markOfOutcome } from '../../../components/marks.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { duration, fullTime, timeNear, timeParts } from '../../../lib/format.ts';
import { useCapturePoints } from '../../../state/capture-points.ts';
import { RowMarks } from '../marks/RowMarks.tsx';
import { ColumnCells } from './ColumnCells.tsx';
import type { Column } from './columns.ts';
import { Marked } from './Marked.tsx';
import type { FindHits } from './useHits.ts';

export const STATE_WORDS: Record<Exclude<CaptureState, 'complete'>, string> = {
  refused: 'refused',
  'broken-off': 'broken off',
  'too-large': 'too large',
};

/** One capture in the list. */
export const CaptureRow = memo(function CaptureRow({
  row,
  zone,
  today,
  hits,
  columns,
}: {
  row: CaptureSummary;
  zone: string;
  /** Real time: arrivals of another day show theirs. */
  today: number;
  hits: FindHits;
  columns: readonly Column[];
}) {
  return (
    <>
      <span role="gridcell">
        <RowMark row={row} />
      </span>
      <span role="gridcell" className="mono dimmed">
        <Arrival at={row.receivedAt} zone={zone} today={today} />
      </span>
      <span role="gridcell" className="dimmed wide-only" data-field="method" data-value={row.method}>
        <Marked text={row.method} hits={hits(row.method, ['method'])} />
      </span>
      <span role="gridcell" className="hstack marks-beside">
        <RowTitle row={row} hits={hits} />
        <RowMarks row={row} />
      </span>
      {columns.length === 0 ? null : (
        <ColumnCells id={row.id} outcome={row.delivery?.outcome ?? ''} columns={columns} hits={hits} />
      )}
      <span role="gridcell" className="align-right wide-only">
        <Points row={row} />
      </span>
      <span role="gridcell" data-field="status" data-value={row.responseStatus ?? 'none'}>
        <StatusChip status={row.responseStatus} />
      </span>
      <span role="gridcell" className="align-right dimmed">
        {duration(row.tookUs / 1000)}
      </span>
    </>
  );
});

/** How many of the data points that were promised arrived as they were sent. */
function Points({ row: { id, delivery } }: { row: CaptureSummary }) {
  const points = useCapturePoints(id, delivery?.outcome ?? '');
  if (points === undefined || points === null) return null;
  const { arrived, expected, asSent } = points;
  const title = asSent
    ? 'All data points arrived as sent'
    : `${arrived} of ${expected} data points arrived; the Expectation tab says what differs`;
  return (
    <span className={asSent ? 'dimmed' : 'text-warn medium receiver-points-differ'} title={title}>
      {arrived}/{expected}
    </span>
  );
}

/** When it arrived, in real time; the day where it is not today. */
function Arrival({ at, zone, today }: { at: number | null; zone: string; today: number }) {
  if (at === null)
    return (
      <span className="faint" title="This capture is older than the recording of real arrival times">
        not recorded
      </span>
    );
  const { millis } = timeParts(at, zone);
  const time = timeNear(at, zone, today);
  return (
    <span title={fullTime(at, zone)}>
      {time}
      {time.includes(' ') ? null : <span className="wide-only">{millis}</span>}
    </span>
  );
}

function RowMark({ row }: { row: CaptureSummary }) {
  if (row.delivery !== null) return <OutcomeMark {...markOfOutcome(row.delivery.outcome)} />;
  if (row.state !== 'complete') {
    return (
      <IconAlertTriangle size={14} stroke={1.75} className="text-warn" role="img" aria-label="Incomplete" />
    );
  }
  return (
    <IconTerminal2 size={14} stroke={1.5} className="dimmed" role="img" aria-label="Not sent by Postbench" />
  );
}

function RowTitle({ row, hits }: { row: CaptureSummary; hits: FindHits }) {
  const { delivery, state, userAgent } = row;
  const target = utf8OfLatin1(row.target);
  const flaw =
    state === 'complete' ? null : (
      <span data-field="state" data-value={state}>
        <Chip tone="warn">{STATE_WORDS[state]}</Chip>
      </span>
    );
  if (delivery === null) {
    return (
      <>
        {flaw}
        <span
          className="mono medium ellipsis receiver-capture-target"
          title={target}
          data-field="path"
          data-value={splitTarget(target).path}
        >
          <Marked text={target} hits={hits(target, ['target', 'path', 'url'])} />
        </span>
        <span className="faint ellipsis" title={userAgent} data-field="agent" data-value={userAgent}>
          <Marked text={userAgent} hits={hits(userAgent, ['agent', 'headers'])} />
        </span>
      </>
    );
  }
  return (
    <>
      {flaw}
      <span className="medium nowrap" data-field="event" data-value={delivery.event}>
        {eventLabel(delivery.event)}
      </span>
      <span
        className="mono dimmed ellipsis"
        title={delivery.subject}
        data-field="action"
        data-value={delivery.subject}
      >
        <Marked text={delivery.subject} hits={hits(delivery.subject, ['action'])} />
      </span>
      {delivery.attemptNumber === 1 ? null : (
        <span
          className="faint text-11 nowrap receiver-capture-again"
          title={`Attempt ${delivery.attemptNumber}`}
          data-field="attempt"
          data-value={delivery.attemptNumber}
        >
          <span className="visually-hidden">attempt </span>
          <span aria-hidden="true">#</span>
          {delivery.attemptNumber}
        </span>
      )}
    </>
  );
}
