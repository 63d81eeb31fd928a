import type { Millis } from '../../shared/domain/time.ts';

/** Where all code of the engine takes its time from. */
export interface Clock {
  /** Milliseconds since the epoch, on this clock. */
  now(): Millis;
  /** Resolves once `until` has come on this clock, or when the signal aborts; never rejects. */
  wait(until: Millis, signal: AbortSignal): Promise<void>;
  /**
   * Whether waiting takes no real time. Such a clock may only be waited on while nothing is in flight, else the
   * order of what happens would depend on the network.
   */
  readonly jumps: boolean;
}

/** setTimeout fires at once beyond this many ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const realClock: Clock = {
  jumps: false,
  now: () => Date.now(),
  wait: (until, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(done, Math.min(Math.max(0, until - Date.now()), LONGEST_TIMER_MS));
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    }),
};

/** Virtual time that stands still until somebody waits, and then jumps there. */
export function jumpingClock(start: Millis): Clock {
  let now = start;
  return {
    jumps: true,
    now: () => now,
    wait: async (until, signal) => {
      if (!signal.aborted && until > now) now = until;
    },
  };
}
