import { randomInt } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EngineView, ReceiverState, ReceiverView } from '../../shared/contract/engine.ts';
import type { World } from '../../shared/domain/program.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import { catalogueFor, type PostbackKind } from '../../shared/placeholders/catalogue.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { RenderSettings } from '../../shared/template/postback.ts';
import { type Clock, jumpingClock, realClock } from './clock.ts';
import { Receiver } from './receiver/receiver.ts';
import { Sender } from './sender/sender.ts';
import { HttpTransport } from './sender/transport.ts';
import { Settings } from './settings.ts';
import { ActivityStore } from './store/activity.ts';
import { CaptureStore } from './store/captures.ts';
import { openDatabase } from './store/database.ts';
import { lockDataFolder } from './store/lock.ts';
import { sampleWorkspace } from './workspace/sample.ts';
import { watchWorkspace } from './workspace/watch.ts';
import { Workspace } from './workspace/workspace.ts';
import { type PostbackSource, redirect } from './world/events.ts';
import { type StartedRun, startRun } from './world/run.ts';
import { Simulator } from './world/simulator.ts';
import { checkTarget } from './world/target.ts';

declare const POSTBENCH_VERSION: string;

export interface EngineOptions {
  dataFolder: string;
  /** Folder of the workspace to open; without it the last one, else the user's copy of the sample. */
  workspace?: string | undefined;
  /** Port of the receiver; "default" is 7300 or the next free one. */
  port: number | 'default';
  /** Statuses answered in turn, the last one repeated. */
  answers?: number[] | undefined;
  /** Where failures go that nobody waits for. */
  onError?: (error: unknown) => void;
}

export interface ScenarioRun {
  scenario: Scenario;
  /** How the run names its file. */
  file: string;
  to?: string | undefined;
  seed?: number | undefined;
  /** Virtual start, ms since the epoch; else the scenario's, else now. */
  start?: number | undefined;
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
  readonly captures: CaptureStore;
  readonly activity: ActivityStore;
  readonly simulator: Simulator;
  readonly receiver: Receiver;

  readonly #options: EngineOptions;
  readonly #database: DatabaseSync;
  readonly #storeSize: StatementSync;
  readonly #lock: { release(): void };
  readonly #clock: Clock = realClock;
  readonly #transport: HttpTransport;
  readonly #sender: Sender;
  readonly #runs = new Map<number, { abort: AbortController; done: Promise<unknown> }>();
  readonly #portOwners = new Map<number, number>();
  readonly #listeners = new Set<() => void>();
  readonly #workspaceListeners = new Set<() => void>();
  #workspace: Workspace;
  #unwatch: () => Promise<void>;
  #receiverState: ReceiverState = 'stopped';
  #receiverProblem = '';

  /** Opens a data folder; see `open`, which also starts the receiver. */
  private constructor(options: EngineOptions) {
    this.#options = options;
    this.dataFolder = options.dataFolder;
    this.#lock = lockDataFolder(options.dataFolder);
    try {
      this.#database = openDatabase(options.dataFolder);
      this.settings = new Settings(options.dataFolder);
      this.#workspace = this.#firstWorkspace();
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    this.#storeSize = this.#database.prepare(
      'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
    );
    this.captures = new CaptureStore(this.#database);
    this.activity = new ActivityStore(this.#database, () => this.#clock.now());
    this.receiver = new Receiver({
      store: this.captures,
      port: options.port,
      now: () => this.#clock.now(),
      attemptOf: (port) => this.#portOwners.get(port),
      ...(options.answers === undefined ? {} : { answers: options.answers }),
      ...(options.onError === undefined ? {} : { onError: options.onError }),
    });
    this.#transport = new HttpTransport(() => this.#workspace.view.settings.sending);
    this.#sender = this.#senderOn(this.#clock);
    this.simulator = new Simulator({
      store: this.activity,
      sender: this.#sender,
      clock: this.#clock,
      seed: freshSeed(),
      world: () => this.#workspace.view.settings.world,
      postbacks: () => this.#postbacks(),
    });
    this.#unwatch = this.#watch();
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
    for (const id of engine.activity.recover(engine.#clock.now())) engine.#sender.enqueue(id);
    return engine;
  }

  get workspace(): Workspace {
    return this.#workspace;
  }

  /** Opens another workspace. The one before stays open when this one cannot be. */
  async openWorkspace(folder: string): Promise<void> {
    const next = new Workspace(folder);
    await this.#unwatch();
    this.#workspace = next;
    this.#unwatch = this.#watch();
    this.settings.rememberWorkspace(next.folder);
    this.#tellWorkspace();
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
      outbox: this.activity.counts(),
      captures: this.captures.count,
      captureBytes: this.#storeBytes(),
      running: this.#runs.size,
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
    const clock = jumpingClock(run.start ?? run.scenario.start ?? this.#clock.now());
    const sender = this.#senderOn(clock);
    const abort = new AbortController();
    const started = startRun({
      store: this.activity,
      sender,
      clock,
      scenario: run.scenario,
      file: run.file,
      world,
      postbacks: redirect(this.#postbacks(), run.to),
      to: run.to,
      seed,
      signal: abort.signal,
    });
    const done = started.done.finally(() => {
      this.#runs.delete(started.id);
      this.#senders.delete(sender);
      this.#tell();
    });
    this.#runs.set(started.id, { abort, done });
    this.#tell();
    return { id: started.id, done, seed };
  }

  /** Stops a run after what is in flight; false when it is not going. */
  cancelRun(id: number): boolean {
    const run = this.#runs.get(id);
    run?.abort.abort();
    return run !== undefined;
  }

  /** Stops one delivery, whichever run it is of. */
  cancelDelivery(id: number): boolean {
    return [...this.#senders].some((sender) => sender.cancel(id));
  }

  /** Removes all that was simulated. Throws PB_RUN_BUSY while a run is going. */
  clearActivity(): { actions: number; deliveries: number } {
    if (this.#runs.size > 0) {
      throw new PostbenchError('PB_RUN_BUSY', 'A run is going.', {
        remedy: 'Wait for its end or cancel it, then clear.',
      });
    }
    this.#sender.cancelAll();
    return this.activity.clear();
  }

  /** Ends everything in order: runs, sending, receiver, store. Safe to call twice. */
  async close(): Promise<void> {
    for (const { abort } of this.#runs.values()) abort.abort();
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
    await this.#unwatch();
    await Promise.all([...this.#senders].map((sender) => sender.close()));
    await this.#transport.close();
    await this.receiver.stop();
    if (this.#database.isOpen) this.#database.close();
    this.#lock.release();
  }

  readonly #senders = new Set<Sender>();

  #senderOn(clock: Clock): Sender {
    const sender = new Sender({
      store: this.activity,
      clock,
      transport: this.#transport.send,
      settings: (kind) => this.#renderSettings(kind),
      onPort: (port, attemptId) => {
        if (attemptId === undefined) this.#portOwners.delete(port);
        else this.#portOwners.set(port, attemptId);
      },
    });
    this.#senders.add(sender);
    return sender;
  }

  #renderSettings(kind: PostbackKind): RenderSettings {
    const { sending, placeholders } = this.#workspace.view.settings;
    const catalogue = catalogueFor(kind, placeholders);
    return {
      known: (name) => catalogue.has(name),
      unknown: sending.unknownPlaceholder,
      receiverBase: this.receiver.address,
    };
  }

  #postbacks(): PostbackSource[] {
    return this.#workspace.view.postbacks.flatMap(({ file, content }) =>
      content === null ? [] : [{ file, postback: content }],
    );
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
    for (const listener of this.#workspaceListeners) listener();
  }
}
