import { Select } from '@mantine/core';
import type { RunView } from '../../../shared/contract/activity.ts';
import { Chip, type Tone } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pane } from '../../components/Pane.tsx';
import { timeParts } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { select, selectDelivery } from '../../state/ui.ts';
import { useZone } from '../../state/workspace.ts';
import { AsideMenu } from './AsideMenu.tsx';
import { Expectations } from './Expectations.tsx';
import { SeedFoot } from './SeedFoot.tsx';
import { StepList } from './StepList.tsx';
import { useSimulator } from './simulator-view.ts';
import { countDoneSteps, type Shown } from './useScenario.ts';

const RUN_WORDS: Record<Exclude<RunView['state'], 'running' | 'finished'>, { word: string; tone: Tone }> = {
  cancelled: { word: 'cancelled', tone: 'plain' },
  failed: { word: 'failed', tone: 'bad' },
  interrupted: { word: 'interrupted', tone: 'note' },
};

/** Marks a step and its deliveries. */
async function chooseStep(run: RunView | undefined, step: number): Promise<void> {
  useSimulator.setState({ step });
  if (run === undefined) return;
  const actionKey = run.steps[step]?.actionKey ?? null;
  useSimulator.setState({ filter: 'run', pane: 'deliveries' });
  select({ deliveryId: null, ...(actionKey !== null && { actionKey }) });
  const first = { run: run.id, step, from: 'oldest', limit: 1 } as const;
  const delivery = (await attempt(() => client.activity.deliveries(first)))?.rows[0];
  // Another step may have been chosen meanwhile.
  if (delivery === undefined || useSimulator.getState().step !== step) return;
  selectDelivery(delivery);
  if (actionKey !== null) select({ actionKey });
}

/** The steps of the scenario as they stand in the run. */
export function StepsPane({ shown }: { shown: Shown }) {
  const { scenario, run, runs, steps } = shown;
  const step = useSimulator((state) => state.step);
  return (
    <Pane label="Steps">
      <div className="pane-bar simulator-bar">
        <h2>Steps</h2>
        {run === undefined || run.state === 'running' || run.state === 'finished' ? (
          <span className="faint text-12 nowrap">
            {run === undefined ? steps.length : `${countDoneSteps(steps)} of ${steps.length}`}
          </span>
        ) : (
          <Chip tone={RUN_WORDS[run.state].tone}>{RUN_WORDS[run.state].word}</Chip>
        )}
        <span className="spacer" />
        {runs.length > 1 && run !== undefined ? <RunSelect runs={runs} run={run} /> : null}
        <AsideMenu />
      </div>
      {run !== undefined && run.problem !== '' ? (
        <div className="simulator-run-problem">
          <p role="status">{run.problem}</p>
          <CopyButton text={run.problem} label="Copy problem" />
        </div>
      ) : null}
      {scenario === undefined ? (
        <NoScenario />
      ) : (
        <StepList
          key={scenario.file}
          steps={steps}
          selected={step}
          follow={run?.state === 'running'}
          onSelect={(index) => void chooseStep(run, index)}
        />
      )}
      <Expectations run={run} scenario={scenario} />
      <SeedFoot run={run} />
    </Pane>
  );
}

function RunSelect({ runs, run }: { runs: readonly RunView[]; run: RunView }) {
  const zone = useZone();
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
        time: timeParts(startedAt, zone).time,
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
        useSimulator.setState({ runId: id === runs[0]?.id ? null : id, step: null, filter: 'run' });
      }}
    />
  );
}

function NoScenario() {
  return (
    <EmptyState title="No scenarios">
      Add a scenario file to the workspace. It appears here as soon as it is saved. Manual steps work without
      one.
    </EmptyState>
  );
}
