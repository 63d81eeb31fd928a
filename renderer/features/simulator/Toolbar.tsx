import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconPlayerPlay, IconTrash, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { KeyCaps } from '../../components/Kbd.tsx';
import { useActivity } from '../../state/activity.ts';
import { cancelRun, clearActivity, runScenario } from './doing.ts';
import { seedOf } from './run-options.ts';
import { ScenarioSelect } from './ScenarioSelect.tsx';
import { useSimulator } from './store.ts';
import { ToSelect } from './ToField.tsx';
import { type Shown, stepsDone } from './useScenario.ts';

/** Chooses, runs and cancels a scenario, and says where it goes. */
export function Toolbar({ shown, narrow }: { shown: Shown; narrow: boolean }) {
  const { scenario, run, steps } = shown;
  const pane = useSimulator((state) => state.pane);
  const seedGood = useSimulator(({ seed }) => seedOf(seed) !== null);
  const empty = useActivity(({ actionKeys, deliveryIds }) => actionKeys.length + deliveryIds.length === 0);
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
    <div className="bar sm-toolbar" onKeyDownCapture={onKeyDownCapture}>
      <ScenarioSelect shown={shown} />
      {running ? (
        <Button
          data-testid="cancel-run"
          size="xs"
          leftSection={<IconX size={14} />}
          onClick={() => cancelRun(run.id)}
        >
          Cancel run
        </Button>
      ) : (
        <Button
          data-testid="run-button"
          size="xs"
          variant={runnable ? 'filled' : 'default'}
          disabled={!runnable}
          leftSection={<IconPlayerPlay size={14} />}
          rightSection={<KeyCaps keys="Mod+Enter" />}
          onClick={() => scenario !== undefined && void runScenario(scenario.file)}
        >
          Run
        </Button>
      )}
      <RunProgress done={stepsDone(steps)} all={steps.length} running={running} />
      <span className="sp" />
      <span className="f12 t2 wide">To</span>
      <ToSelect />
      <IconButton
        label="Clear actions and deliveries"
        icon={<IconTrash size={15} stroke={1.5} />}
        disabled={empty || running}
        onClick={() => void clearActivity()}
      />
      {narrow ? (
        <SegmentedControl
          aria-label="Pane"
          value={pane}
          onChange={(next) => useSimulator.setState({ pane: next as typeof pane })}
          data={[
            { value: 'deliveries', label: 'Deliveries' },
            { value: 'actions', label: 'Actions' },
          ]}
        />
      ) : null}
    </div>
  );
}

/** How far a run has come. Keeps its room when nothing runs. */
function RunProgress({ done, all, running }: { done: number; all: number; running: boolean }) {
  if (!running) return <span className="sm-progress" />;
  return (
    <span className="row sm-progress" role="status">
      <Progress
        className="wide"
        value={(done / Math.max(all, 1)) * 100}
        size={4}
        aria-label="Progress of the run"
      />
      <span className="f12 nw">
        <b className="b">{done}</b>
        <span className="t2">
          {' of '}
          {all} steps
        </span>
      </span>
    </span>
  );
}
