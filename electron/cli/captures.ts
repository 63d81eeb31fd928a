import type { Capture } from '../../shared/contract/captures.ts';
import { type KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { captureFilter } from '../engine/capture-filter.ts';
import { maskedCapture } from '../engine/masked-captures.ts';
import type { CaptureFilter } from '../engine/store/capture-condition.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
import { captureJson, captureLine } from './capture-text.ts';
import { type ExportFormat, exported } from './captures-export.ts';
import { type CommandIo, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';

export interface CapturesOptions {
  dataDir: string;
  /** A query line; combined with `search`, both must hold. */
  query?: string;
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
  const wanted = { search: options.search, filter: captureFilter(options.query ?? '') };
  const database = openDatabaseForReading(options.dataDir);
  try {
    // A database that an engine is just creating has no tables yet.
    const made = database?.prepare("SELECT 1 FROM sqlite_master WHERE name = 'captures'").get();
    const store = database === undefined || made === undefined ? undefined : new CaptureStore(database);
    if (store === undefined) wanted.filter?.requireKeys(new Set());
    if (options.count) {
      const count = store === undefined ? 0 : countOf(store, wanted, limit);
      io.out(options.json ? toJson({ count }) : String(count));
    } else if (store !== undefined) {
      const known = options.showSecrets ? NO_KNOWN_VALUES : machineSecrets(options.dataDir, io).known();
      printAll(store, wanted, limit, io, {
        known,
        json: options.json === true,
        format: options.export,
      });
    }
  } finally {
    database?.close();
  }
  return 0;
}

interface Wanted {
  search: string | undefined;
  filter: CaptureFilter | undefined;
}

function countOf(store: CaptureStore, { filter, search = '' }: Wanted, limit: number | undefined): number {
  const isAll = filter === undefined && search === '';
  const all = isAll ? store.count : store.find(filter, search).countUpTo(Number.MAX_SAFE_INTEGER);
  return limit === undefined ? all : Math.min(all, limit);
}

/** Their ids, oldest first. */
function idsOf(
  store: CaptureStore,
  { filter, search = '' }: Wanted,
  limit: number | undefined,
): Iterable<number> {
  if (filter === undefined && search === '') return store.ids({ limit });
  const ids = store.find(filter, search).ids();
  return limit === undefined ? ids : ids.slice(-limit);
}

function printAll(
  store: CaptureStore,
  wanted: Wanted,
  limit: number | undefined,
  io: CommandIo,
  { known, json, format }: { known: KnownValues; json: boolean; format: ExportFormat | undefined },
): void {
  const ids = idsOf(store, wanted, limit);
  if (format !== undefined) {
    for (const line of exported(wholeCaptures(store, ids, known, io.signal), format)) io.out(line);
    return;
  }
  // One at a time: thousands of large bodies must not be in memory together.
  for (const id of ids) {
    if (io.signal.aborted) return;
    const kept = store.get(id, json ? Number.MAX_SAFE_INTEGER : 0);
    const capture = kept && maskedCapture(kept, known);
    if (capture !== undefined) io.out(json ? captureJson(capture) : captureLine(capture, capture.note));
  }
}

/** Captures with all of their bodies, one at a time, secrets masked. */
function* wholeCaptures(
  store: CaptureStore,
  ids: Iterable<number>,
  known: KnownValues,
  signal: AbortSignal,
): Generator<Capture> {
  for (const id of ids) {
    if (signal.aborted) return;
    const kept = store.get(id, Number.MAX_SAFE_INTEGER);
    if (kept !== undefined) yield maskedCapture(kept, known);
  }
}
