import type { Capture } from '../../shared/contract/captures.ts';
import { type KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { maskedCapture } from '../engine/masked-captures.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
import { captureJson, captureLine } from './capture-text.ts';
import { type ExportFormat, exported } from './captures-export.ts';
import { type CommandIo, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';

export interface CapturesOptions {
  dataDir: string;
  search?: string;
  /** How many of the newest to print; a number as typed. */
  limit?: string;
  count?: boolean;
  json?: boolean;
  /** All of them in a file format on stdout. */
  export?: ExportFormat;
  showSecrets?: boolean;
}

/**
 * Prints the captures, oldest first, and returns the exit code. It only reads, so an engine may be writing; a
 * folder without a store prints nothing. Throws PB_ARGUMENT_INVALID and PB_DATA_FOLDER_UNUSABLE.
 */
export function captures(options: CapturesOptions, io: CommandIo): number {
  const limit =
    options.limit === undefined
      ? undefined
      : wholeNumber(options.limit, '--limit', 1, Number.MAX_SAFE_INTEGER);
  const database = openDatabaseForReading(options.dataDir);
  try {
    // A database that an engine is just creating has no tables yet.
    const made = database?.prepare("SELECT 1 FROM sqlite_master WHERE name = 'captures'").get();
    const store = database === undefined || made === undefined ? undefined : new CaptureStore(database);
    if (options.count) {
      const count = store === undefined ? 0 : countOf(store, options.search, limit);
      io.out(options.json ? toJson({ count }) : String(count));
    } else if (store !== undefined) {
      const known = options.showSecrets ? NO_KNOWN_VALUES : machineSecrets(options.dataDir, io).known();
      printAll(store, options, limit, io, known);
    }
  } finally {
    database?.close();
  }
  return 0;
}

function countOf(store: CaptureStore, search: string | undefined, limit: number | undefined): number {
  const all = search === undefined || search === '' ? store.count : store.matches(search);
  return limit === undefined ? all : Math.min(all, limit);
}

function printAll(
  store: CaptureStore,
  options: CapturesOptions,
  limit: number | undefined,
  io: CommandIo,
  known: KnownValues,
): void {
  if (options.export !== undefined) {
    const query = { search: options.search, limit };
    for (const line of exported(wholeCaptures(store, query, known, io.signal), options.export)) io.out(line);
    return;
  }
  // One at a time: thousands of large bodies must not be in memory together.
  for (const id of store.ids({ search: options.search, limit })) {
    if (io.signal.aborted) return;
    const kept = store.get(id, options.json ? Number.MAX_SAFE_INTEGER : 0);
    const capture = kept && maskedCapture(kept, known);
    if (capture !== undefined)
      io.out(options.json ? captureJson(capture) : captureLine(capture, capture.note));
  }
}

/** Captures with all of their bodies, one at a time, secrets masked. */
function* wholeCaptures(
  store: CaptureStore,
  query: { search: string | undefined; limit: number | undefined },
  known: KnownValues,
  signal: AbortSignal,
): Generator<Capture> {
  for (const id of store.ids(query)) {
    if (signal.aborted) return;
    const kept = store.get(id, Number.MAX_SAFE_INTEGER);
    if (kept !== undefined) yield maskedCapture(kept, known);
  }
}
