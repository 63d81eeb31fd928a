import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import type { DeliveryView, RunView } from '../../../../shared/contract/activity.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { Split } from '../../../components/Split.tsx';
import { counted } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useClock } from '../../../state/clock.ts';
import { shownDelivery, takeDelivery, useDelivery } from '../../../state/deliveries.ts';
import { chooseMode, openDelivery, select, selectDelivery, selectedAbout, useUi } from '../../../state/ui.ts';
import { inFilter } from '../delivery-rows.ts';
import { useSelectedInquiry } from '../inquiries/useInquiries.ts';
import { afterClick, type ClickModifiers } from '../multi-selection.ts';
import { chooseFilter, chooseRun, type DeliveryFilter, useSimulator } from '../simulator-view.ts';
import { Legend } from '../timeline/Legend.tsx';
import type { Stage } from '../timeline/stage.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { keepViewsOf, useTimeline } from '../timeline/timeline-view.ts';
import { useOverview } from '../timeline/useOverview.ts';
import { ViewTools } from '../timeline/ViewTools.tsx';
import { useSelectedAction } from '../useActionView.ts';
import { type DeliveryRows, useDeliveryRows, useWhich } from '../useDeliveryRows.ts';
import { FilterControl, ViewControl } from './DeliveriesControls.tsx';
import { DeliveriesMenu } from './DeliveriesMenu.tsx';
import { DeliveryDetail } from './DeliveryDetail.tsx';
import { DeliveryList } from './DeliveryList.tsx';
import { SelectionBar } from './SelectionBar.tsx';

/** Width of the left columns of the timeline in px. */
const SIDE = { wide: 228, narrow: 148 };

/** Changes what is listed; a delivery that is no longer in it is not selected any more. */
function choose(filter: DeliveryFilter, run: RunView | undefined): void {
  if (run !== undefined) chooseRun(run);
  chooseFilter(filter);
  useSimulator.setState({ step: null, selectedIds: new Set() });
  const ui = useUi.getState();
  const delivery = shownDelivery(ui.deliveryId);
  if (delivery !== undefined && !inFilter(delivery, filter, run?.id, selectedAbout(ui)))
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

/** Shows a delivery with one of its attempts: by hand beside what it is about, else here. */
function open(list: DeliveryRows, delivery: DeliveryView, attemptId: number | null): void {
  const byHand = delivery.subject === 'action' || delivery.subject === 'inquiry';
  if (byHand) openDelivery(delivery);
  else void pickDelivery(list, delivery, { range: false, toggle: false });
  useSimulator.setState({ detail: !byHand, attemptId, focus: true });
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

/** A delivery that was asked for is listed, whatever the filter was. */
function useWantedDelivery(runId: number | undefined): void {
  const delivery = useDelivery(useUi(({ wantedId }) => wantedId));
  useEffect(() => {
    if (delivery === undefined) return;
    const about = selectedAbout(useUi.getState());
    if (!inFilter(delivery, useSimulator.getState().filter, runId, about)) chooseFilter('all');
    select({ wantedId: null });
  }, [delivery, runId]);
}

interface WatchModeProps {
  runId: number | undefined;
  /** In the bar, beside the modes. */
  slot: HTMLElement | null;
  narrow: boolean;
}

/** Deliveries over time or as a list, with the whole window for them: all, of a run, or about one thing. */
export function WatchMode({ runId, slot, narrow }: WatchModeProps) {
  const which = useWhich(runId);
  const filter = useSimulator((state) => state.filter);
  const view = useSimulator((state) => state.view);
  const any = useActivity(({ deliveries }) => deliveries.total > 0);
  const several = useSimulator(({ selectedIds }) => selectedIds.size > 0);
  const asked = useSimulator((state) => state.detail);
  const only = useTimeline((state) => state.only);
  const stage = useRef<Stage | null>(null);
  const clockOf = useClockOf(filter, runId);
  const timeline = view === 'timeline';
  const list = useDeliveryRows(which, only);
  const { overview, look } = useOverview(which);
  useEffect(() => keepViewsOf(`${filter} ${runId}`), [filter, runId]);
  useWantedDelivery(runId);

  const onSelect = (delivery: DeliveryView, how: ClickModifiers) => void pickDelivery(list, delivery, how);
  const onAll = () => void pickAll(list);
  const onLeave = () => useSimulator.setState({ selectedIds: new Set() });
  // What is not known yet is not said to be missing.
  const empty = !list.loaded ? null : only.size > 0 && overview.past !== null ? (
    <EmptyState title="No deliveries with this outcome">
      <p>Select another outcome above, or show all of them.</p>
      <Button size="xs" onClick={() => useTimeline.setState({ only: new Set() })}>
        Show all outcomes
      </Button>
    </EmptyState>
  ) : (
    <NoDeliveries filter={filter} any={any} />
  );
  const legend = <Legend counts={overview.counts} />;
  return (
    <>
      {slot === null
        ? null
        : createPortal(
            <>
              {several ? <SelectionBar /> : narrow ? null : legend}
              <span className="spacer" />
              <FilterControl runId={runId} onChange={choose} />
              {timeline ? <ViewTools stage={stage} clockOf={clockOf} /> : null}
              <ViewControl view={view} />
              <DeliveriesMenu runId={filter === 'run' ? runId : undefined} onAll={onAll} />
            </>,
            slot,
          )}
      <Split
        id="simulator.watch-detail"
        label="Width of the delivery"
        sized="second"
        initial={narrow ? 340 : 420}
        min={280}
        minOther={320}
        first={
          <Pane label="Deliveries" className="simulator-deliveries">
            <h2 className="visually-hidden">Deliveries</h2>
            {narrow ? <div className="simulator-legend">{legend}</div> : null}
            {timeline ? (
              <Timeline
                key={filter}
                list={list}
                overview={overview}
                onBars={look}
                clockOf={clockOf}
                laneOf={filter === 'all' ? 'all' : clockOf}
                side={narrow ? SIDE.narrow : SIDE.wide}
                onSelect={onSelect}
                onOpen={(delivery, attemptId) => open(list, delivery, attemptId)}
                cardActions
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
            {timeline ? null : (
              <div className="pane-foot" role="status" data-testid="delivery-totals">
                <span className="medium">{counted(list.total, 'delivery', 'deliveries')}</span>
                <span>{list.newestFirst ? 'newest event first' : 'oldest event first'}</span>
              </div>
            )}
          </Pane>
        }
        second={asked || !timeline ? <DeliveryDetail closable={timeline} /> : null}
      />
    </>
  );
}

function NoDeliveries({ filter, any }: { filter: DeliveryFilter; any: boolean }) {
  if (filter === 'action') {
    return (
      <EmptyState title="No deliveries for the selection">
        <p>Nothing was sent about it. Events that fire no postback have no deliveries.</p>
        <Button size="xs" onClick={() => chooseFilter('all')}>
          Show all deliveries
        </Button>
      </EmptyState>
    );
  }
  if (filter === 'run' && any) {
    return (
      <EmptyState title="No deliveries in this run">
        <p>No event of it fired a postback, or the scenario is yet to be run.</p>
        <Button size="xs" onClick={() => chooseFilter('all')}>
          Show all deliveries
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No deliveries yet">
      <p>Run the scenario, or track an action. Each event is delivered through every enabled postback.</p>
      <div className="simulator-doors">
        <Button size="xs" onClick={() => chooseMode('run')}>
          Run a scenario
        </Button>
        <Button size="xs" onClick={() => chooseMode('hand')}>
          Track an action
        </Button>
      </div>
    </EmptyState>
  );
}
