import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ActionView, DeliveryView } from '../../../../shared/contract/activity.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { fullTime, timeParts } from '../../../lib/format.ts';
import { listKey } from '../../../lib/list-keys.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { select } from '../../../state/ui.ts';
import { focusAttempts } from '../focus-deliveries.ts';
import { reasonText } from '../reasons.ts';
import { useSimulator } from '../simulator-view.ts';
import { ReceiverFigures } from './LedgerTotals.tsx';
import { ledgerRows } from './ledger-rows.ts';
import type { ReceiverLine, ReceiverLines } from './receiver-lines.ts';

const ENTRY_PX = 28;
const DAY_PX = 24;
/** Marks of one entry; more are counted. */
const MOST_MARKS = 4;

interface LedgerProps {
  view: ActionView;
  /** The deliveries about the action. */
  sent: readonly DeliveryView[];
  /** The receiver's books beside it, where a run compared them. */
  receiver: ReceiverLines | null;
  /** Number of the entry whose deliveries are shown, from 1. */
  nth: number;
  /** What the ledger scrolls in. */
  scroller: RefObject<HTMLElement | null>;
}

/** Shows what was sent for an entry. */
function choose(key: number, nth: number): void {
  select({ event: { subject: 'action', key, nth }, deliveryId: null });
  useSimulator.setState({ attemptId: null });
}

/** Every change of an action with what was sent for it. One tab stop; the arrows go from entry to entry. */
export function Ledger({ view, sent, receiver, nth, scroller }: LedgerProps) {
  const { key, action, ledger } = view;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const zone = action.program.timeZone;
  const rows = useMemo(() => ledgerRows(ledger, zone), [ledger, zone]);
  const byEntry = useMemo(() => Map.groupBy(sent, (delivery) => delivery.nth), [sent]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => ('day' in rows[row]! ? DAY_PX : ENTRY_PX),
    scrollMargin: margin,
    overscan: 8,
  });
  useLayoutEffect(() => {
    // What stands above may become higher or lower, such as sentences that wrap.
    const measure = () => setMargin(box.current?.offsetTop ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    const above = box.current?.parentElement?.firstElementChild;
    if (above != null) observer.observe(above);
    return () => observer.disconnect();
  }, []);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      focusAttempts();
      return;
    }
    const to = listKey(event.key, nth - 1, ledger.length, 8);
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(ledger.length - 1, to));
    choose(key, next + 1);
    virtualizer.scrollToIndex(
      rows.findIndex((row) => 'index' in row && row.index === next),
      { align: 'auto' },
    );
  };
  const columns = receiver === null ? 'hand-ledger' : 'hand-ledger hand-ledger-books';
  return (
    <>
      <div className={`list-head ${columns}`}>
        <span>Time</span>
        <span>Entry, {action.program.currency}</span>
        {receiver === null ? <span className="align-right">Amount</span> : null}
        <span className="align-right">Change</span>
        <span className="align-right">{receiver === null ? 'Payout' : 'Platform'}</span>
        {receiver === null ? null : (
          <>
            <span className="align-right hand-yours-column">Your receiver</span>
            <span className="align-right">Difference</span>
          </>
        )}
        <span className="align-right">Sent</span>
      </div>
      <div
        ref={box}
        className="hand-ledger-rows list-scroll"
        role="grid"
        aria-label="Ledger"
        aria-rowcount={ledger.length}
        aria-activedescendant={`${id}-${nth}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index: place, start }) => {
          const row = rows[place]!;
          const style = { transform: `translateY(${start - margin}px)` };
          if ('day' in row) {
            return (
              <div key={row.day} className="hand-day" role="row" style={style} data-testid="ledger-day">
                <span role="gridcell">{row.day}</span>
              </div>
            );
          }
          const { index } = row;
          const on = index === nth - 1;
          return (
            // The grid has the focus and the keys; rows only take clicks.
            <div
              key={index}
              id={`${id}-${index + 1}`}
              className={`list-row ${columns}${on ? ' list-row-current' : ''}`}
              role="row"
              aria-rowindex={index + 1}
              aria-selected={on}
              data-testid="ledger-row"
              data-part={index === receiver?.part || undefined}
              style={style}
              onClick={() => choose(key, index + 1)}
              onDoubleClick={focusAttempts}
            >
              <Entry
                view={view}
                index={index}
                line={receiver === null ? null : receiver.lines[index]!}
                differs={receiver?.differs === true}
                deliveries={byEntry.get(index + 1) ?? []}
              />
            </div>
          );
        })}
      </div>
    </>
  );
}

interface EntryProps {
  view: ActionView;
  index: number;
  line: ReceiverLine | null;
  differs: boolean;
  deliveries: readonly DeliveryView[];
}

function Entry({ view: { action, ledger }, index, line, differs, deliveries }: EntryProps) {
  const { kind, at, reason, amount, deltaPayout, payout } = ledger[index]!;
  const zone = action.program.timeZone;
  const { currency } = action.program;
  const money = useMoney();
  const tone = deltaPayout > 0 ? 'text-ok' : deltaPayout < 0 ? 'text-bad' : 'faint';
  return (
    <>
      <span role="gridcell" className="mono dimmed" title={fullTime(at, zone)}>
        {timeParts(at, zone).time}
      </span>
      <span role="gridcell" className="hstack">
        <span className="medium">{eventLabel(kind)}</span>
        <span
          className="dimmed ellipsis"
          title={reason === '' ? undefined : `${reasonText(reason)} (${reason})`}
        >
          {reasonText(reason)}
        </span>
      </span>
      {line === null ? (
        <span role="gridcell" className="align-right">
          {money.figure(amount, currency)}
        </span>
      ) : null}
      <span role="gridcell" className={`align-right ${tone}`}>
        {money.signed(deltaPayout, currency)}
      </span>
      <span role="gridcell" className="align-right medium">
        {money.figure(payout, currency)}
      </span>
      {line === null ? null : <ReceiverFigures line={line} differs={differs} role="gridcell" />}
      <span role="gridcell" className="hand-marks" data-testid="ledger-sent">
        {deliveries.slice(0, MOST_MARKS).map((delivery) => (
          <DeliveryMark key={delivery.id} delivery={delivery} />
        ))}
        {deliveries.length > MOST_MARKS ? (
          <span className="faint text-11">+{deliveries.length - MOST_MARKS}</span>
        ) : null}
      </span>
    </>
  );
}
