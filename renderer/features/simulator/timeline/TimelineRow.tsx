import { memo } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { IconClockExclamation } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { ROW_PX } from './scene.ts';
import { rowSentence } from './timeline-words.ts';

interface TimelineRowProps {
  id: string;
  delivery: DeliveryView;
  index: number;
  selected: boolean;
  picked: boolean;
  /** Open for more than an hour after its event. */
  long: boolean;
}

/** The left columns of one delivery; its marks are drawn beside it. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { id, delivery, index, selected, picked, long } = props;
  const { event, subjectId, attempts, state } = delivery;
  const end = subjectId.lastIndexOf('.') + 1;
  return (
    <div
      id={id}
      className={`timeline-row${selected ? ' timeline-row-current' : ''}${picked ? ' timeline-row-picked' : ''}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected || picked}
      data-testid="delivery-row"
      data-outcome={state}
      style={{ transform: `translateY(${index * ROW_PX}px)` }}
    >
      <div className="timeline-side">
        <span role="gridcell" className="medium nowrap">
          {eventLabel(event)}
        </span>
        <span role="gridcell" className="mono dimmed timeline-id" title={subjectId}>
          {/* Where there is little room its end stands for it: actions of one program differ only there. */}
          <span className="timeline-prefix">{subjectId.slice(0, end)}</span>
          {subjectId.slice(end)}
        </span>
        {long ? <LongMark state={state} /> : null}
        <span role="gridcell" className="faint text-11 align-right timeline-tries">
          {count(attempts.length)}
        </span>
        <span role="gridcell" className="visually-hidden">
          {rowSentence(delivery)}
        </span>
      </div>
    </div>
  );
});

/** Says that a delivery is, or was, open for longer than the platform calls normal; small, so that it hides no name. */
export function LongMark({ state }: { state: DeliveryView['state'] }) {
  const open = state === 'waiting' || state === 'in-flight';
  const text = open
    ? 'Open for more than an hour since its event. This is when the platform recommends contacting support.'
    : 'Was open for more than an hour.';
  return (
    <span className={open ? 'timeline-long text-warn' : 'timeline-long dimmed'} title={text}>
      <IconClockExclamation size={13} stroke={1.75} role="img" aria-label={text} />
    </span>
  );
}
