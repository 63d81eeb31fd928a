import { SegmentedControl } from '@mantine/core';
import { memo } from 'react';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import { type Cents, formatMoney } from '../../../shared/domain/money.ts';
import { eventLabel } from '../../../shared/scenario/samples.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { count, duration } from '../../components/format.ts';
import { StatusChip } from '../../components/StatusChip.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useActivity } from '../../state/activity.ts';
import { select, useUi } from '../../state/ui.ts';
import { DeliveryMark } from './DeliveryMark.tsx';
import { entryOf, inFilter } from './delivery-rows.ts';
import { focusAttempts } from './focus.ts';
import { type DeliveryFilter, useSimulator } from './store.ts';
import { useDeliveryIds } from './useDeliveries.ts';

/** Changes what is listed; a delivery that is no longer in it is not selected any more. */
function choose(filter: DeliveryFilter, runId: number | undefined): void {
  useSimulator.setState({ filter, step: null });
  const { deliveryId, actionKey } = useUi.getState();
  const delivery = deliveryId === null ? undefined : useActivity.getState().deliveries.get(deliveryId);
  if (delivery !== undefined && !inFilter(delivery, filter, runId, actionKey)) select({ deliveryId: null });
}

/** The deliveries of a run, of an action, or all. */
export function DeliveriesPane({ runId }: { runId: number | undefined }) {
  const ids = useDeliveryIds(runId);
  const filter = useSimulator((state) => state.filter);
  const deliveryId = useUi((state) => state.deliveryId);
  const activity = useActivity();
  const { deliveries } = activity;
  const total = activity.deliveryIds.length;
  const all = filter === 'all';
  const onSelect = (index: number) => {
    const delivery = deliveries.get(ids[index]!);
    if (delivery === undefined) return;
    useSimulator.setState({ step: filter === 'run' ? delivery.step : null });
    select({ deliveryId: delivery.id, actionKey: delivery.actionKey });
  };
  return (
    <section className="pane" aria-label="Deliveries">
      <div className="bar sm-bar">
        <h2>Deliveries</h2>
        <span className="t3 f12">{count(ids.length)}</span>
        <span className="sp" />
        <SegmentedControl
          aria-label="Which deliveries"
          value={filter}
          onChange={(next) => choose(next as DeliveryFilter, runId)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'run', label: 'This run' },
            { value: 'action', label: 'This action' },
          ]}
        />
      </div>
      <VirtualList
        key={filter}
        label="Deliveries"
        count={ids.length}
        keyOf={(index) => ids[index]!}
        selected={deliveryId === null ? -1 : ids.indexOf(deliveryId)}
        onSelect={onSelect}
        onOpen={focusAttempts}
        copyOf={(index) => {
          const { event, actionId, state } = deliveries.get(ids[index]!)!;
          return [eventLabel(event), actionId, state].join('\t');
        }}
        prepended={all ? total : 0}
        rowClass="sm-whole"
        renderHead={(news, goHome) => <Head news={all ? news : 0} goHome={goHome} />}
        renderRow={(index) => {
          const delivery = deliveries.get(ids[index]!)!;
          return <Row delivery={delivery} payout={entryOf(delivery, activity)?.payout} />;
        }}
        empty={<NoDeliveries filter={filter} any={total > 0} />}
      />
    </section>
  );
}

function Head({ news, goHome }: { news: number; goHome: () => void }) {
  return (
    <div className="lh sm-delivery">
      <span />
      <span>Event</span>
      <span className="row">
        Action
        {news === 0 ? null : (
          <button type="button" className="newpill" onClick={goHome}>
            {count(news)} new
          </button>
        )}
      </span>
      <span className="sm-postback">Postback</span>
      <span>Status</span>
      <span className="r">Tries</span>
      <span className="r">Took</span>
      <span className="r">Payout</span>
    </div>
  );
}

interface RowProps {
  delivery: DeliveryView;
  /** What it reports, from the action's ledger. */
  payout: Cents | undefined;
}

/** A row is drawn again only when its delivery has changed. */
const Row = memo(function Row({ delivery, payout }: RowProps) {
  const { event, actionId, postback, state, attempts } = delivery;
  const last = attempts.at(-1);
  const answered = attempts.findLast(({ status }) => status !== null);
  const name = postback.replace(/^postbacks\//, '').replace(/\.ya?ml$/, '');
  return (
    <div className="sm-delivery" role="presentation" data-testid="delivery-row" data-outcome={state}>
      <span role="gridcell">
        <DeliveryMark delivery={delivery} />
      </span>
      <span role="gridcell" className="b el">
        {eventLabel(event)}
      </span>
      <span role="gridcell" className="mono t2 el" title={actionId}>
        {actionId}
      </span>
      <span role="gridcell" className="t2 el sm-postback" title={postback}>
        {name}
      </span>
      <span role="gridcell">{last === undefined ? null : <StatusOf status={answered?.status} />}</span>
      <span role="gridcell" className="r t2">
        {attempts.length}
      </span>
      <span role="gridcell" className="r t2">
        {last?.durationMs == null ? '' : duration(last.durationMs)}
      </span>
      <span role="gridcell" className="r">
        {payout === undefined ? '' : formatMoney(payout)}
      </span>
    </div>
  );
});

function StatusOf({ status }: { status: number | null | undefined }) {
  return status == null ? <span className="t3">none</span> : <StatusChip status={status} />;
}

function NoDeliveries({ filter, any }: { filter: DeliveryFilter; any: boolean }) {
  if (filter === 'action') {
    return (
      <EmptyState title="No deliveries of this action">Choose an action in the list of actions.</EmptyState>
    );
  }
  if (filter === 'run' && any) {
    return (
      <EmptyState title="No deliveries in this run">
        Run the scenario, or choose All to see the others.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No deliveries yet">
      Run the scenario, or track an action: each event is delivered through each enabled postback.
    </EmptyState>
  );
}
