import './run.css';
import { useMemo } from 'react';
import { createPortal } from 'react-dom';
import type { RunView } from '../../../../shared/contract/activity.ts';
import { Chip, type Tone } from '../../../components/Chip.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { Split } from '../../../components/Split.tsx';
import { select } from '../../../state/ui.ts';
import { MaintenanceMenu } from '../MaintenanceMenu.tsx';
import { WorkspaceFilePath } from '../programs/WorkspaceFilePath.tsx';
import { useSimulator } from '../simulator-view.ts';
import { ToSelect } from '../ToField.tsx';
import { countDoneSteps, type Shown } from '../useScenario.ts';
import { ExpectationsPane } from './ExpectationsPane.tsx';
import { expectationsByStep, expectationsOf } from './expectation-groups.ts';
import { NowPane } from './NowPane.tsx';
import { ScenarioSelect } from './ScenarioSelect.tsx';
import { StepTable } from './StepTable.tsx';
import { useStepTallies } from './useStepTallies.ts';

const RUN_WORDS: Record<Exclude<RunView['state'], 'running' | 'finished'>, { word: string; tone: Tone }> = {
  cancelled: { word: 'cancelled', tone: 'plain' },
  failed: { word: 'failed', tone: 'bad' },
  interrupted: { word: 'interrupted', tone: 'note' },
};

/** Marks a step; its action is what By hand shows. Marked again, it is not any more. */
function chooseStep(run: RunView | undefined, step: number): void {
  const marked = useSimulator.getState().step;
  useSimulator.setState({ step: marked === step ? null : step });
  const actionKey = run?.steps[step]?.actionKey ?? null;
  select({ deliveryId: null, ...(actionKey !== null && { actionKey, world: 'actions', event: null }) });
}

interface RunModeProps {
  shown: Shown;
  /** In the bar, beside the modes. */
  slot: HTMLElement | null;
  narrow: boolean;
}

/** A scenario and its run: the steps, what each delivered and what is expected of it, and what came of it. */
export function RunMode({ shown, slot, narrow }: RunModeProps) {
  const { run, scenario } = shown;
  const expectations = useMemo(
    () => expectationsOf(run, scenario?.content ?? null),
    [run, scenario?.content],
  );
  return (
    <>
      {slot === null
        ? null
        : createPortal(
            <>
              <ScenarioSelect shown={shown} />
              <span className="spacer" />
              {narrow ? null : <span className="text-12 dimmed">To</span>}
              <ToSelect />
              <MaintenanceMenu />
            </>,
            slot,
          )}
      <Split
        key={narrow ? 'narrow' : 'wide'}
        id={narrow ? 'simulator.expectations-narrow' : 'simulator.expectations'}
        label="Width of the expectations"
        sized="second"
        initial={narrow ? 300 : 396}
        min={240}
        minOther={360}
        first={
          <Split
            id="simulator.now"
            label="Height of the newest deliveries"
            direction="column"
            sized="second"
            initial={narrow ? 160 : 248}
            min={96}
            minOther={140}
            first={<StepsPane shown={shown} expectations={expectations} />}
            second={<NowPane shown={shown} />}
          />
        }
        second={<ExpectationsPane shown={shown} expectations={expectations} />}
      />
    </>
  );
}

interface StepsPaneProps {
  shown: Shown;
  expectations: ReturnType<typeof expectationsOf>;
}

/** The steps of the scenario as they stand in the run. */
function StepsPane({ shown, expectations }: StepsPaneProps) {
  const { scenario, run, steps } = shown;
  const step = useSimulator((state) => state.step);
  const tallies = useStepTallies(run?.id);
  const expected = useMemo(() => expectationsByStep(expectations), [expectations]);
  return (
    <Pane label="Steps">
      <h2 className="visually-hidden">
        Steps{run === undefined ? '' : `, ${countDoneSteps(steps)} of ${steps.length} done`}
      </h2>
      {run !== undefined && run.problem !== '' ? (
        <div className="run-problem">
          {run.state === 'running' || run.state === 'finished' ? null : (
            <Chip tone={RUN_WORDS[run.state].tone}>{RUN_WORDS[run.state].word}</Chip>
          )}
          <p role="status">{run.problem}</p>
          <CopyButton text={run.problem} label="Copy problem" />
        </div>
      ) : null}
      {scenario === undefined ? (
        <EmptyState title="No scenarios">
          <p>
            Add a scenario file to the folder of the workspace. It appears here as soon as it is saved. Steps
            by hand work without one, and can be saved as one.
          </p>
          <WorkspaceFilePath />
        </EmptyState>
      ) : (
        <StepTable
          key={scenario.file}
          steps={steps}
          tallies={tallies}
          expected={expected}
          selected={step}
          follow={run?.state === 'running'}
          onSelect={(index) => chooseStep(run, index)}
        />
      )}
    </Pane>
  );
}
