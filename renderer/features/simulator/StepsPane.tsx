import { Select, TextInput } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef } from 'react';
import type { RunView, StepState } from '../../../shared/contract/activity.ts';
import { Chip, type Tone } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { timeParts } from '../../components/format.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { useActivity } from '../../state/activity.ts';
import { select } from '../../state/ui.ts';
import { useZone } from '../../state/workspace.ts';
import { seedOf } from './doing.ts';
import { useSimulator } from './store.ts';
import { deliveriesOfStep } from './useDeliveries.ts';
import { type Shown, stepsDone } from './useScenario.ts';

const RUN_WORDS: Record<Exclude<RunView['state'], 'running' | 'finished'>, { word: string; tone: Tone }> = {
  cancelled: { word: 'cancelled', tone: 'plain' },
  failed: { word: 'failed', tone: 'bad' },
  interrupted: { word: 'interrupted', tone: 'note' },
};

/** Marks a step and its deliveries. */
function chooseStep(run: RunView | undefined, step: number): void {
  useSimulator.setState({ step });
  if (run === undefined) return;
  const actionKey = run.steps[step]?.actionKey ?? null;
  const deliveryId = deliveriesOfStep(useActivity.getState(), run.id, step)[0] ?? null;
  useSimulator.setState({ filter: 'run' });
  select({ deliveryId, ...(actionKey === null ? {} : { actionKey }) });
}

/** The steps of the scenario as they stand in the run. */
export function StepsPane({ shown }: { shown: Shown }) {
  const { scenario, run, runs, steps } = shown;
  const step = useSimulator((state) => state.step);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const onChoose = useCallback((index: number) => chooseStep(latest.current, index), []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const at = step ?? -1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: steps.length - 1 }[event.key];
    if (to === undefined || steps[to] === undefined) return;
    event.preventDefault();
    chooseStep(run, to);
    event.currentTarget.querySelectorAll<HTMLElement>('[data-testid="step-row"]')[to]?.focus();
  };
  return (
    <section className="pane" aria-label="Steps">
      <div className="bar sm-bar">
        <h2>Steps</h2>
        {run === undefined || run.state === 'running' || run.state === 'finished' ? (
          <span className="t3 f12 nw">
            {run === undefined ? steps.length : `${stepsDone(steps)} of ${steps.length}`}
          </span>
        ) : (
          <Chip tone={RUN_WORDS[run.state].tone}>{RUN_WORDS[run.state].word}</Chip>
        )}
        <span className="sp" />
        {runs.length > 1 && run !== undefined ? <RunSelect runs={runs} run={run} /> : null}
      </div>
      {run !== undefined && run.problem !== '' ? (
        <p className="sm-run-problem" role="status">
          {run.problem}
        </p>
      ) : null}
      <div
        className="scroll"
        role="listbox"
        aria-label="Steps of the scenario"
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        {steps.map((row, index) => (
          <Step
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is named by its place
            key={index}
            title={row.title}
            detail={row.detail}
            state={row.state}
            index={index}
            on={index === step}
            reachable={index === (step ?? 0)}
            onChoose={onChoose}
          />
        ))}
        {scenario === undefined ? <NoScenario /> : null}
      </div>
      <SeedFoot run={run} />
    </section>
  );
}

interface StepProps {
  title: string;
  detail: string;
  state: StepState;
  index: number;
  on: boolean;
  reachable: boolean;
  /** The same function at every render, so that a long scenario is not drawn anew at each batch. */
  onChoose: (index: number) => void;
}

const Step = memo(function Step({ title, detail, state, index, on, reachable, onChoose }: StepProps) {
  return (
    <button
      type="button"
      role="option"
      aria-selected={on}
      tabIndex={reachable ? 0 : -1}
      className="sm-step"
      data-testid="step-row"
      data-state={state}
      onClick={() => onChoose(index)}
    >
      <StepMark state={state} />
      <span className="t3 f12 sm-step-number">{index + 1}</span>
      <span className="col">
        <span className="b el">{title}</span>
        <span className="f12 t2 el" title={detail}>
          {detail}
        </span>
      </span>
    </button>
  );
});

/** planned, running, done, failed, skipped: each with a shape of its own. */
function StepMark({ state }: { state: StepState }) {
  switch (state) {
    case 'done':
      return <IconCheck size={14} stroke={2} className="ok sm-step-mark" role="img" aria-label="Done" />;
    case 'skipped':
      return <IconMinus size={14} stroke={2} className="t3 sm-step-mark" role="img" aria-label="Skipped" />;
    default:
      return (
        <span className="sm-step-mark">
          {state === 'running' ? (
            <OutcomeMark mark="in-flight" label="Running" />
          ) : state === 'failed' ? (
            <OutcomeMark mark="given-up" label="Failed" />
          ) : (
            <OutcomeMark mark="planned" label="Planned" />
          )}
        </span>
      );
  }
}

function RunSelect({ runs, run }: { runs: readonly RunView[]; run: RunView }) {
  const zone = useZone();
  return (
    <Select
      size="xs"
      aria-label="Run"
      className="sm-run"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
      data={runs.map(({ id, startedAt }) => ({
        value: String(id),
        label: `Run ${id}`,
        time: timeParts(startedAt, zone).time,
      }))}
      renderOption={({ option }) => (
        <span className="row">
          {option.label}
          <span className="t2 f12">{'time' in option ? String(option.time) : ''}</span>
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

/** The seed that was used, and the one for the next run. */
function SeedFoot({ run }: { run: RunView | undefined }) {
  const seed = useSimulator((state) => state.seed);
  const wrong = seedOf(seed) === null;
  return (
    <div className="sm-seed">
      <div className="row">
        <span className="f12 t2 sm-seed-label">Seed</span>
        {run === undefined ? (
          <span className="f12 t3">shown after a run</span>
        ) : (
          <>
            <span className="mono">{run.seed}</span>
            <CopyButton text={String(run.seed)} label="Copy seed" />
          </>
        )}
      </div>
      <div className="row">
        <label className="f12 t2 sm-seed-label" htmlFor="simulator-seed">
          Next run
        </label>
        <TextInput
          id="simulator-seed"
          size="xs"
          placeholder="fresh"
          inputMode="numeric"
          classNames={{ input: 'mono' }}
          value={seed}
          error={wrong}
          title={wrong ? 'A whole number from 0 to 4294967295, or nothing for a fresh one' : undefined}
          onChange={(event) => useSimulator.setState({ seed: event.currentTarget.value })}
        />
      </div>
      {wrong ? (
        <p className="bad f12" role="alert">
          A whole number up to 4294967295, or nothing.
        </p>
      ) : null}
    </div>
  );
}

function NoScenario() {
  return (
    <EmptyState title="No scenarios">
      Put a scenario file into the workspace; it shows here as soon as it is saved. Steps by hand work without
      one.
    </EmptyState>
  );
}
