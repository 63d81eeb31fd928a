import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { preventable } from './preventable.ts';

export interface ClosableWindow {
  /** Resolves with whether the window did close. */
  askToClose: () => Promise<boolean>;
}

type Used =
  | 'exit'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'whenReady';

/** The life of an application: the order of events is that of Electron. */
export class StandInApp extends EventEmitter implements Pick<App, Used> {
  readonly windows = new Set<ClosableWindow>();
  readonly #paths = new Map<string, string>();
  readonly #whenReady: Promise<void>;
  #ready = false;
  #quitting = false;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      setImmediate(() => {
        this.#ready = true;
        this.emit('ready');
        resolve();
      });
    });
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  /** Only what was set: a test never meets the folders of the machine. */
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getName(): string {
    return 'postbench';
  }

  getVersion(): string {
    return '0.0.0';
  }

  /** Each test has a data folder, and so a lock, of its own. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    void this.#closeAll().then((closed) => {
      if (!closed) {
        this.#quitting = false;
        return;
      }
      const event = preventable();
      this.emit('will-quit', event);
      if (!event.defaultPrevented) this.exit(0);
    });
  }

  exit(code = 0): void {
    process.exit(code);
  }

  closed(window: ClosableWindow): void {
    this.windows.delete(window);
    if (this.windows.size === 0 && !this.#quitting) this.emit('window-all-closed');
  }

  async #closeAll(): Promise<boolean> {
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return false;
    for (const window of this.windows) if (!(await window.askToClose())) return false;
    return true;
  }
}

export const app = new StandInApp();
