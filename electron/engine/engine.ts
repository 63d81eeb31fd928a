import type { DatabaseSync } from 'node:sqlite';
import type { MaintenanceView } from '../../shared/contract/activity.ts';
import type { ClockMode, ClockView } from '../../shared/contract/clock.ts';
import type { EngineView, Synchronous } from '../../shared/contract/engine.ts';
import type { WorkspaceFile } from '../../shared/contract/workspace.ts';
import { lintNames, lintSources } from '../../shared/delivery/lint-sources.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { recordScenario } from '../../shared/scenario/record.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { Benches } from './bench.ts';
import { CaptureMatching } from './capture-matching.ts';
import { CaptureRetention } from './capture-retention.ts';
import { CaptureSearches } from './capture-search/capture-searches.ts';
import { Checks } from './checks/checks.ts';
import { ConfirmedCommands } from './checks/confirmed-commands.ts';
import { ClearedCaptures } from './cleared-captures.ts';
import type { Clock } from './clock.ts';
import type { EngineOptions } from './engine-options.ts';
import { type Log, SILENT_LOG } from './log.ts';
import { keepClock, resumedClock } from './manual-clock.ts';
import { ReceiverHistory } from './receiver-history.ts';
import { ownEndpoints, ReceiverHost } from './receiver-host.ts';
import { freshSeed, Runs } from './runs.ts';
import { Secrets } from './secrets.ts';
import { Sending } from './sending.ts';
import { Settings } from './settings.ts';
import { Signal } from './signal.ts';
import { ActivityStore } from './store/activity.ts';
import { CaptureStore } from './store/captures.ts';
import { CheckRuns } from './store/check-runs.ts';
import { openDatabase, setSynchronous } from './store/database.ts';
import { lockDataFolder } from './store/lock.ts';
import type { Clocks } from './store/settled-status.ts';
import { StoreFigures } from './store-figures.ts';
import { Drafts } from './workspace/drafts.ts';
import type { NewPostback } from './workspace/postback-files.ts';
import { prepareWorkspace } from './workspace/workspace.ts';
import { checkTarget } from './world/check-target.ts';
import { requireNoErrors } from './world/lint-sending.ts';
import { Maintenance } from './world/maintenance.ts';
import { Manual } from './world/manual.ts';
import { ManualCatalogs } from './world/manual-catalogs.ts';
import { Calendar } from './world/manual-dates.ts';
import { Session } from './world/session.ts';
import { StoredManualCatalogs } from './world/stored-things.ts';
import { TestDeliveries } from './world/test-delivery.ts';

declare const POSTBENCH_VERSION: string;

/**
 * Everything behind the contract, over one data folder: store, receiver, workspaces, sending, runs, and manual work on a
 * clock of its own. Plain Node; the desktop app and the command line host the same engine.
 */
export class Engine {
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly log: Log;
  readonly secrets: Secrets;
  /** Unsaved edits of postbacks. */
  readonly drafts: Drafts;
  readonly captures: CaptureStore;
  readonly searches: CaptureSearches;
  readonly clearedCaptures: ClearedCaptures;
  readonly activity: ActivityStore;
  readonly benches: Benches;
  readonly receiver: ReceiverHost;
  readonly receiverHistory: ReceiverHistory;
  readonly sending: Sending;
  readonly runs: Runs;
  readonly manual: Manual;
  readonly catalogs: ManualCatalogs;
  readonly tests: TestDeliveries;
  readonly checks: Checks;

  readonly #database: DatabaseSync;
  readonly #figures: StoreFigures;
  readonly #lock: { release(): void };
  /** What was done to the clock of manual work at the start, as a sentence; '' if nothing. */
  readonly clockNote: string;
  readonly #clock: Clock;
  readonly #stopKeepingClock: () => void;
  readonly #session: Session;
  readonly #maintenance: Maintenance;
  readonly #calendar: Calendar;
  readonly #seed = freshSeed();
  readonly #stopSecrets: () => void;
  readonly #changed = new Signal();
  readonly #retention: CaptureRetention;
  #catalogsWanted = false;

  /** Opens a data folder; see `open`, which also starts the receiver. */
  private constructor(options: EngineOptions) {
    this.dataFolder = options.dataFolder;
    this.log = options.log ?? SILENT_LOG;
    const { dataFolder, secretsFolder = dataFolder } = options;
    this.secrets = new Secrets({ folder: secretsFolder, dataFolder });
    this.log.hide(() => this.secrets.known().texts);
    this.#lock = lockDataFolder(options.dataFolder);
    try {
      this.#database = openDatabase(options.dataFolder, { temporary: options.temporary, log: this.log });
      this.settings = new Settings(options.dataFolder);
      if (options.log !== undefined) this.log.setDefaultLevel(this.settings.logLevel);
      this.drafts = new Drafts(options.dataFolder);
      if (options.temporary !== true) setSynchronous(this.#database, this.settings.synchronous);
      this.benches = new Benches(this.settings, this.dataFolder, options.workspace, this.log);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.captures = new CaptureStore(this.#database);
    this.searches = new CaptureSearches({
      store: this.captures,
      folder: options.temporary === true ? null : dataFolder,
      log: this.log,
    });
    const { log, captures: store } = this;
    this.clearedCaptures = new ClearedCaptures({ store, now: Date.now, log });
    this.#retention = new CaptureRetention({ database: this.#database, store, now: Date.now, log });
    this.activity = new ActivityStore(this.#database);
    this.#figures = new StoreFigures({
      database: this.#database,
      captures: this.captures,
      activity: this.activity,
      log: this.log,
    });
    const { clock, note } = resumedClock(this.activity.clockMark);
    this.#clock = clock;
    this.clockNote = note;
    if (note !== '') this.log.info(note);
    const workspace = () => this.benches.workspace.view;
    const captureMatching = new CaptureMatching();
    const own = ownEndpoints(() => this.receiver);
    this.receiver = new ReceiverHost({
      ...options,
      onError: options.onError,
      store: this.captures,
      dataFolder: secretsFolder,
      secrets: this.secrets,
      workspace,
      clock,
      attemptOf: (port) => captureMatching.attemptOf(port),
      log: this.log,
    });
    this.receiverHistory = new ReceiverHistory(this.activity.receiverHistory, this.receiver.responses);
    if (options.responses !== undefined) this.receiver.responses.set('user', options.responses);
    this.sending = new Sending({
      store: this.activity,
      clock,
      workspace,
      rulesOf: (folder) => this.benches.viewOf(folder),
      secrets: this.secrets,
      captureMatching,
      ...own,
      ceiling: options.ceiling,
    });
    const confirmedCommands = new ConfirmedCommands(secretsFolder);
    this.runs = new Runs({
      store: this.activity,
      sending: this.sending,
      responses: this.receiver.responses,
      receiverHistory: this.receiverHistory,
      workspace,
      secrets: this.secrets,
      confirmedCommands,
      ...own,
      ceiling: options.ceiling,
      now: () => clock.now(),
      log: this.log,
    });
    this.#maintenance = new Maintenance(this.activity, this.sending.manual, clock, null);
    const postbacks = () => this.sending.postbacks();
    const session = new Session({
      store: this.activity,
      clock,
      sender: this.sending.manual,
      runId: null,
      catalogs: new StoredManualCatalogs(this.activity, () => this.#seed),
      world: () => workspace().settings.world,
      deliveryPlan: () => this.sending.deliveryPlan(this.#seed),
      postbacks,
    });
    this.#session = session;
    this.#calendar = new Calendar(this.activity, session);
    this.manual = new Manual({
      store: this.activity,
      session,
      calendar: this.#calendar,
      sessionOfRun: (runId) => this.runs.sessionOf(runId),
      postbacks,
      checkTarget: async (to) => {
        const { settings, folder } = workspace();
        await checkTarget(to, settings.sending.allowedHosts);
        const names = lintNames(settings, this.secrets.view().names);
        requireNoErrors(lintSources([], to, names), folder);
      },
    });
    this.catalogs = new ManualCatalogs(this.activity, session, this.manual);
    this.tests = new TestDeliveries(this.activity, session, postbacks);
    this.checks = new Checks({
      store: new CheckRuns(this.#database),
      workspace,
      secrets: this.secrets,
      confirmedCommands,
      askToRun: options.askToRun,
      ...own,
      captures: this.captures,
      log: this.log,
    });
    const setEndpoints = () => {
      const { endpoints } = workspace().settings;
      this.#retention.setEndpoints(endpoints);
      void this.receiver.setEndpoints(endpoints);
    };
    setEndpoints();
    this.benches.onChange(() => {
      setEndpoints();
      if (this.#catalogsWanted) this.catalogs.ensure();
    });
    this.#stopKeepingClock = keepClock(clock, this.activity.clockMark, () => this.#database.isOpen);
    for (const part of [clock, this.activity, this.captures, this.receiver, this.runs])
      part.onChange(() => this.#changed.tell());
    this.#tellSecretsProblem();
    this.#stopSecrets = this.secrets.onChange(() => {
      this.#tellSecretsProblem();
      this.#changed.tell();
    });
  }

  /**
   * Opens a data folder, starts the receiver and resumes sending the outbox. Throws
   * PB_DATA_FOLDER_IN_USE, PB_DATA_FOLDER_UNUSABLE, PB_STORE_NEWER, PB_PORT_TAKEN, PB_PORT_REFUSED,
   * PB_WORKSPACE_MISSING or PB_WORKSPACE_INVALID; then nothing is left open.
   */
  static async open(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(options);
    const { dataFolder, benches } = engine;
    engine.log.info('The engine started.', {
      version: POSTBENCH_VERSION,
      node: process.versions.node,
      dataFolder,
      workspace: benches.workspace.folder,
    });
    try {
      await engine.receiver.start();
    } catch (error) {
      await engine.close();
      throw error;
    }
    const resumed = engine.activity.recover(engine.#clock.now());
    // Their rules are read now: the first attempt would wait for them, and the receiver with it.
    for (const folder of new Set(resumed.map(({ workspace }) => workspace)))
      if (folder !== '') await prepareWorkspace(folder);
    engine.sending.manual.enqueue(resumed);
    engine.receiverHistory.startClock(null, engine.#clock);
    engine.#calendar.arrange();
    return engine;
  }

  /** Creates the catalogs of the workspace's programs, now and whenever the workspace changes. Called once a screen shows them. */
  wantCatalogs(): void {
    this.#catalogsWanted = true;
    this.catalogs.ensure();
  }

  view(): EngineView {
    return {
      version: POSTBENCH_VERSION,
      dataFolder: this.dataFolder,
      receiver: this.receiver.view(),
      ...this.#figures.read(this.benches.workspace.folder),
      running: this.runs.count,
      synchronous: this.settings.synchronous,
      secrets: this.secrets.view(),
    };
  }

  /** Calls back when anything that `view` or `clockView` shows may have changed. Returns a function that stops it. */
  onView(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** Sets what the store survives, from now on and after restarts. */
  setSynchronous(synchronous: Synchronous): void {
    setSynchronous(this.#database, synchronous);
    this.settings.synchronous = synchronous;
    this.#changed.tell();
  }

  /** The setting as the store's connection reports it, in words of PRAGMA synchronous. */
  get storeSynchronous(): number {
    return (this.#database.prepare('PRAGMA synchronous').get() as { synchronous: number }).synchronous;
  }

  /** The clock that is shown: that of the newest run in progress, or else the one for manual work. */
  clockView(): ClockView {
    const { runId, clock } = this.#shown();
    return { runId, ...clock.state() };
  }

  setClock(mode: ClockMode, factor: number | undefined): void {
    this.#shown().clock.set(mode, factor);
  }

  /** Sets the clock of manual work to real time. What is due later stays due then. */
  setClockToNow(): void {
    this.#clock.setToReal();
    this.#session.clockWasSetBack();
    this.sending.manual.clockWasSetBack();
    this.receiver.responses.clockWasSetBack();
  }

  pauseClock(paused: boolean): void {
    this.#shown().clock.pause(paused);
  }

  /** Moves a stepped clock forward; resolves once it has arrived. */
  stepClock(by: number | undefined): Promise<void> {
    return this.#shown().clock.step(by);
  }

  /** Announces, starts or ends maintenance on the clock that is shown. Throws PB_ARGUMENT_INVALID if there is none to end. */
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
    const run = this.runs.newest();
    return run === undefined
      ? { runId: null, clock: this.#clock, maintenance: this.#maintenance }
      : { runId: run.session.runId, clock: run.session.clock, maintenance: run.maintenance };
  }

  /** Writes a new postback; see the workspace. It is enabled even if a former postback of this path was switched off. */
  createPostback(wanted: NewPostback): WorkspaceFile<Postback> {
    const created = this.benches.workspace.createPostback(wanted);
    this.sending.switchOn(created.file);
    return created;
  }

  /** Saves manual work as a scenario of the workspace. Throws PB_SCENARIO_INVALID or PB_FILE_UNWRITABLE. */
  saveScenario(about: { name: string; description?: string | undefined }): { file: string; steps: number } {
    const { workspace } = this.benches;
    const { done, seed } = this.activity.journal.all();
    const recorded = recordScenario(done, { ...about, seed }, workspace.view.settings.world);
    return { file: workspace.saveScenario(recorded), steps: recorded.scenario.steps.length };
  }

  /** Now on all clocks that are in force for something. */
  clocks(): Clocks {
    return { now: this.#clock.now(), runs: this.runs.clocks() };
  }

  /** Removes everything that was simulated. Throws PB_RUN_BUSY while a run is in progress. */
  clearActivity(): { actions: number; deliveries: number } {
    this.runs.requireNone();
    this.sending.manual.cancelAll();
    const cleared = this.activity.clear();
    this.catalogs.forget();
    this.catalogs.ensure();
    this.#calendar.arrange();
    return cleared;
  }

  /** Ends everything in order: runs, sending, receiver, store. Safe to call twice. */
  async close(): Promise<void> {
    this.#calendar.close();
    this.#stopSecrets();
    await this.checks.close();
    await this.runs.close();
    await this.benches.close();
    await this.sending.close();
    await this.receiver.stop();
    await this.searches.close();
    this.#retention.close();
    if (this.#database.isOpen) this.clearedCaptures.close();
    this.#stopKeepingClock();
    if (this.#database.isOpen) this.receiverHistory.close();
    if (this.#database.isOpen) {
      this.#database.close();
      this.log.info('The engine stopped.');
    }
    this.#lock.release();
  }

  #tellSecretsProblem(): void {
    const { problem } = this.secrets;
    if (problem !== undefined) this.log.warn('Secrets from the file cannot be used.', { error: problem });
  }
}
