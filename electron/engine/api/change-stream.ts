import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';

/** The engine's side of following changes; the screen's is renderer/state/change-stream.ts. */

/** Ms between two batches once a screen has caught up: nobody can read faster updates. */
const PAUSE_MS = 100;

export interface Followed<T> {
  /**
   * What to send next, or undefined if there is nothing new; `more` if it was only a part, of which the next one can
   * follow at once, or `soon`: after others had time for what they ask for.
   */
  read: () => { batch: T; more: boolean | 'soon' } | undefined;
  /** Calls back at each change. Returns a function that stops it. */
  subscribe: (listener: () => void) => () => void;
  signal: AbortSignal | undefined;
}

/**
 * Streams what `read` returns, now and after each change, until the client leaves. What changes between two
 * batches is in the second one: nothing is skipped or sent twice.
 */
export async function* follow<T>({ read, subscribe, signal }: Followed<T>): AsyncGenerator<T> {
  let changed = true;
  let wake = () => {};
  const unsubscribe = subscribe(() => {
    changed = true;
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      changed = false;
      const next = read();
      if (next !== undefined) {
        yield next.batch;
        if (next.more === true) {
          await othersTurn();
          continue;
        }
        if (next.more === 'soon') changed = true;
        // An aborted pause only ends the stream.
        await sleep(PAUSE_MS, undefined, { ...(signal && { signal }) }).catch(() => {});
      }
      if (!changed && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** For `follow`: reads a whole state, and returns it when its name differs from the last time. */
export function followChanges<T>(
  read: () => T,
  nameOf: (state: T) => unknown,
): () => { batch: T; more: boolean } | undefined {
  let last: unknown;
  return () => {
    const batch = read();
    const name = nameOf(batch);
    if (name === last) return undefined;
    last = name;
    return { batch, more: false };
  };
}
