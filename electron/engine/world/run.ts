import { performance } from 'node:perf_hooks';
import type { ActionView, RunView } from '../../../shared/contract/activity.ts';
import type { World } from '../../../shared/domain/program.ts';
import { messageOf, PostbenchError, placeText } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import {
  type ActionStep,
  newScenarioState,
  plannedSteps,
  playStep,
  stepError,
} from '../../../shared/scenario/steps.ts';
import type { Clock } from '../clock.ts';
import type { Sender } from '../sender/sender.ts';
import type { ActivityStore } from '../store/activity.ts';
import { placeOfStep } from '../workspace/step-places.ts';
import { type FiringRules, fire, type PostbackSource } from './events.ts';
import type { Maintenance } from './maintenance.ts';

export interface RunOptions {
  store: ActivityStore;
  sender: Sender;
  clock: Clock;
  /** Maintenance on this run's clock, once the run has its id. */
  maintenance: (runId: number) => Maintenance;
  scenario: Scenario;
  file: string;
  world: World;
  postbacks: readonly PostbackSource[];
  firing: FiringRules;
  to: string | undefined;
  signal: AbortSignal;
}

/** A run under way: its id at once, its end later. */
export interface StartedRun {
  id: number;
  done: Promise<RunView>;
}

/** Real ms between two writes of a run's progress: a long list of steps is written as a whole. */
const SAVE_EVERY_MS = 100;

function problemOf(error: unknown): string {
  if (!(error instanceof PostbenchError)) return messageOf(error);
  const { message, remedy, place } = error;
  return `${place === undefined ? '' : `${placeText(place)}: `}${message} ${remedy}`;
}

/**
 * Plays a scenario: a step with a time happens then, one without happens when the deliveries before it have ended.
 * Each event is stored with its deliveries as one. The run itself is on disk from the start, so that a screen which
 * comes late sees it.
 */
export function startRun(options: RunOptions): StartedRun {
  const run = new Run(options);
  return { id: run.id, done: run.play() };
}

class Run {
  readonly id: number;
  readonly #options: RunOptions;
  readonly #view: Omit<RunView, 'id' | 'change'>;
  readonly #state = newScenarioState();
  readonly #actions = new Map<string, ActionView>();
  readonly #deliveries = new Map<number, number[]>();
  readonly #maintenance: Maintenance;
  #savedAt = Number.NEGATIVE_INFINITY;
  #saving: NodeJS.Timeout | undefined;

  constructor(options: RunOptions) {
    const { scenario, clock, file, to, firing, store } = options;
    this.#options = options;
    this.#view = {
      name: scenario.name,
      file,
      to: to ?? null,
      seed: firing.seed,
      startedAt: clock.now(),
      endedAt: null,
      state: 'running',
      steps: plannedSteps(scenario),
      problem: '',
    };
    this.id = store.addRun(this.#view);
    this.#maintenance = options.maintenance(this.id);
  }

  async play(): Promise<RunView> {
    const { scenario, sender, signal } = this.#options;
    const onAbort = () => sender.cancelAll();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (const index of scenario.steps.keys()) {
        if (signal.aborted) break;
        await this.#step(index);
      }
      this.#maintenance.end();
      await sender.idle();
      this.#end(signal.aborted ? 'cancelled' : 'finished', '');
    } catch (error) {
      for (const step of this.#view.steps) if (step.state === 'running') step.state = 'failed';
      sender.cancelAll();
      await sender.idle();
      this.#end('failed', problemOf(error));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return { ...this.#view, id: this.id, change: 0 };
  }

  async #step(index: number): Promise<void> {
    const { scenario, sender, clock, signal } = this.#options;
    const step = scenario.steps[index]!;
    if (step.at !== undefined) await clock.wait(this.#view.startedAt + step.at, signal);
    // What maintenance holds back would never end: the next step does not wait for it.
    else if (!this.#maintenance.active) await sender.idle();
    if (signal.aborted) return;
    this.#view.steps[index]!.state = 'running';
    if ('maintenance' in step) {
      this.#maintenance[step.maintenance]();
    } else {
      const ids = this.#act(index, step);
      this.#deliveries.set(index, ids);
      this.#save();
      sender.enqueue(ids);
      const next = scenario.steps[index + 1];
      if (step.at === undefined && next?.at === undefined && !this.#maintenance.active) await sender.idle();
    }
    this.#judge(index);
    this.#save();
  }

  /** Stores one step's action, ledger line and deliveries as one; returns the deliveries to send. */
  #act(index: number, step: ActionStep): number[] {
    const { store, clock, world, postbacks, firing } = this.#options;
    const { action, entry } = this.#play(index, () =>
      playStep(this.#state, step, world, clock.now(), firing.seed),
    );
    return store.transaction(() => {
      const known = this.#actions.get(action.id);
      const view =
        known === undefined
          ? store.addAction(action, entry, this.id)
          : store.updateAction(known.key, action, entry);
      this.#actions.set(action.id, view);
      this.#view.steps[index]!.actionKey = view.key;
      return fire(store, view, entry, postbacks, { runId: this.id, step: index }, firing);
    });
  }

  /** What a step throws names the step and its place in the file. */
  #play<T>(index: number, play: () => T): T {
    const { scenario } = this.#options;
    try {
      return play();
    } catch (error) {
      throw stepError(scenario, index, this.#state, error, placeOfStep(scenario, index));
    }
  }

  /** A step is done unless one of its deliveries has ended without being delivered. */
  #judge(index: number): void {
    const { outbox } = this.#options.store;
    const states = (this.#deliveries.get(index) ?? []).map((id) => outbox.state(id));
    this.#view.steps[index]!.state = states.some((state) => state === 'given-up' || state === 'cancelled')
      ? 'failed'
      : 'done';
  }

  #end(state: RunView['state'], problem: string): void {
    for (const [index, step] of this.#view.steps.entries()) {
      if (step.state === 'planned') step.state = 'skipped';
      else if (this.#deliveries.has(index)) this.#judge(index);
    }
    this.#view.state = state;
    this.#view.problem = problem;
    this.#view.endedAt = this.#options.clock.now();
    this.#save(true);
  }

  /** Writes the run's progress: at once when the last time is long enough ago, else when it is. */
  #save(now = false): void {
    const rest = this.#savedAt + SAVE_EVERY_MS - performance.now();
    if (!now && rest > 0) {
      this.#saving ??= setTimeout(() => this.#save(true), rest);
      return;
    }
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#savedAt = performance.now();
    this.#options.store.updateRun(this.id, this.#view);
  }
}
