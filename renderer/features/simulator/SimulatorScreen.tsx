import './simulator.css';
import { useEffect } from 'react';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { useActivity } from '../../state/activity.ts';
import { select, useUi } from '../../state/ui.ts';
import { ActionsPane } from './ActionsPane.tsx';
import { ModifyDialog, ReverseDialog } from './ChangeDialogs.tsx';
import { DeliveriesPane } from './DeliveriesPane.tsx';
import { DeliveryDetail } from './DeliveryDetail.tsx';
import { inFilter } from './delivery-rows.ts';
import { canCancel, canRetry } from './doing-deliveries.ts';
import { LedgerPane } from './LedgerPane.tsx';
import { MaintenanceBanner } from './MaintenanceBanner.tsx';
import { StepsPane } from './StepsPane.tsx';
import { SwitchedOffBanner } from './SwitchedOffBanner.tsx';
import { useDeliveriesView, useSimulator } from './store.ts';
import { RefusedHost, ToRow } from './ToField.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TrackDialog } from './TrackDialog.tsx';
import { useSelectedAction } from './useActions.ts';
import { type Shown, useScenario } from './useScenario.ts';
import { useSimulatorCommands } from './useSimulatorCommands.ts';

/** Scenarios and steps by hand: what happens to actions, and what is delivered for it. */
export function SimulatorScreen() {
  const shown = useScenario();
  const action = useSelectedAction();
  const narrow = useNarrow();
  useShownDelivery(shown.run?.id);
  useFirstOfRun(shown.run?.id);
  useAwaited();
  useSimulatorCommands({ shown, action, ...useSelectedDelivery() });
  return (
    <>
      <h1 className="unseen">Simulator</h1>
      <Toolbar shown={shown} narrow={narrow} />
      <ToRow scenario={shown.scenario?.content ?? null} />
      <RefusedHost />
      <MaintenanceBanner />
      <SwitchedOffBanner />
      <Split
        id="simulator.steps"
        label="Width of the steps"
        initial={narrow ? 208 : 240}
        min={160}
        minOther={420}
        first={<StepsPane shown={shown} />}
        second={narrow ? <NarrowPanes shown={shown} /> : <WidePanes shown={shown} />}
      />
      <Dialogs />
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
      label="Height of the actions"
      direction="column"
      sized="second"
      initial={284}
      min={120}
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
      second={
        <Split
          id="simulator.ledger"
          label="Width of the ledger"
          sized="second"
          initial={420}
          min={300}
          minOther={300}
          first={<ActionsPane />}
          second={<LedgerPane />}
        />
      }
    />
  );
}

/** One of the two lists with its detail below, as chosen in the toolbar. */
function NarrowPanes({ shown }: { shown: Shown }) {
  const pane = useSimulator((state) => state.pane);
  const deliveries = pane === 'deliveries';
  const detail = useDetail(shown.run?.id);
  const second = detail.shown ? <DeliveryDetail closable={detail.closable} /> : null;
  return (
    <Split
      key={pane}
      id={`simulator.narrow-${pane}`}
      label={deliveries ? 'Height of the delivery' : 'Height of the ledger'}
      direction="column"
      sized="second"
      initial={232}
      min={120}
      minOther={120}
      first={deliveries ? <DeliveriesPane runId={shown.run?.id} narrow /> : <ActionsPane />}
      second={deliveries ? second : <LedgerPane />}
    />
  );
}

function Dialogs() {
  const dialog = useSimulator((state) => state.dialog);
  const action = useSelectedAction();
  if (dialog === 'track') return <TrackDialog />;
  if (dialog === null || action === undefined) return null;
  return dialog === 'modify' ? (
    <ModifyDialog key={action.key} view={action} />
  ) : (
    <ReverseDialog key={action.key} view={action} />
  );
}

/** A delivery that another screen asked for is listed, whatever the filter was. */
function useShownDelivery(runId: number | undefined): void {
  const id = useUi(({ deliveryId }) => deliveryId);
  const delivery = useActivity(({ deliveries }) => (id === null ? undefined : deliveries.get(id)));
  const actionKey = useUi((state) => state.actionKey);
  useEffect(() => {
    if (delivery === undefined || inFilter(delivery, useSimulator.getState().filter, runId, actionKey))
      return;
    useSimulator.setState({ filter: 'all', pane: 'deliveries' });
  }, [delivery, runId, actionKey]);
}

/** A run begins with its first delivery selected: the panes for details have something to show at once. */
function useFirstOfRun(runId: number | undefined): void {
  const ids = useActivity(({ deliveryIds }) => deliveryIds);
  const none = useUi(({ deliveryId }) => deliveryId === null);
  const ofRun = useSimulator(({ filter, step }) => filter === 'run' && step === null);
  useEffect(() => {
    if (!none || !ofRun || runId === undefined) return;
    const { deliveries } = useActivity.getState();
    const first = ids.find((id) => deliveries.get(id)?.runId === runId);
    if (first !== undefined) select({ deliveryId: first, actionKey: deliveries.get(first)!.actionKey });
  }, [ids, none, ofRun, runId]);
}

/** What a step by hand has fired is selected as soon as it is known. */
function useAwaited(): void {
  const awaited = useSimulator((state) => state.awaited);
  const byAction = useActivity(({ deliveriesByAction }) => deliveriesByAction);
  useEffect(() => {
    if (awaited === null) return;
    const id = byAction.get(awaited.actionKey)?.find((candidate) => candidate > awaited.after);
    if (id === undefined) return;
    useSimulator.setState({ awaited: null });
    select({ deliveryId: id });
  }, [awaited, byAction]);
}

/** What can be done with the selected delivery, or with several chosen together. */
function useSelectedDelivery(): { deliveries: number; cancellable: boolean; retriable: boolean } {
  const several = useSimulator(({ picked }) => picked.size);
  const id = useUi(({ deliveryId }) => deliveryId);
  const state = useActivity(({ deliveries }) => (id === null ? undefined : deliveries.get(id)?.state));
  if (several > 0) return { deliveries: several, cancellable: true, retriable: true };
  return {
    deliveries: state === undefined ? 0 : 1,
    cancellable: state !== undefined && canCancel(state),
    retriable: state !== undefined && canRetry(state),
  };
}
