import { Button, Select } from '@mantine/core';
import type { RunView } from '../../../../shared/contract/activity.ts';
import { ownClockSentence } from '../../../../shared/timeline/run-speed.ts';
import { Chip } from '../../../components/Chip.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconArrowsDiff, IconPlayerPlay, IconPlayerSkipForward, IconX } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { PauseIcon } from '../../../components/PauseIcon.tsx';
import { counted, timeNear } from '../../../lib/format.ts';
import { useClock, useVirtualNow } from '../../../state/clock.ts';
import { runCommand } from '../../../state/commands.ts';
import { seedOf, useRunOptions } from '../../../state/run-options.ts';
import { useSentFindings } from '../../../state/send-to.ts';
import { useZone } from '../../../state/workspace.ts';
import { chooseFilter, useSimulator } from '../simulator-view.ts';
import type { Shown } from '../useScenario.ts';
import { BooksChip } from './BooksChip.tsx';
import { RunProgress } from './RunProgress.tsx';
import { cancelRun, runScenario } from './run-scenario.ts';
import { SeedButton } from './SeedButton.tsx';
import { SpeedSelect } from './SpeedSelect.tsx';

/** Runs, pauses and cancels the scenario, and says how far it has come. */
export function RunLine({ shown, narrow }: { shown: Shown; narrow: boolean }) {
  const { scenario, run, runs } = shown;
  const seedGood = useRunOptions(({ seed }) => seedOf(seed) !== null);
  const running = run?.state === 'running';
  const findings = useSentFindings(scenario?.content ?? null);
  const errors = findings.filter(({ finding }) => finding.severity === 'error').length;
  const why =
    errors > 0
      ? `${counted(errors, 'error')} in what would be sent. Correct ${errors === 1 ? 'it' : 'them'} first.`
      : undefined;
  const runnable = scenario !== undefined && scenario.content !== null && seedGood && why === undefined;
  return (
    <div className="pane-bar run-line">
      {running ? (
        <>
          <PauseRun runId={run.id} narrow={narrow} />
          <Button
            data-testid="cancel-run"
            size="xs"
            leftSection={<IconX size={14} />}
            onClick={() => cancelRun(run.id)}
          >
            Cancel
          </Button>
        </>
      ) : (
        <Button
          data-testid="run-button"
          size="xs"
          variant={runnable ? 'filled' : 'default'}
          disabled={!runnable}
          title={why}
          leftSection={<IconPlayerPlay size={14} />}
          rightSection={narrow ? undefined : <KeyCaps keys="Mod+Enter" />}
          onClick={() => scenario !== undefined && void runScenario(scenario.file)}
        >
          Run
        </Button>
      )}
      <SpeedSelect run={run} />
      <OwnClock short={narrow || run !== undefined} />
      <BooksChip runId={run?.id} />
      {run?.state === 'cancelled' || run?.state === 'interrupted' ? (
        <Chip tone={run.state === 'cancelled' ? 'plain' : 'note'}>{run.state}</Chip>
      ) : null}
      <RunProgress runId={run?.id} />
      <span className="spacer" />
      {runs.length > 1 && run !== undefined ? (
        <>
          <RunSelect runs={runs} run={run} />
          <IconButton
            label="Compare two runs"
            icon={<IconArrowsDiff size={16} stroke={1.5} />}
            onClick={() => useSimulator.setState({ dialog: 'compare-runs' })}
          />
        </>
      ) : null}
      <SeedButton run={run} />
    </div>
  );
}

/** That a run does not go by the clock in the top bar, and how it goes instead. */
function OwnClock({ short }: { short: boolean }) {
  const speed = useRunOptions((state) => state.speed);
  return (
    <span
      className={short ? 'text-12 dimmed nowrap' : 'text-12 dimmed ellipsis'}
      title={ownClockSentence(speed)}
      data-testid="own-clock"
    >
      {short ? 'on its own clock' : ownClockSentence(speed)}
    </span>
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

function RunSelect({ runs, run }: { runs: readonly RunView[]; run: RunView }) {
  const zone = useZone();
  const now = useVirtualNow(60_000);
  return (
    <Select
      size="xs"
      aria-label="Run"
      className="simulator-run"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
      data={runs.map(({ id, startedAt }) => ({
        value: String(id),
        label: `Run ${id}`,
        time: timeNear(startedAt, zone, now),
      }))}
      renderOption={({ option }) => (
        <span className="hstack">
          {option.label}
          <span className="dimmed text-12">{'time' in option ? String(option.time) : ''}</span>
        </span>
      )}
      value={String(run.id)}
      onChange={(value) => {
        const id = Number(value);
        chooseFilter('run');
        useSimulator.setState({ runId: id === runs[0]?.id ? null : id, step: null });
      }}
    />
  );
}
