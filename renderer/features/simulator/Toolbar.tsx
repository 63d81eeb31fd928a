import { Button, SegmentedControl } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { IconPlayerPlay, IconPlayerSkipForward, IconTrash, IconX } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { PauseIcon } from '../../components/PauseIcon.tsx';
import { isEmpty, useActivity } from '../../state/activity.ts';
import { useClock } from '../../state/clock.ts';
import { runCommand } from '../../state/commands.ts';
import { seedOf, useRunOptions } from '../../state/run-options.ts';
import { BooksChip } from './books/BooksChip.tsx';
import { MaintenanceMenu } from './MaintenanceMenu.tsx';
import { RunProgress } from './RunProgress.tsx';
import { cancelRun, clearActivity, runScenario } from './run-commands.ts';
import { ScenarioSelect } from './ScenarioSelect.tsx';
import { SpeedSelect } from './SpeedSelect.tsx';
import { useSimulator } from './simulator-view.ts';
import { ToSelect } from './ToField.tsx';
import type { Shown } from './useScenario.ts';

/** Chooses, runs and cancels a scenario, and says where it goes. */
export function Toolbar({ shown, narrow }: { shown: Shown; narrow: boolean }) {
  const { scenario, run } = shown;
  const pane = useSimulator((state) => state.pane);
  // Beside the guide its own next step is the one to press.
  const aside = useSimulator((state) => state.aside);
  const seedGood = useRunOptions(({ seed }) => seedOf(seed) !== null);
  const empty = useActivity(isEmpty);
  const running = run?.state === 'running';
  const runnable = scenario !== undefined && scenario.content !== null && seedGood;
  // A field with options would take Ctrl-Enter as Enter and open its list.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (runnable && !running) void runScenario(scenario.file);
  };
  return (
    <div className="pane-bar simulator-toolbar" onKeyDownCapture={onKeyDownCapture}>
      <ScenarioSelect shown={shown} />
      {running ? (
        <Button
          data-testid="cancel-run"
          size="xs"
          leftSection={<IconX size={14} />}
          onClick={() => cancelRun(run.id)}
        >
          {narrow ? 'Cancel' : 'Cancel run'}
        </Button>
      ) : (
        <Button
          data-testid="run-button"
          size="xs"
          variant={runnable && aside === 'steps' ? 'filled' : 'default'}
          disabled={!runnable}
          leftSection={<IconPlayerPlay size={14} />}
          rightSection={narrow ? undefined : <KeyCaps keys="Mod+Enter" />}
          onClick={() => scenario !== undefined && void runScenario(scenario.file)}
        >
          Run
        </Button>
      )}
      {running ? <PauseRun runId={run.id} narrow={narrow} /> : null}
      {narrow && running ? null : <SpeedSelect run={run} />}
      <BooksChip runId={run?.id} />
      <RunProgress runId={run?.id} />
      <span className="spacer" />
      <span className="text-12 dimmed wide-only">To</span>
      {narrow && running ? null : <ToSelect />}
      <MaintenanceMenu />
      {narrow ? null : (
        <IconButton
          label="Clear actions and deliveries"
          icon={<IconTrash size={15} stroke={1.5} />}
          disabled={empty || running}
          onClick={() => void clearActivity()}
        />
      )}
      {narrow ? (
        <SegmentedControl
          aria-label="Pane"
          value={pane}
          onChange={(next) => useSimulator.setState({ pane: next as typeof pane })}
          data={[
            { value: 'deliveries', label: 'Deliveries' },
            { value: 'world', label: 'World' },
          ]}
        />
      ) : null}
    </div>
  );
}

/** Stops new attempts of the run that is going, lets them go again, or goes on by one moment. */
function PauseRun({ runId, narrow }: { runId: number; narrow: boolean }) {
  const clock = useClock(({ view }) => view);
  if (clock === null || clock.runId !== runId) return null;
  return (
    <>
      <Button
        size="xs"
        leftSection={clock.paused ? <IconPlayerPlay size={14} /> : <PauseIcon size={14} />}
        rightSection={narrow ? undefined : <KeyCaps keys="Space" />}
        onClick={() => runCommand('clock.pause')}
      >
        {clock.paused ? 'Resume' : 'Pause'}
      </Button>
      {clock.mode === 'stepped' ? (
        <Button
          size="xs"
          leftSection={<IconPlayerSkipForward size={14} stroke={1.5} />}
          rightSection={narrow ? undefined : <KeyCaps keys="." />}
          onClick={() => runCommand('clock.step')}
        >
          Step
        </Button>
      ) : null}
    </>
  );
}
