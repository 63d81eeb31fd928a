import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import type { Mark } from '../../../shared/delivery/mark.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pane } from '../../components/Pane.tsx';
import { count } from '../../lib/format.ts';
import { useActivity } from '../../state/activity.ts';
import { useClock } from '../../state/clock.ts';
import { shownDelivery, takeDelivery } from '../../state/deliveries.ts';
import { select, selectDelivery, selectedAbout, useUi } from '../../state/ui.ts';
import { FilterControl, ViewControl } from './DeliveriesControls.tsx';
import { DeliveriesMenu } from './DeliveriesMenu.tsx';
import { DeliveryList } from './DeliveryList.tsx';
import { inFilter } from './delivery-rows.ts';
import { focusAttempts } from './focus-deliveries.ts';
import { useSelectedInquiry } from './inquiries/useInquiries.ts';
import { afterClick, type ClickModifiers } from './multi-selection.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { chooseAside, type DeliveryFilter, useDeliveriesView, useSimulator } from './simulator-view.ts';
import { Legend } from './timeline/Legend.tsx';
import type { Stage } from './timeline/stage.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { keepViewsOf, useTimeline } from './timeline/timeline-view.ts';
import { useOverview } from './timeline/useOverview.ts';
import { ViewTools } from './timeline/ViewTools.tsx';
import { useSelectedAction } from './useActionView.ts';
import { type DeliveryRows, useDeliveryRows, useWhich } from './useDeliveryRows.ts';

const EVERY: ReadonlySet<Mark> = new Set();

/** Width of the left columns of the timeline in px. */
const SIDE = { wide: 228, narrow: 200 };

/** Changes what is listed; a delivery that is no longer in it is not selected any more. */
function choose(filter: DeliveryFilter, runId: number | undefined): void {
  useSimulator.setState({ filter, step: null, selectedIds: new Set() });
  const ui = useUi.getState();
  const delivery = shownDelivery(ui.deliveryId);
  if (delivery !== undefined && !inFilter(delivery, filter, runId, selectedAbout(ui)))
    select({ deliveryId: null });
}

/** Selects a delivery of the list, or chooses it with others. */
async function pickDelivery(list: DeliveryRows, delivery: DeliveryView, how: ClickModifiers): Promise<void> {
  const { id, step } = delivery;
  const { anchor, filter } = useSimulator.getState();
  const current = useUi.getState().deliveryId;
  useSimulator.setState({ step: filter === 'run' ? step : null, attemptId: null });
  takeDelivery(delivery);
  selectDelivery(delivery);
  const between = how.range ? await list.ids([anchor ?? current ?? id, id]) : undefined;
  useSimulator.setState(({ selectedIds }) => afterClick({ selectedIds, anchor }, current, id, how, between));
}

/** Shows a delivery's detail with one of its attempts. */
function openDetail(list: DeliveryRows, delivery: DeliveryView, attemptId: number | null): void {
  void pickDelivery(list, delivery, { range: false, toggle: false });
  useSimulator.setState({ detail: true, attemptId });
}

async function pickAll(list: DeliveryRows): Promise<void> {
  const ids = await list.ids();
  useSimulator.setState({ selectedIds: ids.length < 2 ? new Set() : new Set(ids) });
}

/** Whose time the deliveries listed are on: a run's number, null for work by hand, 0 for nobody's. */
function useClockOf(filter: DeliveryFilter, runId: number | undefined): number | null {
  const ofClock = useClock(({ view }) => view?.runId ?? null);
  const about = useUi(useShallow(selectedAbout));
  const inquiry = useSelectedInquiry();
  const action = useSelectedAction();
  const ofAbout = (about?.subject === 'action' ? action?.runId : inquiry?.runId) ?? null;
  if (filter === 'all') return ofClock;
  return filter === 'run' ? (runId ?? 0) : ofAbout;
}

interface DeliveriesPaneProps {
  runId: number | undefined;
  narrow: boolean;
}

/** The deliveries of a run, of an action, or all: as a list or as a timeline. */
export function DeliveriesPane({ runId, narrow }: DeliveriesPaneProps) {
  const which = useWhich(runId);
  const filter = useSimulator((state) => state.filter);
  const view = useDeliveriesView(runId);
  const any = useActivity(({ deliveries }) => deliveries.total > 0);
  const several = useSimulator(({ selectedIds }) => selectedIds.size > 0);
  const only = useTimeline((state) => state.only);
  const stage = useRef<Stage | null>(null);
  const clockOf = useClockOf(filter, runId);
  const timeline = view === 'timeline';
  const list = useDeliveryRows(which, timeline ? only : EVERY);
  const { overview, look } = useOverview(timeline ? which : null);
  useEffect(() => keepViewsOf(`${filter} ${runId}`), [filter, runId]);

  const onSelect = (delivery: DeliveryView, how: ClickModifiers) => void pickDelivery(list, delivery, how);
  const onAll = () => void pickAll(list);
  const onLeave = () => useSimulator.setState({ selectedIds: new Set() });
  // What is not known yet is not said to be missing.
  const empty = !list.loaded ? null : timeline && only.size > 0 && overview.past !== null ? (
    <EmptyState title="No deliveries with this outcome">
      Select another outcome above, or clear the filter.
    </EmptyState>
  ) : (
    <NoDeliveries filter={filter} any={any} />
  );
  return (
    <Pane label="Deliveries" className="simulator-deliveries">
      <div className="pane-bar simulator-bar simulator-deliveries-bar" data-view={several ? 'several' : view}>
        <h2>Deliveries</h2>
        <Middle several={several} timeline={timeline} legend={<Legend counts={overview.counts} />}>
          {count(list.total)}
        </Middle>
        <span className="spacer" />
        {timeline ? <ViewTools stage={stage} clockOf={clockOf} /> : null}
        <FilterControl filter={filter} onChange={(next) => choose(next, runId)} />
        <ViewControl view={view} />
        <DeliveriesMenu runId={filter === 'run' ? runId : undefined} onAll={onAll} />
      </div>
      {timeline ? (
        <Timeline
          key={filter}
          list={list}
          overview={overview}
          onBars={look}
          clockOf={clockOf}
          side={narrow ? SIDE.narrow : SIDE.wide}
          onSelect={onSelect}
          onOpen={(delivery, attemptId) => {
            openDetail(list, delivery, attemptId);
            requestAnimationFrame(focusAttempts);
          }}
          onAll={onAll}
          onLeave={onLeave}
          handle={stage}
          empty={empty}
        />
      ) : (
        <DeliveryList
          key={filter}
          list={list}
          clockOf={clockOf}
          onSelect={onSelect}
          onAll={onAll}
          empty={empty}
        />
      )}
    </Pane>
  );
}

interface MiddleProps {
  several: boolean;
  timeline: boolean;
  legend: ReactNode;
  children: ReactNode;
}

/** ClickModifiers many there are: the legend beside a timeline, and what can be done once several are chosen. */
function Middle({ several, timeline, legend, children }: MiddleProps) {
  if (several) return <SelectionBar />;
  if (timeline) return legend;
  return <span className="faint text-12">{children}</span>;
}

function NoDeliveries({ filter, any }: { filter: DeliveryFilter; any: boolean }) {
  if (filter === 'action') {
    return (
      <EmptyState title="No deliveries for the selection">
        Select an action or inquiry below. Events that fire no postback have no deliveries.
      </EmptyState>
    );
  }
  if (filter === 'run' && any) {
    return (
      <EmptyState title="No deliveries in this run">
        Run the scenario, or select All to see other deliveries.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No deliveries yet">
      <p>Run the scenario, or track an action. Each event is delivered through every enabled postback.</p>
      <Button size="xs" onClick={() => chooseAside('guide')}>
        Try it step by step
      </Button>
    </EmptyState>
  );
}
