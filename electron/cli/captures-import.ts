import { basename } from 'node:path';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { readCaptures } from '../engine/import/read-captures.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabase } from '../engine/store/database.ts';
import { lockDataFolder } from '../engine/store/lock.ts';
import { type CommandIo, drawProgress } from './io.ts';

/**
 * Stores the requests of a file as captures, all of them or none, and says how many. Returns 0, or 1 if it was cancelled.
 * Throws PB_DATA_FOLDER_IN_USE while Postbench runs over the folder, and what reading and the store throw.
 */
export async function importCaptures(
  file: string,
  { dataDir, json }: { dataDir: string; json?: boolean },
  io: CommandIo,
): Promise<number> {
  try {
    const read = await readCaptures(file, {
      origin: basename(file),
      now: Date.now(),
      signal: io.signal,
      onProgress: (done, total) => drawProgress(io, `${done} of ${total} read`),
    });
    drawProgress(io, '');
    const lock = lockDataFolder(dataDir);
    try {
      const database = openDatabase(dataDir);
      try {
        const ids = new CaptureStore(database).import(read.captures);
        const { form, notes } = read;
        if (json === true)
          io.out(
            toJson({ imported: ids.length, form, first: ids[0] ?? null, last: ids.at(-1) ?? null, notes }),
          );
        else
          io.out(printable(`Imported ${ids.length} ${ids.length === 1 ? 'capture' : 'captures'} (${form}).`));
        for (const note of json === true ? [] : notes) io.err(printable(note));
      } finally {
        database.close();
      }
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    drawProgress(io, '');
    if (io.signal.aborted) return 1;
    throw error;
  }
}
