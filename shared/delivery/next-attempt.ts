import type { AttemptOutcome } from './outcome.ts';

/**
 * Waits before the first, second … retry, in ms. The platform's own spacing is not published: this short one is
 * assumed, and stands in for the sender profiles.
 */
export const RETRY_WAITS_MS: readonly number[] = [1_000, 2_000, 4_000];

/** Documented by impact.com: no retry when the URL is malformed or its host does not resolve. */
const FINAL: ReadonlySet<AttemptOutcome> = new Set([
  'unresolvable',
  'malformed-url',
  'not-allowed',
  'cancelled',
]);

/** What is known of an attempt that has ended. */
export interface EndedAttempt {
  outcome: AttemptOutcome;
  /** Milliseconds, on the clock in force. */
  endedAt: number;
}

export type Decision =
  | { type: 'delivered' }
  | { type: 'retry'; at: number }
  | { type: 'give-up'; why: string };

/**
 * What happens after the attempts so far: a pure function, used for sending and for saying beforehand what an
 * answer would lead to. An attempt whose end is unknown (the engine was killed) is sent again at once and does
 * not use up a retry.
 */
export function nextAttempt(history: readonly EndedAttempt[]): Decision {
  const last = history.at(-1);
  if (last === undefined) return { type: 'retry', at: 0 };
  if (last.outcome === 'delivered') return { type: 'delivered' };
  if (last.outcome === 'unknown') return { type: 'retry', at: last.endedAt };
  if (FINAL.has(last.outcome)) return { type: 'give-up', why: 'this outcome is not retried' };
  const failures = history.filter(({ outcome }) => outcome !== 'unknown').length;
  const wait = RETRY_WAITS_MS[failures - 1];
  if (wait === undefined) return { type: 'give-up', why: `${failures} attempts failed` };
  return { type: 'retry', at: last.endedAt + wait };
}
