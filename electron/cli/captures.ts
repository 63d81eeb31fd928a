import type { Capture } from '../../shared/contract/captures.ts';
import { type KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { captureFilter } from '../engine/capture-filter.ts';
import { captureJson } from '../engine/export/capture-json.ts';
import { exported, type TextFormat } from '../engine/export/exported-captures.ts';
import { maskedCapture } from '../engine/masked-captures.ts';
import type { CaptureFilter } from '../engine/store/capture-condition.ts';
import type { CaptureStore } from '../engine/store/captures.ts';
import { captureLine } from './capture-text.ts';
import { followCaptures, noteUnknownField, openCaptures } from './captures-follow.ts';
import { type ShareOptions, shareCaptures } from './captures-share.ts';
import { type CommandIo, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';

export interface CapturesOptions extends ShareOptions {
  dataDir: string;
  /** A query line; combined with `search`, both must hold. */
  query?: string;
  search?: string;
  /** How many of the newest to print; a number as typed. */
  limit?: string;
  count?: boolean;
  /** Keep printing those that come. */
  follow?: boolean;
  json?: boolean;
  /** All of them in a file format on stdout. */
  export?: TextFormat | 'share';
  showSecrets?: boolean;
}

/**
 * Prints the captures, oldest first, and returns the exit code; with `follow`, those that come, too, until the signal
 * aborts. It only reads, so an engine may be writing; a folder without a store prints nothing. Throws
 * PB_ARGUMENT_INVALID and PB_DATA_FOLDER_UNUSABLE.
 */
export function captures(options: CapturesOptions, io: CommandIo): number | Promise<number> {
  if (options.export === 'share') return exportShare(options, io);
  const limit =
    options.limit === undefined
      ? undefined
      : wholeNumber(options.limit, '--limit', 1, Number.MAX_SAFE_INTEGER);
  const filter = captureFilter(options.query ?? '');
  let values: KnownValues | undefined;
  // Read once something is printed: what is wrong with the folder itself is said first.
  const known = () => {
    values ??= options.showSecrets ? NO_KNOWN_VALUES : machineSecrets(options.dataDir, io).known();
    return values;
  };
  const format = options.export;
  const how = { known, json: options.json === true, format };
  const last = printStored(options, { filter, limit }, how, io);
  if (options.follow !== true) return 0;
  const wanted = { filter, search: options.search };
  const print = (store: CaptureStore, ids: readonly number[]) => printAll(store, ids, io, how);
  return followCaptures({ folder: options.dataDir, after: last, wanted, print }, io).then(() => 0);
}

/** Prints what is stored, and returns the largest id that was looked at. */
function printStored(
  options: CapturesOptions,
  { filter, limit }: { filter: CaptureFilter | undefined; limit: number | undefined },
  how: Printed,
  io: CommandIo,
): number {
  const follows = options.follow === true;
  const opened = openCaptures(options.dataDir);
  try {
    if (opened !== undefined) noteDropped(opened.store, io);
    if (opened === undefined) {
      const check = () => filter?.requireKeys(new Set());
      if (follows) noteUnknownField(io, check);
      else check();
      if (options.count) io.out(options.json ? toJson({ count: 0 }) : '0');
      return 0;
    }
    const { store } = opened;
    const wanted = { search: options.search, filter };
    if (options.count) {
      const count = countOf(store, wanted, limit);
      io.out(options.json ? toJson({ count }) : String(count));
      return 0;
    }
    if (!follows) {
      printAll(store, idsOf(store, wanted, limit), io, how);
      return 0;
    }
    let last = 0;
    let ids: number[] = [];
    noteUnknownField(io, () =>
      store.atOneMoment(() => {
        last = store.newest;
        ids = store.find(filter, options.search).ids();
      }),
    );
    printAll(store, limit === undefined ? ids : ids.slice(-limit), io, how);
    return last;
  } finally {
    opened?.database.close();
  }
}

/** Says on stderr what retention has dropped, since it is missing in the list. */
function noteDropped(store: CaptureStore, io: CommandIo): void {
  const dropped = store.totals().filter((total) => total.dropped > 0);
  if (dropped.length === 0) return;
  const each = dropped.map((total) => `${total.endpoint} ${total.dropped}`).join(', ');
  const sum = dropped.reduce((all, total) => all + total.dropped, 0);
  io.err(
    `${sum} ${sum === 1 ? 'capture was' : 'captures were'} dropped by retention since the last Clear: ${each}.`,
  );
}

/** The captures of a call, whole, one at a time, for a share file. */
async function exportShare(options: CapturesOptions, io: CommandIo): Promise<number> {
  const limit =
    options.limit === undefined
      ? undefined
      : wholeNumber(options.limit, '--limit', 1, Number.MAX_SAFE_INTEGER);
  const opened = openCaptures(options.dataDir);
  try {
    const filter = captureFilter(options.query ?? '');
    if (opened === undefined) filter?.requireKeys(new Set());
    const ids = opened === undefined ? [] : idsOf(opened.store, { filter, search: options.search }, limit);
    const known = machineSecrets(options.dataDir, io).known();
    const whole = opened === undefined ? [] : wholeCaptures(opened.store, ids, NO_KNOWN_VALUES, io.signal);
    return await shareCaptures(whole, options, known, io);
  } finally {
    opened?.database.close();
  }
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

interface Printed {
  known: () => KnownValues;
  json: boolean;
  format: TextFormat | undefined;
}

function printAll(
  store: CaptureStore,
  ids: Iterable<number>,
  io: CommandIo,
  { known, json, format }: Printed,
): void {
  if (format !== undefined) {
    for (const line of exported(wholeCaptures(store, ids, known(), io.signal), format)) io.out(line);
    return;
  }
  // One at a time: thousands of large bodies must not be in memory together.
  for (const id of ids) {
    if (io.signal.aborted) return;
    const kept = store.get(id, json ? Number.MAX_SAFE_INTEGER : 0);
    const capture = kept && maskedCapture(kept, known());
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
