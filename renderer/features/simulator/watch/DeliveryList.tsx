import { memo } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { isLong } from '../../../../shared/delivery/long-open.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { LastStatus } from '../../../components/LastStatus.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, duration } from '../../../lib/format.ts';
import { useClock, useVirtualNow } from '../../../state/clock.ts';
import { focusAttempts } from '../focus-deliveries.ts';
import type { ClickModifiers } from '../multi-selection.ts';
import { useSimulator } from '../simulator-view.ts';
import { LongMark } from '../timeline/TimelineRow.tsx';
import type { DeliveryRows } from '../useDeliveryRows.ts';

interface DeliveryListProps {
  list: DeliveryRows;
  clockOf: number | null;
  onSelect: (delivery: DeliveryView, how: ClickModifiers) => void;
  onAll: () => void;
  empty: React.ReactNode;
}

/** Deliveries as rows with the figures of each. */
export function DeliveryList({ list, clockOf, onSelect, onAll, empty }: DeliveryListProps) {
  const { total, rowAt, look, take, selected, newestFirst } = list;
  const selectedIds = useSimulator((state) => state.selectedIds);
  const live = useClock(({ view }) => view !== null && view.runId === clockOf);
  const minute = useVirtualNow(60_000);
  return (
    <VirtualList
      label="Deliveries"
      count={total}
      // New rows come in above where the newest is first.
      keyOf={(index) => (newestFirst ? total - index : index)}
      selected={selected}
      onSelect={(index) => take(index, (row) => onSelect(row, { range: false, toggle: false }))}
      several={{
        isPicked: (index) => selectedIds.size > 0 && selectedIds.has(rowAt(index)?.id ?? 0),
        onPick: (index, how) => take(index, (row) => onSelect(row, how)),
        onAll,
      }}
      onOpen={focusAttempts}
      copyOf={(index) => {
        const row = rowAt(index);
        return row === undefined ? '' : [eventLabel(row.event), row.subjectId, row.state].join('\t');
      }}
      prepended={newestFirst ? total : 0}
      onRange={look}
      rowClass="list-whole"
      renderHead={(news, goHome) => <Head news={newestFirst ? news : 0} goHome={goHome} />}
      renderRow={(index) => {
        const delivery = rowAt(index);
        if (delivery === undefined) return <Waiting />;
        return <Row delivery={delivery} long={isLong(delivery, live ? minute : Number.NEGATIVE_INFINITY)} />;
      }}
      empty={empty}
    />
  );
}

/** A row that is being fetched keeps its height. */
function Waiting() {
  return <div className="simulator-delivery" role="presentation" aria-busy="true" />;
}

function Head({ news, goHome }: { news: number; goHome: () => void }) {
  return (
    <div className="list-head simulator-delivery">
      <span />
      <span>Event</span>
      <span className="hstack">
        About
        {news === 0 ? null : (
          <button type="button" className="new-rows" onClick={goHome}>
            {count(news)} new
          </button>
        )}
      </span>
      <span className="simulator-postback">Postback</span>
      <span>Status</span>
      <span className="align-right">Attempts</span>
      <span className="align-right simulator-took">Took</span>
      <span className="align-right">Payout</span>
    </div>
  );
}

interface RowProps {
  delivery: DeliveryView;
  /** Open for more than an hour after its event. */
  long: boolean;
}

/** A row is drawn again only when its delivery has changed. */
const Row = memo(function Row({ delivery, long }: RowProps) {
  const { event, subjectId, postbackName, state, attempts, payout = '' } = delivery;
  const last = attempts.at(-1);
  return (
    <div className="simulator-delivery" role="presentation" data-testid="delivery-row" data-outcome={state}>
      <span role="gridcell">
        <DeliveryMark delivery={delivery} />
      </span>
      <span role="gridcell" className="medium ellipsis">
        {eventLabel(event)}
      </span>
      <span role="gridcell" className="mono dimmed ellipsis" title={subjectId}>
        {subjectId}
      </span>
      <span role="gridcell" className="dimmed simulator-postback ellipsis" title={postbackName}>
        {postbackName}
      </span>
      <span role="gridcell">
        <LastStatus delivery={delivery} />
      </span>
      <span role="gridcell" className="align-right dimmed">
        {long ? <LongMark state={state} /> : null} {attempts.length}
      </span>
      <span role="gridcell" className="align-right dimmed simulator-took">
        {last?.durationMs == null ? '' : duration(last.durationMs)}
      </span>
      <span role="gridcell" className="align-right">
        {payout}
      </span>
    </div>
  );
});
