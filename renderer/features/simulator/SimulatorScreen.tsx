import './simulator.css';
import { useEffect, useMemo } from 'react';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { type About, useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { canCancel, canRetry } from '../../state/delivery-commands.ts';
import { useRow } from '../../state/row.ts';
import { select, selectDelivery, selectedAbout, useUi } from '../../state/ui.ts';
import { BooksBanner } from './books/BooksBanner.tsx';
import { DeliveriesPane } from './DeliveriesPane.tsx';
import { DeliveryDetail } from './DeliveryDetail.tsx';
import { inFilter } from './delivery-rows.ts';
import { GuidePane } from './guide/GuidePane.tsx';
import { MaintenanceBanner } from './MaintenanceBanner.tsx';
import { RepeatedBanner } from './RepeatedBanner.tsx';
import { SimulatorDialogs } from './SimulatorDialogs.tsx';
import { StepsPane } from './StepsPane.tsx';
import { SwitchedOffBanner } from './SwitchedOffBanner.tsx';
import { useDeliveriesView, useSimulator } from './simulator-view.ts';
import { RefusedHost, ToRow } from './ToField.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useReadAction, useSelectedAction } from './useActionView.ts';
import { type Shown, useScenario } from './useScenario.ts';
import { useSimulatorCommands } from './useSimulatorCommands.ts';
import { WorldPane } from './WorldPane.tsx';

type FirstOf = { run: number } | (About & { after: number });

/** Scenarios and steps by hand: what happens in the world, and what is delivered for it. */
export function SimulatorScreen() {
  const shown = useScenario();
  const action = useSelectedAction();
  const aside = useSimulator((state) => state.aside);
  const narrow = useNarrow();
  useReadAction();
  useShownDelivery(shown.run?.id);
  useFirstOfRun(shown.run?.id);
  useAwaited();
  useSimulatorCommands({ shown, action, ...useSelectedDelivery() });
  return (
    <>
      <h1 className="visually-hidden">Simulator</h1>
      <Toolbar shown={shown} narrow={narrow} />
      <ToRow scenario={shown.scenario?.content ?? null} />
      <RefusedHost />
      <MaintenanceBanner />
      <SwitchedOffBanner />
      <RepeatedBanner />
      <BooksBanner runId={shown.run?.id} />
      <Split
        key={aside}
        id={`simulator.${aside}`}
        label={aside === 'steps' ? 'Steps width' : 'Guide width'}
        initial={aside === 'guide' ? (narrow ? 264 : 300) : narrow ? 208 : 240}
        min={160}
        minOther={420}
        first={aside === 'guide' ? <GuidePane /> : <StepsPane shown={shown} />}
        second={narrow ? <NarrowPanes shown={shown} /> : <WidePanes shown={shown} />}
      />
      <SimulatorDialogs />
    </>
  );
}

/** Beside the timeline the detail is shown once it is asked for, beside the list always. */
function useDetail(runId: number | undefined): { shown: boolean; closable: boolean } {
  const closable = useDeliveriesView(runId) === 'timeline';
  const asked = useSimulator((state) => state.detail);
  return { shown: asked || !closable, closable };
}

function WidePanes({ shown }: { shown: Shown }) {
  const detail = useDetail(shown.run?.id);
  return (
    <Split
      id="simulator.actions"
      label="Height of the world"
      direction="column"
      sized="second"
      initial={328}
      min={150}
      minOther={160}
      first={
        <Split
          id="simulator.detail"
          label="Width of the delivery"
          sized="second"
          initial={420}
          min={260}
          minOther={320}
          first={<DeliveriesPane runId={shown.run?.id} narrow={false} />}
          second={detail.shown ? <DeliveryDetail closable={detail.closable} /> : null}
        />
      }
      second={<WorldPane narrow={false} />}
    />
  );
}

/** Deliveries or the world, each with its detail below, as chosen in the toolbar. */
function NarrowPanes({ shown }: { shown: Shown }) {
  const pane = useSimulator((state) => state.pane);
  const detail = useDetail(shown.run?.id);
  if (pane === 'world') return <WorldPane narrow />;
  return (
    <Split
      id="simulator.narrow-deliveries"
      label="Height of the delivery"
      direction="column"
      sized="second"
      initial={232}
      min={120}
      minOther={120}
      first={<DeliveriesPane runId={shown.run?.id} narrow />}
      second={detail.shown ? <DeliveryDetail closable={detail.closable} /> : null}
    />
  );
}

/** A delivery that another screen asked for is listed, whatever the filter was. */
function useShownDelivery(runId: number | undefined): void {
  const delivery = useDelivery(useUi(({ deliveryId }) => deliveryId));
  useEffect(() => {
    const about = selectedAbout(useUi.getState());
    if (delivery === undefined || inFilter(delivery, useSimulator.getState().filter, runId, about)) return;
    useSimulator.setState({ filter: 'all', pane: 'deliveries' });
  }, [delivery, runId]);
}

/** The first delivery that fits; asked for again with each change until there is one. */
function useFirstDelivery(which: FirstOf | null): DeliveryView | undefined {
  const fetch = useMemo(
    () =>
      which === null
        ? null
        : async () =>
            (await client.activity.deliveries({ ...which, from: 'oldest', limit: 1 })).rows[0] ?? null,
    [which],
  );
  return useRow(
    fetch,
    useActivity(({ deliveries }) => deliveries.change),
  );
}

/** A run begins with its first delivery selected: the panes for details have something to show at once. */
function useFirstOfRun(runId: number | undefined): void {
  const none = useUi(({ deliveryId }) => deliveryId === null);
  const ofRun = useSimulator(({ filter, step }) => filter === 'run' && step === null);
  const isWanted = none && ofRun && runId !== undefined;
  const first = useFirstDelivery(useMemo(() => (isWanted ? { run: runId } : null), [isWanted, runId]));
  useEffect(() => {
    if (first !== undefined && useUi.getState().deliveryId === null) selectDelivery(first);
  }, [first]);
}

/** What a step by hand has fired is selected as soon as it is known. */
function useAwaited(): void {
  const awaited = useSimulator((state) => state.awaited);
  const wanted = useMemo(
    () => (awaited === null ? null : { ...awaited.about, after: awaited.after }),
    [awaited],
  );
  const first = useFirstDelivery(wanted);
  useEffect(() => {
    if (first === undefined) return;
    useSimulator.setState({ awaited: null });
    select({ deliveryId: first.id });
  }, [first]);
}

/** What can be done with the selected delivery, or with several chosen together. */
function useSelectedDelivery(): { deliveries: number; cancellable: boolean; retriable: boolean } {
  const several = useSimulator(({ selectedIds }) => selectedIds.size);
  const id = useUi(({ deliveryId }) => deliveryId);
  const state = useDelivery(id)?.state;
  if (several > 0) return { deliveries: several, cancellable: true, retriable: true };
  return {
    deliveries: state === undefined ? 0 : 1,
    cancellable: state !== undefined && canCancel(state),
    retriable: state !== undefined && canRetry(state),
  };
}
