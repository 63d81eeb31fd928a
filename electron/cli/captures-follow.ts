import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostbenchError } from '../../shared/errors.ts';
import type { CaptureFilter } from '../engine/store/capture-condition.ts';
import { withText } from '../engine/store/capture-scan.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
import type { CommandIo } from './io.ts';

/** Ms between two looks for new captures. */
const LOOK_EVERY_MS = 200;
/** Captures that are looked through at once, so that Ctrl-C is heard between. */
const AT_ONCE = 2_000;

/** The filter for captures to come: what no capture has yet, one may have soon. */
function filterToCome(filter: CaptureFilter | undefined): CaptureFilter | undefined {
  return filter && { ...filter, readsKeys: false, requireKeys: () => undefined };
}

/** Says on stderr what is a mistake unless a capture comes that has such a field. */
export function noteUnknownField(io: CommandIo, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof PostbenchError) || error.code !== 'PB_ARGUMENT_INVALID') throw error;
    io.err(`${error.message} ${error.remedy}`);
  }
}

/** The store of a folder; undefined while nothing was captured there. The caller closes the database. */
export function openCaptures(folder: string): { database: DatabaseSync; store: CaptureStore } | undefined {
  const database = openDatabaseForReading(folder);
  if (database === undefined) return undefined;
  // A database that an engine is just creating has no tables yet.
  const made = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'captures'").get();
  if (made !== undefined) return { database, store: new CaptureStore(database) };
  database.close();
  return undefined;
}

interface Followed {
  folder: string;
  /** An id: captures after it are followed. */
  after: number;
  wanted: { filter: CaptureFilter | undefined; search: string | undefined };
  /** Gets the ids of those that are wanted, ascending. */
  print: (store: CaptureStore, ids: readonly number[]) => void;
}

/** Prints captures as they come, until the signal aborts; each is judged when it comes. */
export async function followCaptures(
  { folder, after, wanted: { filter, search = '' }, print }: Followed,
  io: CommandIo,
): Promise<void> {
  const wanted = withText(filterToCome(filter), search);
  let last = after;
  let opened = openCaptures(folder);
  try {
    while (!io.signal.aborted) {
      opened ??= openCaptures(folder);
      const store = opened?.store;
      const through = Math.min(store?.newest ?? 0, last + AT_ONCE);
      if (store === undefined || through <= last) {
        await sleep(LOOK_EVERY_MS, undefined, { signal: io.signal }).catch(() => {});
        continue;
      }
      print(store, store.scan.find(wanted, { from: last + 1, through }).ids);
      last = through;
      await sleep(0);
    }
  } finally {
    opened?.database.close();
  }
}
