import type { DatabaseSync } from 'node:sqlite';
import type { Endpoint } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import type { Log } from './log.ts';
import type { CaptureStore } from './store/captures.ts';
import { DroppedCaptures } from './store/dropped-captures.ts';

/** Real ms between the moment that captures arrive and a look for those that are too many: many go at once. */
const AFTER_MS = 1_000;
/** Real ms between two looks for captures that have become too old. */
const AGE_EVERY_MS = 30_000;

export interface RetentionOptions {
  database: DatabaseSync;
  store: CaptureStore;
  /** Ms since the epoch, real time. */
  now: () => number;
  log: Log;
}

/**
 * Drops the oldest captures of endpoints that have limits, in steps of some milliseconds between which the receiver has its
 * turn. Without limits, which is the default, it does nothing. What was dropped is counted in the store's totals.
 */
export class CaptureRetention {
  readonly #options: RetentionOptions;
  readonly #stop: () => void;
  #limits = '';
  #endpoints: DroppedCaptures[] = [];
  #hasAge = false;
  #timer: NodeJS.Timeout | undefined;
  #isWorking = false;
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#stop = options.store.onChange((change) => {
      if (change.type === 'marked') for (const endpoint of this.#endpoints) endpoint.lookAgain();
      if (change.type !== 'removed') this.#lookIn(AFTER_MS);
    });
  }

  /** Takes over the limits of the workspace's endpoints; they hold from now on. */
  setEndpoints(endpoints: readonly Endpoint[]): void {
    const limited = endpoints.flatMap(({ name, retention }) =>
      retention === undefined ? [] : [{ name, retention }],
    );
    const limits = JSON.stringify(limited);
    if (limits === this.#limits) return;
    this.#limits = limits;
    const { database, store } = this.#options;
    this.#endpoints = limited.map(
      ({ name, retention }) => new DroppedCaptures(database, store, name, retention),
    );
    this.#hasAge = limited.some(({ retention }) => retention.age !== undefined);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lookIn(0);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  #lookIn(ms: number): void {
    if (this.#isClosed || this.#endpoints.length === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, ms);
    this.#timer.unref();
  }

  #look(): void {
    if (this.#isWorking) {
      this.#lookIn(AFTER_MS);
      return;
    }
    this.#isWorking = true;
    const pass = [...this.#endpoints];
    try {
      for (const endpoint of pass) endpoint.begin(this.#options.now());
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#work(pass);
  }

  #work(pass: readonly DroppedCaptures[]): void {
    const [endpoint, ...others] = pass;
    if (this.#isClosed || endpoint === undefined) {
      this.#isWorking = false;
      if (this.#hasAge) this.#lookIn(AGE_EVERY_MS);
      return;
    }
    let left: readonly DroppedCaptures[];
    try {
      left = endpoint.step() === undefined ? others : pass;
    } catch (error) {
      this.#failed(error);
      return;
    }
    setImmediate(() => this.#work(left));
  }

  /** What cannot be dropped now is tried again when more arrives. */
  #failed(error: unknown): void {
    this.#isWorking = false;
    this.#options.log.warn('Captures could not be dropped.', { error });
  }
}
