import { useMemo } from 'react';
import type { RunStep, RunView } from '../../../shared/contract/activity.ts';
import type { WorkspaceFile } from '../../../shared/contract/workspace.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { plannedSteps } from '../../../shared/scenario/steps.ts';
import { useActivity } from '../../state/activity.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { useSimulator } from './simulator-view.ts';

const NONE: never[] = [];

/** What the simulator is about: a scenario, its runs, and the one that is shown. */
export interface Shown {
  scenarios: readonly WorkspaceFile<Scenario>[];
  scenario: WorkspaceFile<Scenario> | undefined;
  /** The runs of the scenario, newest first. */
  runs: readonly RunView[];
  run: RunView | undefined;
  /** The run's own steps, or what the scenario plans. */
  steps: readonly RunStep[];
}

/** The scenario on screen with its newest run, or the one selected by the user. */
export function useScenario(): Shown {
  const scenarios = useWorkspace(({ view }) => view?.scenarios ?? NONE);
  const chosen = useSimulator(({ file }) => file);
  const picked = useSimulator(({ runId }) => runId);
  const runsById = useActivity(({ runs }) => runs);
  const runIds = useActivity((state) => state.runIds);
  return useMemo(() => {
    const scenario =
      scenarios.find(({ file }) => file === chosen) ??
      scenarios.find(({ content }) => content !== null) ??
      scenarios[0];
    const runs = runIds
      .map((id) => runsById.get(id)!)
      .filter(({ file }) => file === scenario?.file)
      .toReversed();
    const run = runs.find(({ id }) => id === picked) ?? runs[0];
    const steps = run?.steps ?? (scenario?.content ? plannedSteps(scenario.content) : NONE);
    return { scenarios, scenario, runs, run, steps };
  }, [scenarios, chosen, picked, runsById, runIds]);
}

/** How many steps are behind a run. */
export function countDoneSteps(steps: readonly RunStep[]): number {
  return steps.filter(({ state }) => state !== 'planned' && state !== 'running').length;
}
