import { memo } from 'react';
import type { ActionRow } from '../../../../shared/contract/activity.ts';
import type { ActionColumn } from '../../../../shared/contract/activity-lists.ts';
import { type Cents, formatMoney } from '../../../../shared/domain/money.ts';
import { moneyFigure } from '../../../../shared/scenario/ledger-sum.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { type SortColumn, SortHeads } from '../../../components/SortHeads.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, counted, fullTime, timeParts } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { select } from '../../../state/ui.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { ActionStatusChip } from './ActionStatusChip.tsx';
import { filtersOn, nextSort } from './action-rows.ts';
import { useActionsList } from './actions-view.ts';
import { useActions, useActionTotals } from './useActions.ts';

/** All actions that the filter lets through, newest first or sorted, and what they come to. */
export function ActionsTab() {
  const { rows, total: listed, loaded, selected, look, take } = useActions();
  const filter = useActionsList((state) => state.filter);
  const sort = useActionsList((state) => state.sort);
  const total = useActivity(({ actions }) => actions.total);
  const whole = filter.query === '' && filtersOn(filter) === 0;
  const pushesIn = whole && sort === null;
  return (
    <Pane label="Actions" className="world-list">
      <VirtualList
        label="Actions"
        count={listed}
        keyOf={(index) => (pushesIn ? listed - index : index)}
        selected={selected}
        onSelect={(index) => take(index, ({ key }) => select({ actionKey: key }))}
        copyOf={(index) => rows.get(index)?.id ?? ''}
        prepended={pushesIn ? listed : 0}
        onRange={look}
        rowClass="list-whole"
        renderHead={(news, goHome) => <Head news={pushesIn ? news : 0} goHome={goHome} />}
        renderRow={(index) => {
          const row = rows.get(index);
          return row === undefined ? <Waiting /> : <Row row={row} />;
        }}
        empty={
          !loaded ? null : total === 0 ? (
            <EmptyState title="No actions yet">Run a scenario, or track one manually.</EmptyState>
          ) : (
            <EmptyState title="No matching actions">
              The search covers ids, SubId1, SharedId, order ids, programs, and event types.
            </EmptyState>
          )
        }
      />
      <Totals listed={listed} total={whole ? listed : total} />
    </Pane>
  );
}

const COLUMNS: readonly SortColumn<ActionColumn>[] = [
  { name: 'id', label: 'Action' },
  { name: 'programName', label: 'Program', className: 'world-roomy' },
  { name: 'eventType', label: 'Event type' },
  { name: 'orderId', label: 'Order', className: 'world-roomy' },
  { name: 'subId1', label: 'SubId1, SharedId', className: 'world-wider' },
  { name: 'status', label: 'Status' },
  { name: 'amount', label: 'Amount', className: 'align-right' },
  { name: 'payout', label: 'Payout', className: 'align-right' },
  { name: 'eventDate', label: 'Date', className: 'align-right world-date' },
];

function Head({ news, goHome }: { news: number; goHome: () => void }) {
  const sort = useActionsList((state) => state.sort);
  return (
    <div className="list-head world-action">
      <SortHeads
        columns={COLUMNS}
        order={sort === null ? null : { name: sort.column, descending: sort.descending }}
        onSort={(column) => useActionsList.setState({ sort: nextSort(sort, column) })}
      />
      {news === 0 ? null : (
        <button type="button" className="new-rows world-new" onClick={goHome}>
          {count(news)} new
        </button>
      )}
    </div>
  );
}

/** A row that is being fetched keeps its height. */
function Waiting() {
  return <div className="world-action" role="presentation" aria-busy="true" />;
}

/** A row is drawn again only when its action has changed. */
const Row = memo(function Row({ row }: { row: ActionRow }) {
  const { id, programName, eventType, orderId, subId1, sharedId, status, cleared, amount, payout, currency } =
    row;
  const zone = useZoneOf(row.programId);
  const { date, time } = timeParts(row.eventDate, zone);
  return (
    <div className="world-action" role="presentation" data-testid="action-row" data-status={status}>
      <span role="gridcell" className="mono ellipsis" title={id}>
        {id}
      </span>
      <span role="gridcell" className="dimmed ellipsis world-roomy" title={programName}>
        {programName}
      </span>
      <span role="gridcell" className="dimmed ellipsis" title={eventType}>
        {eventType}
      </span>
      <span role="gridcell" className="mono dimmed ellipsis world-roomy" title={orderId}>
        {orderId}
      </span>
      <span
        role="gridcell"
        className="ellipsis world-wider"
        title={[subId1, sharedId].filter(Boolean).join(', ')}
      >
        {subId1}
        {sharedId === '' ? null : (
          <span className="dimmed">
            {subId1 === '' ? '' : ', '}
            {sharedId}
          </span>
        )}
      </span>
      <span role="gridcell">
        <ActionStatusChip status={status} cleared={cleared} />
      </span>
      <span role="gridcell" className="align-right" title={currency}>
        {moneyFigure(amount)}
      </span>
      <span role="gridcell" className="align-right" title={currency}>
        {moneyFigure(payout)}
      </span>
      <span role="gridcell" className="align-right dimmed world-date" title={fullTime(row.eventDate, zone)}>
        {date.slice(4, -5)} {time.slice(0, 5)}
      </span>
    </div>
  );
});

/** "283,446.67": sums are long, and nothing is copied from here. */
function grouped(cents: Cents): string {
  const [whole = '0', fraction] = formatMoney(cents).split('.');
  return `${count(Number(whole))}.${fraction}`;
}

interface TotalsProps {
  listed: number;
  total: number;
}

/** How many are shown, and what they come to in each currency. */
function Totals({ listed, total }: TotalsProps) {
  const totals = useActionTotals();
  return (
    <div className="pane-foot world-foot" role="status" data-testid="action-totals">
      <span className="medium">
        {listed === total ? counted(total, 'action') : `${count(listed)} of ${count(total)}`}
      </span>
      <span className="spacer" />
      {totals.map(({ currency, amount, payout }) => (
        <span key={currency} className="nowrap">
          {currency} <b className="medium">{grouped(amount)}</b> payout{' '}
          <b className="medium">{grouped(payout)}</b>
        </span>
      ))}
    </div>
  );
}
