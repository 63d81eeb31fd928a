import { stands, whenOpen } from './connection.ts';
import { notify } from './notify.ts';

/** The screen's side of following changes; the engine's is electron/engine/api/change-stream.ts. */

const AFTER_ERROR_MS = 2_000;

export interface Following<Batch> {
  /** Opens the stream from where the last batch ended: reads its own cursor each time. */
  open: (signal: AbortSignal) => Promise<AsyncIterable<Batch>>;
  /** Takes one batch in and moves the cursor, in one go: a batch is then never lost nor taken twice. */
  take: (batch: Batch) => void;
}

/**
 * Follows a stream of the engine over lost connections until the signal ends it. A stream that fails for another
 * reason is reported once and tried again.
 */
export async function follow<Batch>({ open, take }: Following<Batch>, signal: AbortSignal): Promise<void> {
  let reported = false;
  while (!signal.aborted) {
    let generation = -1;
    try {
      generation = await whenOpen(signal);
      for await (const batch of await open(signal)) {
        if (signal.aborted) return;
        take(batch);
        reported = false;
      }
      // A server that ends a stream without an error must not be asked again in a tight loop.
      await pause(AFTER_ERROR_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!stands(generation)) continue;
      if (!reported) notify.error(error);
      reported = true;
      await pause(AFTER_ERROR_MS, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
