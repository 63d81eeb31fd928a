/** After work that took so long, this many times as long is left to others; work that is over at once needs no rest. */
const REST = 4;
const SHORT_MS = 10;
const LONGEST_MS = 2_000;

/** How long to wait before work that took some ms is done again. */
export function restAfter(ms: number): number {
  return ms < SHORT_MS ? 0 : Math.min(LONGEST_MS, ms * REST);
}

/**
 * Work that is asked for again and again and only counts as it was asked for last: one at a time, and with a rest
 * after each that grows with how long it took.
 */
export class Paced {
  #busy = false;
  #next: (() => Promise<unknown>) | undefined;

  /** Does the work now or as soon as it may; never rejects, so the work reports its own errors. */
  async run(work: () => Promise<unknown>): Promise<void> {
    this.#next = work;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#next !== undefined) {
      const next: () => Promise<unknown> = this.#next;
      this.#next = undefined;
      const started = performance.now();
      await next().catch(() => {});
      const rest = restAfter(performance.now() - started);
      if (rest > 0)
        await new Promise((resolve) => {
          setTimeout(resolve, rest);
        });
    }
    this.#busy = false;
  }

  /** What has not begun is not done any more. */
  forget(): void {
    this.#next = undefined;
  }
}
