import { randomInt } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MaintenanceView } from '../../shared/contract/activity.ts';
import type { ClockMode, ClockView } from '../../shared/contract/clock.ts';
import type { EngineView, ReceiverState, ReceiverView, Synchronous } from '../../shared/contract/engine.ts';
import type { NewWorkspace, WorkspaceFile } from '../../shared/contract/workspace.ts';
import type { World } from '../../shared/domain/program.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import { recordScenario } from '../../shared/scenario/record.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { Clock } from './clock.ts';
import { Receiver } from './receiver/receiver.ts';
import { Sending } from './sending.ts';
import { Settings } from './settings.ts';
import { ActivityStore } from './store/activity.ts';
import { CaptureStore } from './store/captures.ts';
import { openDatabase, setSynchronous } from './store/database.ts';
import { lockDataFolder } from './store/lock.ts';
import { Drafts } from './workspace/drafts.ts';
import { newWorkspace, pathOf, sampleWorkspace } from './workspace/new-workspace.ts';
import type { NewPostback } from './workspace/postback-files.ts';
import { writeSchemas } from './workspace/schemas.ts';
import { watchWorkspace } from './workspace/watch.ts';
import { Workspace } from './workspace/workspace.ts';
import { Calendar } from './world/calendar.ts';
import { Catalogs } from './world/catalogs.ts';
import { redirect } from './world/events.ts';
import { Hand } from './world/hand.ts';
import { Inquiries } from './world/inquiries.ts';
import { Maintenance } from './world/maintenance.ts';
import { type StartedRun, startRun } from './world/run.ts';
import { Simulator } from './world/simulator.ts';
import { checkTarget } from './world/target.ts';

declare const POSTBENCH_VERSION: string;

export interface EngineOptions {
  dataFolder: string;
  /** Whether the data folder is removed afterwards, so that nothing of the store has to be on disk. */
  temporary?: boolean | undefined;
  /** Folder of the workspace to open; without it the last one, else the user's copy of the sample. */
  workspace?: string | undefined;
  /** Port of the receiver; "default" is 7300 or the next free one. */
  port: number | 'default';
  /** Statuses answered in turn, the last one repeated. */
  answers?: number[] | undefined;
  /** Requests a real second to foreign receivers, instead of the workspace's. */
  ceiling?: number | undefined;
  /** Where failures go that nobody waits for. */
  onError?: (error: unknown) => void;
}

export interface ScenarioRun {
  scenario: Scenario;
  /** How the run names its file. */
  file: string;
  to?: string | undefined;
  seed?: number | undefined;
  /** How its clock runs; fast without it. */
  speed?: { mode: ClockMode; factor?: number | undefined } | undefined;
  /** Virtual start, ms since the epoch; else the scenario's, else now. */
  start?: number | undefined;
}

interface ActiveRun {
  abort: AbortController;
  done: Promise<unknown>;
  clock: Clock;
  maintenance: Maintenance;
}

/** A seed nobody chose: drawn fresh, and told to the user so that a run can be repeated. */
export function freshSeed(): number {
  return randomInt(0, 0xffff_ffff);
}

/**
 * Everything behind the contract: store, receiver, workspace, sender and runs over one data folder. Plain Node;
 * the desktop and the command line host the same one.
 */
export class Engine {
  readonly dataFolder: string;
  readonly settings: Settings;
  /** Unsaved edits of postbacks. */
  readonly drafts: Drafts;
  readonly captures: CaptureStore;
  readonly activity: ActivityStore;
  readonly simulator: Simulator;
  readonly inquiries: Inquiries;
  readonly catalogs: Catalogs;
  readonly receiver: Receiver;
  readonly sending: Sending;

  readonly #options: EngineOptions;
  readonly #database: DatabaseSync;
  readonly #storeSize: StatementSync;
  readonly #lock: { release(): void };
  readonly #clock = new Clock();
  readonly #maintenance: Maintenance;
  readonly #hand: Hand;
  readonly #calendar: Calendar;
  readonly #runs = new Map<number, ActiveRun>();
  readonly #seed = freshSeed();
  readonly #listeners = new Set<() => void>();
  readonly #workspaceListeners = new Set<() => void>();
  #workspace: Workspace;
  #unwatch: () => Promise<void>;
  #receiverState: ReceiverState = 'stopped';
  #receiverProblem = '';
  #catalogsWanted = false;

  /** Opens a data folder; see `open`, which also starts the receiver. */
  private constructor(options: EngineOptions) {
    this.#options = options;
    this.dataFolder = options.dataFolder;
    this.#lock = lockDataFolder(options.dataFolder);
    try {
      this.#database = openDatabase(options.dataFolder, { temporary: options.temporary });
      this.settings = new Settings(options.dataFolder);
      this.drafts = new Drafts(options.dataFolder);
      if (options.temporary !== true) setSynchronous(this.#database, this.settings.synchronous);
      this.#workspace = this.#firstWorkspace();
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.#storeSize = this.#database.prepare(
      'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
    );
    this.captures = new CaptureStore(this.#database);
    this.activity = new ActivityStore(this.#database, (runId) => this.#timeOf(runId));
    this.receiver = new Receiver({
      store: this.captures,
      port: options.port,
      now: () => this.#clock.now(),
      attemptOf: (port) => this.sending.attemptOf(port),
      ...(options.answers === undefined ? {} : { answers: options.answers }),
      ...(options.onError === undefined ? {} : { onError: options.onError }),
    });
    this.sending = new Sending({
      store: this.activity,
      clock: this.#clock,
      workspace: () => this.#workspace.view,
      rulesOf: () => this.#workspace.view,
      receiverAddress: () => this.receiver.address,
      ceiling: options.ceiling,
    });
    this.#maintenance = new Maintenance(this.activity, this.sending.byHand, this.#clock, null);
    this.#hand = new Hand({
      store: this.activity,
      sender: this.sending.byHand,
      clock: this.#clock,
      firing: () => this.sending.firing(this.#seed),
      world: () => this.#workspace.view.settings.world,
      postbacks: () => this.sending.postbacks(),
    });
    this.#calendar = new Calendar(this.#hand);
    this.simulator = new Simulator(this.#hand, this.#calendar);
    this.inquiries = new Inquiries(this.#hand);
    this.catalogs = new Catalogs(this.#hand);
    this.#unwatch = this.#watch();
    this.#clock.onChange(() => this.#tell());
    this.activity.onChange(() => this.#tell());
    this.captures.onChange(() => this.#tell());
  }

  /**
   * Opens a data folder, starts the receiver and goes on with what the outbox holds. Throws
   * PB_DATA_FOLDER_IN_USE, PB_DATA_FOLDER_UNUSABLE, PB_STORE_NEWER, PB_PORT_TAKEN, PB_PORT_REFUSED,
   * PB_WORKSPACE_MISSING or PB_WORKSPACE_INVALID; then nothing is left open.
   */
  static async open(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(options);
    try {
      await engine.#startReceiver();
    } catch (error) {
      await engine.close();
      throw error;
    }
    engine.sending.byHand.enqueue(engine.activity.recover(engine.#clock.now()));
    engine.#calendar.arrange();
    return engine;
  }

  get workspace(): Workspace {
    return this.#workspace;
  }

  /** Opens another workspace. The one before stays open when this one cannot be. */
  async openWorkspace(folder: string): Promise<void> {
    const next = new Workspace(pathOf(folder));
    writeSchemas(next.folder);
    await this.#unwatch();
    this.#workspace = next;
    this.#unwatch = this.#watch();
    this.settings.rememberWorkspace(next.folder);
    this.#tellWorkspace();
  }

  /** Makes a workspace and opens it. Throws as newWorkspace does; then the one before stays open. */
  async createWorkspace(workspace: NewWorkspace): Promise<void> {
    await this.openWorkspace(newWorkspace(workspace));
  }

  /** Makes the catalogs of the workspace's programs, now and whenever the workspace changes: somebody looks at them. */
  wantCatalogs(): void {
    this.#catalogsWanted = true;
    this.catalogs.ensure();
  }

  /** Called when a file of the workspace changed, or another one is open. */
  onWorkspace(listener: () => void): () => void {
    this.#workspaceListeners.add(listener);
    return () => this.#workspaceListeners.delete(listener);
  }

  /** Tells all screens that the workspace was changed by one of them. */
  workspaceChanged(): void {
    this.#tellWorkspace();
  }

  view(): EngineView {
    return {
      version: POSTBENCH_VERSION,
      dataFolder: this.dataFolder,
      receiver: this.receiverView(),
      outbox: this.activity.outbox.counts(),
      captures: this.captures.count,
      captureBytes: this.#storeBytes(),
      running: this.#runs.size,
      switchedOff: this.activity.outbox.switchedOff(this.#workspace.view.folder),
      synchronous: this.settings.synchronous,
    };
  }

  receiverView(): ReceiverView {
    return {
      state: this.#receiverState,
      address: this.receiver.address,
      note: this.#receiverProblem || this.receiver.note,
      answers: [...this.receiver.answers],
    };
  }

  /** Called when anything that `view` shows may have changed. */
  onView(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets what the store survives, at once and for the next starts. */
  setSynchronous(synchronous: Synchronous): void {
    setSynchronous(this.#database, synchronous);
    this.settings.synchronous = synchronous;
    this.#tell();
  }

  /** What the connection of the store itself says, in words of PRAGMA synchronous. */
  get storeSynchronous(): number {
    return (this.#database.prepare('PRAGMA synchronous').get() as { synchronous: number }).synchronous;
  }

  setAnswers(answers: number[]): void {
    this.receiver.setAnswers(answers);
    this.#tell();
  }

  /** Starts the receiver anew; a failure is shown, not thrown. */
  async restartReceiver(): Promise<ReceiverView> {
    await this.receiver.stop();
    await this.#startReceiver().catch(() => {});
    return this.receiverView();
  }

  /**
   * Plays a scenario in fast-forward. Throws PB_URL_INVALID, PB_HOST_NOT_ALLOWED before anything happens. The
   * run goes on when nobody waits for `done`.
   */
  async startScenario(run: ScenarioRun): Promise<StartedRun & { seed: number }> {
    const { settings } = this.#workspace.view;
    if (run.to !== undefined) await checkTarget(run.to, settings.sending.allowedHosts);
    const world: World = run.scenario.world ?? settings.world;
    const seed = run.seed ?? run.scenario.seed ?? freshSeed();
    const { mode, factor } = run.speed ?? { mode: 'fast' as const };
    const clock = new Clock(run.start ?? run.scenario.start ?? this.#clock.now(), mode, Date.now, factor);
    clock.onChange(() => this.#tell());
    const sender = this.sending.on(clock);
    const abort = new AbortController();
    let maintenance: Maintenance | undefined;
    let answersBefore: number[] | undefined;
    const started = startRun({
      store: this.activity,
      sender,
      clock,
      maintenance: (id) => {
        maintenance = new Maintenance(this.activity, sender, clock, id);
        return maintenance;
      },
      answer: (statuses) => {
        if (statuses !== undefined) answersBefore ??= [...this.receiver.answers];
        const next = statuses ?? answersBefore;
        if (next !== undefined) this.setAnswers(next);
      },
      scenario: run.scenario,
      file: run.file,
      world,
      postbacks: redirect(this.sending.postbacks(), run.to),
      firing: { ...this.sending.firing(seed), disorder: run.scenario.disorder },
      to: run.to,
      signal: abort.signal,
    });
    const done = started.done.finally(() => {
      this.#runs.delete(started.id);
      this.sending.ended(sender);
      this.#tell();
    });
    this.#runs.set(started.id, { abort, done, clock, maintenance: maintenance! });
    this.#tell();
    return { ...started, done, seed };
  }

  /** Stops a run after what is in flight; false when it is not going. */
  cancelRun(id: number): boolean {
    const run = this.#runs.get(id);
    run?.abort.abort();
    return run !== undefined;
  }

  /** The clock that is shown: that of the newest run under way, else the one for work by hand. */
  clockView(): ClockView {
    const { runId, clock } = this.#shown();
    return { runId, ...clock.state() };
  }

  setClock(mode: ClockMode, factor: number | undefined): void {
    this.#shown().clock.set(mode, factor);
  }

  pauseClock(paused: boolean): void {
    this.#shown().clock.pause(paused);
  }

  /** Moves a stepped clock on; resolves once it is there. */
  stepClock(by: number | undefined): Promise<void> {
    return this.#shown().clock.step(by);
  }

  /** Announces, starts or ends maintenance on the clock that is shown. Throws PB_ARGUMENT_INVALID when there is none to end. */
  changeMaintenance(what: 'announce' | 'start' | 'end'): MaintenanceView {
    const { runId, clock, maintenance } = this.#shown();
    const view = maintenance[what]();
    if (view !== undefined) {
      if (runId === null)
        this.activity.journal.add({ at: clock.now(), type: 'maintenance', what }, this.#seed);
      return view;
    }
    throw new PostbenchError('PB_ARGUMENT_INVALID', 'There is no maintenance to end.', {
      remedy: 'Announce or start one first.',
    });
  }

  #shown(): { runId: number | null; clock: Clock; maintenance: Maintenance } {
    const [runId, run] = [...this.#runs].at(-1) ?? [null, undefined];
    return run === undefined
      ? { runId: null, clock: this.#clock, maintenance: this.#maintenance }
      : { runId, clock: run.clock, maintenance: run.maintenance };
  }

  /** Writes a new postback; see the workspace. What was switched off under the same path before is not this one. */
  createPostback(wanted: NewPostback): WorkspaceFile<Postback> {
    const created = this.#workspace.createPostback(wanted);
    this.sending.switchOn(created.file);
    return created;
  }

  /** Writes what was done by hand as a scenario of the workspace. Throws PB_SCENARIO_INVALID or PB_FILE_UNWRITABLE. */
  saveScenario(about: { name: string; description?: string | undefined }): { file: string; steps: number } {
    const { done, seed } = this.activity.journal.all();
    const recorded = recordScenario(done, { ...about, seed }, this.#workspace.view.settings.world);
    return {
      file: this.#workspace.saveScenario(recorded),
      steps: recorded.scenario.steps.length,
    };
  }

  /** Removes all that was simulated. Throws PB_RUN_BUSY while a run is going. */
  clearActivity(): { actions: number; deliveries: number } {
    if (this.#runs.size > 0) {
      throw new PostbenchError('PB_RUN_BUSY', 'A run is going.', {
        remedy: 'Wait for its end or cancel it, then clear.',
      });
    }
    this.sending.byHand.cancelAll();
    const cleared = this.activity.clear();
    this.catalogs.forget();
    this.catalogs.ensure();
    this.#calendar.arrange();
    return cleared;
  }

  /** The clock in force for what a run made, or what was done by hand. */
  #timeOf(runId: number | null): number {
    const run = runId === null ? undefined : this.#runs.get(runId);
    return (run?.clock ?? this.#clock).now();
  }

  /** Ends everything in order: runs, sending, receiver, store. Safe to call twice. */
  async close(): Promise<void> {
    this.#calendar.close();
    for (const { abort } of this.#runs.values()) abort.abort();
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
    await this.#unwatch();
    await this.sending.close();
    await this.receiver.stop();
    if (this.#database.isOpen) this.#database.close();
    this.#lock.release();
  }

  #firstWorkspace(): Workspace {
    const { workspace } = this.#options;
    if (workspace !== undefined) return new Workspace(workspace);
    for (const folder of this.settings.recentWorkspaces) {
      try {
        return new Workspace(folder);
      } catch {
        // Moved away or broken since: the next one, at last the sample.
      }
    }
    const sample = new Workspace(sampleWorkspace(this.dataFolder));
    this.settings.rememberWorkspace(sample.folder);
    return sample;
  }

  #watch(): () => Promise<void> {
    return watchWorkspace(this.#workspace.folder, () => {
      if (this.#workspace.reload()) this.#tellWorkspace();
    });
  }

  async #startReceiver(): Promise<void> {
    this.#receiverState = 'starting';
    this.#receiverProblem = '';
    try {
      await this.receiver.start();
      this.#receiverState = 'listening';
    } catch (error) {
      this.#receiverState = 'failed';
      const remedy = error instanceof PostbenchError ? ` ${error.remedy}` : '';
      this.#receiverProblem = `${messageOf(error)}${remedy}`;
      throw error;
    } finally {
      this.#tell();
    }
  }

  /** Size of the store with what the write-ahead log still holds; a file's size would miss that. */
  #storeBytes(): number {
    const { size } = this.#storeSize.get() as { size: number };
    return size;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #tellWorkspace(): void {
    if (this.#catalogsWanted) this.catalogs.ensure();
    for (const listener of this.#workspaceListeners) listener();
  }
}
