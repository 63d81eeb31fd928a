import './simulator.css';
import './world.css';
import { SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useNarrow } from '../../components/useNarrow.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { canCancel, canRetry } from '../../state/delivery-commands.ts';
import { seedOf, useRunOptions } from '../../state/run-options.ts';
import { chooseMode, SIMULATOR_MODES, type SimulatorMode, useUi } from '../../state/ui.ts';
import { HandMode } from './hand/HandMode.tsx';
import { MaintenanceBanner } from './MaintenanceBanner.tsx';
import { RepeatedBanner } from './RepeatedBanner.tsx';
import { RunLine } from './run/RunLine.tsx';
import { RunMode } from './run/RunMode.tsx';
import { runScenario } from './run/run-scenario.ts';
import { SentFindings } from './SentFindings.tsx';
import { SimulatorDialogs } from './SimulatorDialogs.tsx';
import { SwitchedOffBanner } from './SwitchedOffBanner.tsx';
import { MODE_TITLES, useSimulator } from './simulator-view.ts';
import { RefusedHost, ToRow } from './ToField.tsx';
import { useReadAction, useSelectedAction } from './useActionView.ts';
import { type Shown, useScenario } from './useScenario.ts';
import { useSimulatorCommands } from './useSimulatorCommands.ts';
import { WatchMode } from './watch/WatchMode.tsx';

/** Steps by hand, a scenario, or deliveries over time: one of the three at a time has the window. */
export function SimulatorScreen() {
  const shown = useScenario();
  const action = useSelectedAction();
  const mode = useUi((state) => state.mode);
  const narrow = useNarrow();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useReadAction();
  useSimulatorCommands({ shown, action, ...useSelectedDelivery() });
  const place = { slot, narrow };
  return (
    <>
      <h1 className="visually-hidden">Simulator</h1>
      <div className="pane-bar simulator-mode-bar" onKeyDownCapture={(event) => onKey(event, shown)}>
        <SegmentedControl
          aria-label="Mode"
          value={mode}
          onChange={(next) => chooseMode(next as SimulatorMode)}
          data={SIMULATOR_MODES.map((value) => ({ value, label: MODE_TITLES[value] }))}
        />
        <div ref={setSlot} className="simulator-mode-tools" />
      </div>
      {mode === 'run' ? <RunLine shown={shown} narrow={narrow} /> : null}
      {mode === 'watch' ? null : <Banners shown={shown} />}
      {mode === 'hand' ? <HandMode {...place} /> : null}
      {mode === 'run' ? <RunMode {...place} shown={shown} /> : null}
      {mode === 'watch' ? <WatchMode {...place} runId={shown.run?.id} /> : null}
      <SimulatorDialogs />
    </>
  );
}

/** What concerns sending: where to, and why something is not sent or arrives twice. */
function Banners({ shown }: { shown: Shown }) {
  const mode = useUi((state) => state.mode);
  return (
    <>
      <ToRow scenario={shown.scenario?.content ?? null} />
      <SentFindings scenario={mode === 'run' ? (shown.scenario?.content ?? null) : null} />
      <RefusedHost />
      <MaintenanceBanner />
      <SwitchedOffBanner />
      <RepeatedBanner />
    </>
  );
}

/** A field with options would take Ctrl-Enter as Enter and open its list. */
function onKey(event: KeyboardEvent, { scenario, run }: Shown): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  const seedGood = seedOf(useRunOptions.getState().seed) !== null;
  if (scenario !== undefined && scenario.content !== null && seedGood && run?.state !== 'running')
    void runScenario(scenario.file);
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
