import { Button } from '@mantine/core';
import { memo } from 'react';
import type { ActionRow } from '../../../../shared/contract/activity.ts';
import type { ActionColumn } from '../../../../shared/contract/activity-lists.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconX } from '../../../components/icons.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, counted, fullTime } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { chooseMode, select } from '../../../state/ui.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { ListHead, type SortChoice } from '../hand/ListHead.tsx';
import { NoLinesYet, TWO_LINES_PX, TwoLines } from '../hand/TwoLines.tsx';
import { chooseGuide, useSimulator } from '../simulator-view.ts';
import { ActionStatusChip } from './ActionStatusChip.tsx';
import { filtersOn, NO_FILTER, nextSort } from './action-rows.ts';
import { filterActions, useActionsList } from './actions-view.ts';
import { useActions, useActionTotals } from './useActions.ts';
import { useYours } from './useYours.ts';

const SORTS: readonly SortChoice<ActionColumn>[] = [
  { name: 'eventDate', label: 'Date' },
  { name: 'amount', label: 'Amount' },
  { name: 'payout', label: 'Payout' },
  { name: 'status', label: 'Status' },
  { name: 'eventType', label: 'Event type' },
  { name: 'programName', label: 'Program' },
  { name: 'orderId', label: 'Order' },
  { name: 'subId1', label: 'SubId1' },
  { name: 'id', label: 'Action id' },
];

/** All actions that the filter lets through, newest first or sorted, and what they come to. */
export function ActionList({ onOpen }: { onOpen: () => void }) {
  const { rows, total: listed, loaded, selected, look, take } = useActions();
  const filter = useActionsList((state) => state.filter);
  const sort = useActionsList((state) => state.sort);
  const total = useActivity(({ actions }) => actions.total);
  const whole = filter.query === '' && filtersOn(filter) === 0;
  const pushesIn = whole && sort === null;
  return (
    <>
      <VirtualList
        label="Actions"
        count={listed}
        keyOf={(index) => (pushesIn ? listed - index : index)}
        selected={selected}
        onSelect={(index) => take(index, ({ key }) => select({ actionKey: key }))}
        onOpen={onOpen}
        copyOf={(index) => rows.get(index)?.id ?? ''}
        prepended={pushesIn ? listed : 0}
        onRange={look}
        rowClass="list-whole hand-two-lines"
        rowHeight={TWO_LINES_PX}
        renderHead={(news, goHome) => (
          <ListHead
            choices={SORTS}
            order={sort === null ? null : { name: sort.column, descending: sort.descending }}
            onSort={(column) => useActionsList.setState({ sort: nextSort(sort, column) })}
            news={pushesIn ? news : 0}
            goHome={goHome}
          />
        )}
        renderRow={(index) => {
          const row = rows.get(index);
          return row === undefined ? <NoLinesYet /> : <Row row={row} />;
        }}
        empty={!loaded ? null : total === 0 ? <NoActions /> : <NoMatch />}
      />
      <Totals listed={listed} total={whole ? listed : total} />
    </>
  );
}

function NoActions() {
  return (
    <EmptyState title="No actions yet">
      <p>Track one by hand, run a scenario, or go through a test conversion step by step.</p>
      <div className="hand-doors">
        <Button size="xs" onClick={() => useSimulator.setState({ dialog: 'track' })}>
          Track an action
        </Button>
        <Button size="xs" onClick={() => chooseMode('run')}>
          Run a scenario
        </Button>
        <Button size="xs" onClick={() => chooseGuide(true)}>
          Try it step by step
        </Button>
      </div>
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState title="No matching actions">
      <p>The search covers ids, SubId1, SharedId, order ids, programs, and event types.</p>
      <Button size="xs" onClick={() => filterActions(NO_FILTER)}>
        Clear filters
      </Button>
    </EmptyState>
  );
}

/** A row is drawn again only when its action has changed. */
const Row = memo(function Row({ row }: { row: ActionRow }) {
  const { id, programName, eventType, orderId, subId1, sharedId, status, cleared, amount, payout, currency } =
    row;
  const zone = useZoneOf(row.programId);
  const money = useMoney();
  const ids = [subId1, sharedId].filter(Boolean).join(', ');
  const about = [eventType, programName.trim(), orderId, ids, fullTime(row.eventDate, zone)];
  return (
    <TwoLines
      name={id}
      state={<ActionStatusChip status={status} cleared={cleared} />}
      text={
        <span title={about.filter(Boolean).join('\n')}>
          {eventType}
          {ids === '' ? '' : ` · ${ids}`}
        </span>
      }
      figure={
        <>
          <Yours row={row} />
          <span className="dimmed" title={`Amount in ${currency}`}>
            {money.figure(amount, currency)}
          </span>
          <span className="medium" title={`Payout in ${currency}`}>
            {money.figure(payout, currency)}
          </span>
        </>
      }
      testId="action-row"
      status={status}
    />
  );
});

/** What the receiver holds, where a run compared its records and they differ. */
function Yours({ row: { key, runId } }: { row: ActionRow }) {
  const yours = useYours(runId, key);
  if (yours === undefined) return null;
  return (
    <span className="hand-yours text-bad" data-testid="action-yours" title={yours.text}>
      <IconX size={12} stroke={2} role="img" aria-label="Your receiver differs:" />
      {yours.payout === '' ? 'differs' : `yours ${yours.payout}`}
    </span>
  );
}

/** "283,446.67": sums are long, and nothing is copied from here. */
function grouped(amount: string): string {
  const [whole = '0', fraction] = amount.split('.');
  return fraction === undefined ? count(Number(whole)) : `${count(Number(whole))}.${fraction}`;
}

interface TotalsProps {
  listed: number;
  total: number;
}

/** How many are shown, and what they come to in each currency. */
function Totals({ listed, total }: TotalsProps) {
  const totals = useActionTotals();
  const money = useMoney();
  return (
    <div className="pane-foot hand-foot" role="status" data-testid="action-totals">
      <span className="medium">
        {listed === total ? counted(total, 'action') : `${count(listed)} of ${count(total)}`}
      </span>
      <span className="spacer" />
      {totals.map(({ currency, amount, payout }) => (
        <span key={currency} className="ellipsis" title={`Amount and payout in ${currency}`}>
          {currency} {grouped(money.text(amount, currency))}{' '}
          <b className="medium">{grouped(money.text(payout, currency))}</b>
        </span>
      ))}
    </div>
  );
}
