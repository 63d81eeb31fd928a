import { useId } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import type { Inquiry } from '../../../../shared/domain/inquiry.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { fullTime, timeNear } from '../../../lib/format.ts';
import { listKey } from '../../../lib/list-keys.ts';
import { useVirtualNow } from '../../../state/clock.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { select } from '../../../state/ui.ts';
import { focusAttempts } from '../focus-deliveries.ts';
import { useSimulator } from '../simulator-view.ts';
import type { Sent } from '../useSent.ts';
import { inquiryEvents, RESOLUTION_WORDS, TYPE_WORDS } from './inquiry-words.ts';

interface InquiryHistoryProps {
  view: InquiryView;
  sent: Sent;
  /** Number of the event whose deliveries are shown, from 1. */
  nth: number;
}

/** Opened and closed, each with what was sent for it. One tab stop; the arrows go from one to the other. */
export function InquiryHistory({ view: { key, inquiry }, sent, nth }: InquiryHistoryProps) {
  const id = useId();
  const events = inquiryEvents(inquiry);
  const zone = inquiry.program.timeZone;
  const now = useVirtualNow(60_000);
  const choose = (next: number) => {
    select({ event: { subject: 'inquiry', key, nth: next }, deliveryId: null });
    useSimulator.setState({ attemptId: null });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') focusAttempts();
    const to = listKey(event.key, nth - 1, events.length, 1);
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(events.length - 1, to)) + 1);
  };
  return (
    <div
      className="hand-history list-scroll"
      role="grid"
      aria-label="History"
      aria-activedescendant={`${id}-${nth}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {events.map(({ event, nth: number, at }) => (
        // The grid has the focus and the keys; rows only take clicks.
        <div
          key={number}
          id={`${id}-${number}`}
          className={number === nth ? 'hand-event hand-event-current' : 'hand-event'}
          role="row"
          aria-selected={number === nth}
          data-testid="inquiry-history"
          onClick={() => choose(number)}
        >
          <span role="gridcell" className="mono dimmed" title={fullTime(at, zone)}>
            {timeNear(at, zone, now)}
          </span>
          <span role="gridcell">
            {event === 'inquiry-opened' ? <Opened inquiry={inquiry} /> : <Closed inquiry={inquiry} />}
          </span>
          <span role="gridcell" className="hand-marks">
            {sent.rows
              .filter((delivery) => delivery.nth === number)
              .map((delivery) => (
                <DeliveryMark key={delivery.id} delivery={delivery} />
              ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function Opened({ inquiry: { type, actionId, expectedPayout, program, notes } }: { inquiry: Inquiry }) {
  const money = useMoney();
  const expected =
    expectedPayout === null
      ? ''
      : `, ${money.figure(expectedPayout, program.currency)} ${program.currency} expected`;
  return (
    <>
      <b className="medium">Opened</b> as {TYPE_WORDS[type].toLowerCase()}
      {actionId === '' ? '' : `, about ${actionId}`}
      {expected}
      {notes === '' ? null : <span className="dimmed world-note">{notes}</span>}
    </>
  );
}

function Closed({ inquiry: { closed, program } }: { inquiry: Inquiry }) {
  const money = useMoney();
  if (closed === null) return null;
  return (
    <>
      <b className="medium">Closed</b> as {RESOLUTION_WORDS[closed.resolution].word.toLowerCase()}
      {closed.rejectReason === ''
        ? `, ${money.figure(closed.finalPayout, program.currency)} ${program.currency} paid`
        : `: ${closed.rejectReason}`}
      {closed.notes === '' ? null : <span className="dimmed world-note">{closed.notes}</span>}
    </>
  );
}
