import type { NewWorkspace } from '../../shared/contract/workspace.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';
import { Signal } from './signal.ts';
import { newWorkspace, pathOf, sampleWorkspace } from './workspace/new-workspace.ts';
import { writeSchemas } from './workspace/schemas.ts';
import { watchWorkspace } from './workspace/watch.ts';
import { prepareWorkspace, Workspace } from './workspace/workspace.ts';

/** Real ms until a folder that held no workspace is checked again. */
const LOOK_AGAIN_MS = 5_000;
/** Copies of the sample that are tried. */
const LARGEST_COPY = 9;

/** A workspace of which only the folder is known. */
function withoutFiles(folder: string, { settings }: WorkspaceView): WorkspaceView {
  return {
    revision: 0,
    folder,
    settings: { ...settings, name: folder, placeholders: [], sending: DEFAULT_SENDING, endpoints: [] },
    postbacks: [],
    scenarios: [],
    profiles: [],
    check: null,
    problems: [],
  };
}

/** One workspace for as long as anything needs it: read, then watched on disk. */
export class Bench {
  readonly workspace: Workspace;
  readonly #unwatch: () => Promise<void>;

  /** Throws PB_WORKSPACE_MISSING or PB_WORKSPACE_INVALID. */
  constructor(folder: string) {
    this.workspace = new Workspace(folder);
    this.#unwatch = watchWorkspace(this.workspace.folder, () => void this.workspace.refresh());
  }

  async close(): Promise<void> {
    await this.#unwatch();
  }
}

/**
 * The workspaces of an engine: the open one, and those whose deliveries are still open. Each delivery follows
 * the rules of its own workspace, whichever is open.
 */
export class Benches {
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #open = new Map<string, Bench>();
  /** Folders that no longer hold a workspace, with a substitute for it. */
  readonly #gone = new Map<string, { view: WorkspaceView; lookedAt: number }>();
  readonly #changed = new Signal();
  #shown: Bench;

  /**
   * Opens `folder`, or the last open workspace, or the user's copy of the sample. Throws
   * PB_WORKSPACE_MISSING or PB_WORKSPACE_INVALID for a requested folder.
   */
  constructor(settings: Settings, dataFolder: string, folder: string | undefined, log: Log) {
    this.#settings = settings;
    this.#log = log;
    this.#shown = folder === undefined ? this.#lastOrSample(dataFolder) : this.#bench(folder);
  }

  /** The open workspace. */
  get workspace(): Workspace {
    return this.#shown.workspace;
  }

  /** Opens another workspace, prepared or with small files only, and remembers it. If that fails, the former one stays open. */
  open(folder: string): void {
    const next = this.#bench(pathOf(folder));
    try {
      writeSchemas(next.workspace.folder);
    } catch (error) {
      // The workspace's problems say so, too; it works without.
      this.#log.warn('The schemas were not written.', { error });
    }
    this.#shown = next;
    this.#settings.rememberWorkspace(next.workspace.folder);
    this.#log.info('A workspace was opened.', { folder: next.workspace.folder });
    this.#changed.tell();
  }

  /** Creates a workspace and opens it. Throws what newWorkspace throws; the former one stays open then. */
  create(workspace: NewWorkspace): void {
    this.open(newWorkspace(workspace));
  }

  /**
   * What the files of a delivery's workspace say now. If the workspace is gone, the platform's own rules
   * apply, and no host is allowed except this machine.
   */
  viewOf(folder: string): WorkspaceView {
    if (folder === '' || folder === this.workspace.folder) return this.workspace.view;
    const known = this.#open.get(folder);
    if (known !== undefined) return known.workspace.view;
    const gone = this.#gone.get(folder);
    // Called at each attempt, so the disk is only checked now and then.
    if (gone !== undefined) {
      if (performance.now() - gone.lookedAt >= LOOK_AGAIN_MS) {
        gone.lookedAt = performance.now();
        void this.#lookAgain(folder);
      }
      return gone.view;
    }
    try {
      return this.#bench(folder).workspace.view;
    } catch (error) {
      this.#log.warn('The workspace of open deliveries cannot be read.', { folder, error });
      const view = withoutFiles(folder, this.workspace.view);
      this.#gone.set(folder, { view, lookedAt: performance.now() });
      return view;
    }
  }

  /** Calls back when the open workspace's files change, or another one is opened. Returns what stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((bench) => bench.close()));
  }

  async #lookAgain(folder: string): Promise<void> {
    await prepareWorkspace(folder);
    try {
      this.#bench(folder);
    } catch {
      // Still gone, as the log says; the next attempt after a while checks again.
    }
  }

  #bench(folder: string): Bench {
    const bench = new Bench(folder);
    const known = this.#open.get(bench.workspace.folder);
    if (known !== undefined) {
      void bench.close();
      known.workspace.reload();
      return known;
    }
    this.#gone.delete(bench.workspace.folder);
    this.#open.set(bench.workspace.folder, bench);
    bench.workspace.onChange(() => {
      if (bench === this.#shown) this.#changed.tell();
    });
    return bench;
  }

  #lastOrSample(dataFolder: string): Bench {
    for (const folder of this.#settings.recentWorkspaces) {
      try {
        return this.#bench(folder);
      } catch (error) {
        // Moved or broken since then: try the next one, and finally the sample.
        this.#log.warn('The last workspace could not be opened; the next one is tried.', { folder, error });
      }
    }
    const sample = this.#sample(dataFolder);
    this.#settings.rememberWorkspace(sample.workspace.folder);
    return sample;
  }

  /** The sample; a fresh copy of it where the one before cannot be opened, so that the engine starts all the same. */
  #sample(dataFolder: string, nth = 1): Bench {
    const folder = sampleWorkspace(dataFolder, nth);
    try {
      return this.#bench(folder);
    } catch (error) {
      if (nth >= LARGEST_COPY) throw error;
      this.#log.warn('The sample workspace could not be opened; a fresh copy is made.', { folder, error });
      return this.#sample(dataFolder, nth + 1);
    }
  }
}
