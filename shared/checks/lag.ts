/** How long a receiver's records take, and the waits that follow from it. All times in real ms. */

export interface SettleTimes {
  /** `--settle`, 5,000 by default: the least time after which a record that differs has failed. */
  settle: number;
}

export const DEFAULT_SETTLE = 5_000;

/** From response to record: the largest seen so far in a run, 0 before the first. */
export class Lag {
  readonly #settle: number;
  #largest = 0;

  constructor({ settle }: SettleTimes = { settle: DEFAULT_SETTLE }) {
    this.#settle = settle;
  }

  get largest(): number {
    return this.#largest;
  }

  saw(ms: number): void {
    this.#largest = Math.max(this.#largest, ms);
  }

  /** How long a record that should not change is watched. */
  get quiet(): number {
    return Math.max(3 * this.#largest, this.#settle / 5);
  }

  /** When a record that differs has failed. */
  get failed(): number {
    return Math.max(10 * this.#largest, this.#settle);
  }

  /** The same while exploring: only what is confirmed waits for the whole time. */
  get failedExploring(): number {
    return Math.max(10 * this.#largest, this.#settle / 25);
  }

  /** Between a refusal and its retry, whatever the virtual clock says: what was refused may still be written. */
  get beforeRetry(): number {
    return Math.max(2 * this.#largest, 50);
  }
}
