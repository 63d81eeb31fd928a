import { setTimeout as sleep } from 'node:timers/promises';

/** Ms between two batches once a screen has caught up: more often than it can be read helps nobody. */
const PAUSE_MS = 100;

export interface Followed<T> {
  /** What to send next, or undefined when there is nothing new; `more` when it was only a part. */
  read: () => { batch: T; more: boolean } | undefined;
  /** Calls back at each change. Returns what stops it. */
  subscribe: (listener: () => void) => () => void;
  signal: AbortSignal | undefined;
}

/**
 * Streams what `read` gives, now and after each change, until the client leaves. What changes between two
 * batches is in the second one: nothing is skipped, nothing is sent twice.
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
        if (next.more) continue;
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

/** For `follow`: reads a state as a whole, and gives it when what names it is another than the last time. */
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
