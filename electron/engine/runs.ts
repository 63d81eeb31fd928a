import { randomInt } from 'node:crypto';
import type { RunView } from '../../shared/contract/activity.ts';
import type { WorkspaceView } from '../../shared/contract/workspace.ts';
import { redirect, type SendTo } from '../../shared/delivery/send-to.ts';
import type { StockedItem } from '../../shared/domain/catalog.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import { isLocalUrl, ownOrigins } from '../../shared/receiver/endpoints/local-url.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { RunSpeed } from '../../shared/timeline/run-speed.ts';
import { MemoryCatalogs } from '../../shared/world/memory-things.ts';
import type { CatalogSummary } from '../../shared/world/things.ts';
import type { ConfirmedCommands } from './checks/confirmed-commands.ts';
import { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { ResponseStack } from './receiver/response-stack.ts';
import type { ReceiverHistory } from './receiver-history.ts';
import type { OwnEndpoints } from './receiver-host.ts';
import type { Secrets } from './secrets.ts';
import type { Sending } from './sending.ts';
import { Signal } from './signal.ts';
import type { ActivityStore } from './store/activity.ts';
import { checkScenario } from './world/check-scenario.ts';
import { checkTarget } from './world/check-target.ts';
import { lintScenario, requireNoErrors } from './world/lint-sending.ts';
import { Maintenance } from './world/maintenance.ts';
import { RunBooks } from './world/receiver-books.ts';
import { type GivenRecords, recordsSource } from './world/records-source.ts';
import { plannedRun, Run } from './world/run.ts';
import { Session } from './world/session.ts';

/** What to run, and how. */
export interface ScenarioRun {
  scenario: Scenario;
  /** The scenario's file, as the run is to show it. */
  file: string;
  to?: SendTo | undefined;
  seed?: number | undefined;
  /** How its clock runs; fast if left out. */
  speed?: RunSpeed | { mode: 'stepped' } | undefined;
  /** How the receiver's records are seen, in place of check.yaml; the caller has confirmed its command. */
  records?: GivenRecords | undefined;
  /** Virtual start, ms since the epoch; defaults to the scenario's, then to now. */
  start?: number | undefined;
}

/** A catalog item that a run has changed, in its current state. */
export interface RunItem {
  catalog: CatalogSummary;
  item: StockedItem;
}

/** A run in progress: its id now, its end later. */
export interface StartedRun {
  id: number;
  seed: number;
  /** Resolves when the run ends, however it ends; never rejects because of the scenario or a receiver. */
  done: Promise<RunView>;
  /** Items that it has changed so far; they belong to this run only and are not stored. */
  items: () => RunItem[];
}

export interface RunsOptions {
  store: ActivityStore;
  sending: Sending;
  /** The responses of the local receiver; a run removes its own when it ends. */
  responses: ResponseStack;
  receiverHistory: ReceiverHistory;
  /** The open workspace: a run keeps the world and the postbacks that it has when the run starts. */
  workspace: () => WorkspaceView;
  secrets: Secrets;
  confirmedCommands: ConfirmedCommands;
  /** The address of the local receiver; '' while it does not listen. */
  local: OwnEndpoints['local'];
  ownCertificates: OwnEndpoints['ownCertificates'];
  /** Requests per real second; overrides the workspace's. */
  ceiling: number | undefined;
  /** Now on the clock for manual work, where a run without a start of its own begins. */
  now: () => number;
  log: Log;
}

interface ActiveRun {
  abort: AbortController;
  done: Promise<unknown>;
  session: Session;
  maintenance: Maintenance;
}

/** A random seed for when none is given; it is shown to the user so that the run can be repeated. */
export function freshSeed(): number {
  return randomInt(0, 0xffff_ffff);
}

/** All runs in progress, each with a world, a clock, a sender, maintenance and responses of its own. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #active = new Map<number, ActiveRun>();
  readonly #changed = new Signal();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** How many are in progress. */
  get count(): number {
    return this.#active.size;
  }

  /** The newest run in progress; undefined if there is none. */
  newest(): { session: Session; maintenance: Maintenance } | undefined {
    return [...this.#active.values()].at(-1);
  }

  /** Now on the clock of each run in progress, by its id. */
  clocks(): [id: number, now: number][] {
    return [...this.#active].map(([id, { session }]) => [id, session.now()]);
  }

  /** The world of a run in progress; undefined once it has ended. */
  sessionOf(runId: number): Session | undefined {
    return this.#active.get(runId)?.session;
  }

  /**
   * Starts a run. Throws PB_URL_INVALID or PB_HOST_NOT_ALLOWED for its `to`, and PB_SCENARIO_INVALID with the place of
   * a step that no run could play and PB_POSTBACK_INVALID with that of an error of the linter, before anything happens. The run continues even if nobody awaits `done`.
   */
  async start(run: ScenarioRun): Promise<StartedRun> {
    const { store, sending, responses, receiverHistory, log } = this.#options;
    const { scenario, to } = run;
    const { settings } = this.#options.workspace();
    if (to !== undefined) await checkTarget(to, settings.sending.allowedHosts);
    const start = run.start ?? scenario.start ?? this.#options.now();
    checkScenario(scenario, settings.world, start);
    const { workspace, secrets } = this.#options;
    requireNoErrors(lintScenario(scenario, workspace(), to, secrets.view().names), workspace().folder);

    const world = { ...(scenario.world ?? settings.world), moneyDigits: settings.world.moneyDigits };
    const seed = run.seed ?? scenario.seed ?? freshSeed();
    const speed = run.speed ?? { mode: 'fast' as const };
    const factor = speed.mode === 'scaled' ? speed.factor : undefined;
    const clock = new Clock(start, speed.mode, Date.now, factor);
    clock.onChange(() => this.#changed.tell());
    const sender = sending.on(clock);
    const deliveryPlan = { ...sending.deliveryPlan(seed), disorder: scenario.disorder };
    const postbacks = redirect(sending.postbacks(), to);
    const abort = new AbortController();
    const { signal } = abort;
    const files = this.#filesGoingOut(to);
    const source = files.size === 0 ? undefined : await this.#recordsSource(run.records, signal);

    const view = plannedRun(scenario, { file: run.file, to, seed, at: clock.now() });
    const id = store.addRun(view);
    const owner = `run ${id}` as const;
    const maintenance = new Maintenance(store, sender, clock, id);
    const catalogs = new MemoryCatalogs(seed);
    const session = new Session({
      store,
      clock,
      sender,
      runId: id,
      catalogs,
      world: () => world,
      deliveryPlan: () => deliveryPlan,
      postbacks: () => postbacks,
    });
    const { moneyDigits } = settings.sending;
    const books = source && new RunBooks({ store, runId: id, source, files, moneyDigits, signal });
    receiverHistory.startClock(id, clock);
    const respond = (statuses: number[]) => responses.set(owner, statuses);
    const done = new Run({ store, session, maintenance, respond, scenario, to, books, signal }, view)
      .play()
      .finally(() => {
        this.#active.delete(id);
        responses.remove(owner);
        receiverHistory.endClock(id);
        sending.ended(sender);
        if (source !== undefined && 'close' in source) void source.close();
        this.#changed.tell();
      });
    this.#active.set(id, { abort, done, session, maintenance });
    log.info('A run started.', { run: id, file: run.file, to, seed });
    done.then(
      ({ state, problem }) => log.info('A run ended.', { run: id, state, problem }),
      (error: unknown) => log.error('A run failed.', { run: id, error }),
    );
    this.#changed.tell();
    return { id, seed, done, items: () => catalogs.changedItems() };
  }

  /** Whether postbacks of actions would leave for a receiver that is not Postbench's own. */
  goesOut(to: SendTo | undefined): boolean {
    return this.#filesGoingOut(to).size > 0;
  }

  /** Files of the postbacks that tell the user's receiver about actions. */
  #filesGoingOut(to: SendTo | undefined): Set<string> {
    const { sending, local } = this.#options;
    const ports = new Set([...ownOrigins(local())].map((origin) => new URL(origin).port));
    const isOwn = (url: string) => {
      if (isLocalUrl(url)) return true;
      const [, host, at = ''] = /^https?:\/\/([^/?#\\@]+):(\d+)(?:[/?#]|$)/i.exec(url) ?? [];
      return host !== undefined && ports.has(at) && isThisMachine(host);
    };
    return new Set(
      redirect(sending.postbacks(), to).flatMap(({ file, postback }) =>
        postback.kind === 'action' && !isOwn(postback.url) ? [file] : [],
      ),
    );
  }

  #recordsSource(given: GivenRecords | undefined, signal: AbortSignal) {
    const { workspace, secrets, confirmedCommands, local, ownCertificates, ceiling } = this.#options;
    return recordsSource({
      view: workspace(),
      given,
      secrets,
      confirmedCommands,
      local: local(),
      certificates: ownCertificates(),
      ceiling,
      signal,
    });
  }

  /** Stops a run after what is in flight; false if it is not in progress. */
  cancel(id: number): boolean {
    const run = this.#active.get(id);
    run?.abort.abort();
    return run !== undefined;
  }

  /** Throws PB_RUN_BUSY while a run is in progress. */
  requireNone(): void {
    if (this.#active.size === 0) return;
    throw new PostbenchError('PB_RUN_BUSY', 'A run is under way.', {
      remedy: 'Wait for it to end or cancel it, then clear.',
    });
  }

  /** Calls back when a run starts or ends, or a run's clock changes. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** Cancels all runs and waits for them to end. */
  async close(): Promise<void> {
    const active = [...this.#active.values()];
    for (const { abort } of active) abort.abort();
    await Promise.all(active.map(({ done }) => done));
  }
}
