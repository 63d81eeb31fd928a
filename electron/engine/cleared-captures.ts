import type { Log } from './log.ts';
import type { CaptureStore } from './store/captures.ts';

/** Real ms that closing may take for deleting; the rest is deleted after the next start. */
const CLOSING_MS = 2_000;

export interface ClearedCapturesOptions {
  store: CaptureStore;
  /** Ms since the epoch, real time. */
  now: () => number;
  log: Log;
}

/**
 * Clear with Undo: what is cleared is hidden at once, and deleted when its time is over, when the disk is full (by the
 * store itself), and when the engine closes. See CaptureClearing for what is true after a kill.
 */
export class ClearedCaptures {
  readonly #options: ClearedCapturesOptions;
  #timer: NodeJS.Timeout | undefined;
  #isDeleting = false;
  #isClosed = false;

  constructor(options: ClearedCapturesOptions) {
    this.#options = options;
    this.#continue();
  }

  /** Hides the captures up to an id, or all; returns how many. What was cleared before is deleted now. */
  clear(upTo?: number): number {
    const removed = this.#options.store.clear(upTo, this.#options.now());
    this.#continue();
    return removed;
  }

  /** Brings back what the last Clear has hidden; returns how many captures that are, 0 if it is too late. */
  restore(): number {
    clearTimeout(this.#timer);
    return this.#options.store.restoreCleared();
  }

  /** Ends what can be undone. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const { store } = this.#options;
    const from = performance.now();
    this.#try(() => {
      if (store.cleared !== null) store.finishClear();
      while (performance.now() - from < CLOSING_MS && store.deleteCleared());
    });
  }

  /** Deletes what is gone, and waits for the end of what can be undone. */
  #continue(): void {
    this.#delete();
    clearTimeout(this.#timer);
    const { store, now } = this.#options;
    const { cleared } = store;
    if (cleared === null) return;
    this.#timer = setTimeout(
      () => {
        this.#try(() => store.finishClear());
        this.#continue();
      },
      Math.max(0, cleared.until - now()),
    );
    this.#timer.unref();
  }

  #delete(): void {
    if (this.#isDeleting || this.#isClosed) return;
    this.#isDeleting = true;
    const step = () => {
      this.#isDeleting = false;
      if (this.#isClosed) return;
      this.#try(() => {
        if (!this.#options.store.deleteCleared()) return;
        this.#isDeleting = true;
        setImmediate(step);
      });
    };
    setImmediate(step);
  }

  /** What cannot be deleted now stays hidden, and is tried again after the next Clear or start. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log.warn('Cleared captures could not be deleted.', { error });
    }
  }
}
