import type { ActionView, RunStep, RunView } from '../../../shared/contract/activity.ts';
import type { World } from '../../../shared/domain/program.ts';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import type { Scenario, Step } from '../../../shared/scenario/schema.ts';
import { newScenarioState, playStep, stepText } from '../../../shared/scenario/steps.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';
import { fire, type PostbackSource } from './events.ts';

export interface RunOptions {
  store: ActivityStore;
  sender: Sender;
  clock: Clock;
  scenario: Scenario;
  file: string;
  world: World;
  postbacks: readonly PostbackSource[];
  to: string | undefined;
  seed: number;
  signal: AbortSignal;
}

/** A run under way: its id at once, its end later. */
export interface StartedRun {
  id: number;
  done: Promise<RunView>;
}

function problemOf(error: unknown): string {
  return error instanceof PostbenchError ? `${error.message} ${error.remedy}` : messageOf(error);
}

/**
 * Plays a scenario step by step: each step's event is stored, its postbacks are sent, and the next step begins
 * when they are delivered or given up. The run itself is on disk from the first step, so that a screen which
 * comes late sees it.
 */
export function startRun(options: RunOptions): StartedRun {
  const { store, clock, scenario, file, to, seed } = options;
  const steps: RunStep[] = scenario.steps.map((step) => ({
    ...stepText(step),
    state: 'planned',
    actionKey: null,
  }));
  const view: Omit<RunView, 'id' | 'change'> = {
    name: scenario.name,
    file,
    to: to ?? null,
    seed,
    startedAt: clock.now(),
    endedAt: null,
    state: 'running',
    steps,
    problem: '',
  };
  const id = store.addRun(view);
  return { id, done: play(options, id, view) };
}

async function play(options: RunOptions, id: number, view: Omit<RunView, 'id' | 'change'>): Promise<RunView> {
  const { store, sender, scenario, clock, signal } = options;
  const state = newScenarioState();
  const actions = new Map<string, ActionView>();
  const onAbort = () => sender.cancelAll();
  signal.addEventListener('abort', onAbort, { once: true });
  let current = view;
  const save = (change: Partial<typeof view>) => {
    current = { ...current, ...change };
    store.updateRun(id, current);
  };
  const mark = (index: number, change: Partial<RunStep>) =>
    current.steps.map((step, at) => (at === index ? { ...step, ...change } : step));
  try {
    for (const [index, step] of scenario.steps.entries()) {
      if (signal.aborted) break;
      save({ steps: mark(index, { state: 'running' }) });
      const ids = playOne(options, id, index, step, state, actions, (actionKey) => {
        current = { ...current, steps: mark(index, { actionKey }) };
      });
      for (const delivery of ids) sender.enqueue(delivery);
      await sender.idle();
      const delivered = ids.every((delivery) => store.deliveryState(delivery) === 'delivered');
      save({ steps: mark(index, { state: delivered ? 'done' : 'failed' }) });
    }
    const endState = signal.aborted ? 'cancelled' : 'finished';
    save({ state: endState, endedAt: clock.now(), steps: skipRest(current.steps) });
  } catch (error) {
    const failed = current.steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' as const } : step,
    );
    save({ state: 'failed', endedAt: clock.now(), steps: skipRest(failed), problem: problemOf(error) });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return { ...current, id, change: 0 };
}

function skipRest(steps: readonly RunStep[]): RunStep[] {
  return steps.map((step) => (step.state === 'planned' ? { ...step, state: 'skipped' } : step));
}

/** Stores one step's action, ledger line and deliveries as one; returns the deliveries to send. */
function playOne(
  { store, clock, world, postbacks, seed }: RunOptions,
  runId: number,
  index: number,
  step: Step,
  state: ReturnType<typeof newScenarioState>,
  actions: Map<string, ActionView>,
  onAction: (key: number) => void,
): number[] {
  const { action, entry } = playStep(state, step, world, clock.now(), seed);
  return store.transaction(() => {
    const known = actions.get(action.id);
    const view =
      known === undefined
        ? store.addAction(action, entry, runId)
        : store.updateAction(known.key, action, entry);
    actions.set(action.id, view);
    onAction(view.key);
    return fire(store, view, entry, postbacks, { runId, step: index });
  });
}
