import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportStep } from '../../../shared/contract/captures.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { CaptureStore } from '../store/captures.ts';
import { readCaptures } from './read-captures.ts';

/**
 * Reads a file that a page has, and stores its requests if `store` says so, all of them in one transaction. Yields how far
 * it is. Throws what reading and the store throw.
 */
export async function* importCaptures(
  captures: CaptureStore,
  { name, bytes, store }: { name: string; bytes: string; store: boolean },
  signal: AbortSignal,
): AsyncGenerator<ImportStep> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-import-'));
  const path = join(folder, 'file');
  const steps: ImportStep[] = [];
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener('abort', stop);
  try {
    writeFileSync(path, Buffer.from(bytes, 'base64'), { mode: 0o600 });
    const reading = readCaptures(path, {
      origin: name,
      now: Date.now(),
      signal: ended.signal,
      onProgress: (done, total) => steps.push({ type: 'progress', done, total }),
    });
    let isOver = false;
    const over = reading.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    while (!isOver) {
      await Promise.race([over.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 100))]);
      const newest = steps.splice(0).at(-1);
      if (newest !== undefined) yield newest;
    }
    const read = await reading;
    const { form, manifest, notes } = read;
    yield { type: 'read', form, captures: read.captures.length, manifest, notes };
    if (!store) return;
    ended.signal.throwIfAborted();
    const ids = captures.import(read.captures);
    yield { type: 'imported', captures: ids.length, first: ids[0] ?? null };
  } catch (error) {
    throw error instanceof PostbenchError ? named(error, path, name) : error;
  } finally {
    ended.abort();
    signal.removeEventListener('abort', stop);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An error names the file as the user knows it. */
function named(error: PostbenchError, path: string, name: string): PostbenchError {
  const { code, message, remedy } = error;
  return new PostbenchError(code, message.replaceAll(path, name), { remedy, place: { file: name } });
}
