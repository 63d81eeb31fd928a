import type { Capture, CaptureSummary } from '../../shared/contract/captures.ts';
import { bodyText, utf8OfLatin1 } from '../../shared/http/body-text.ts';
import { headerOf } from '../../shared/http/headers.ts';
import { type KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { captureFilter } from '../engine/capture-filter.ts';
import { maskedCapture } from '../engine/masked-captures.ts';
import type { CaptureFilter } from '../engine/store/capture-query.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
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
      printAll(store, wanted, limit, io, { known, json: options.json === true });
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
  const without = () => (search === '' ? store.count : store.matches(search));
  const all = filter === undefined ? without() : store.query(filter, search).length;
  return limit === undefined ? all : Math.min(all, limit);
}

/** Their ids, oldest first. */
function idsOf(store: CaptureStore, { filter, search }: Wanted, limit: number | undefined): Iterable<number> {
  if (filter === undefined) return store.ids({ search, limit });
  const ids = store.query(filter, search);
  return limit === undefined ? ids : ids.slice(-limit);
}

function printAll(
  store: CaptureStore,
  wanted: Wanted,
  limit: number | undefined,
  io: CommandIo,
  { known, json }: { known: KnownValues; json: boolean },
): void {
  // One at a time: thousands of large bodies must not be in memory together.
  for (const id of idsOf(store, wanted, limit)) {
    if (io.signal.aborted) return;
    const kept = store.get(id, json ? Number.MAX_SAFE_INTEGER : 0);
    const capture = kept && maskedCapture(kept, known);
    if (capture !== undefined) io.out(json ? captureJson(capture) : captureLine(capture, capture.note));
  }
}

const isoOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** "2026-11-22T01:02:03.456Z POST /postback?id=1 200 1024 bytes", with state and note of an incomplete one. */
export function captureLine(capture: CaptureSummary, note: string): string {
  const { method, target, bodyLength, responseStatus, state } = capture;
  const what = method === '' ? '(no request line)' : `${method} ${utf8OfLatin1(target)}`;
  const size = `${bodyLength} ${bodyLength === 1 ? 'byte' : 'bytes'}`;
  const arrived = isoOrNull(capture.receivedAt) ?? 'not recorded';
  const line = `${arrived} ${what} ${responseStatus ?? 'no response'} ${size}`;
  return printable(state === 'complete' ? line : `${line} ${state}${note === '' ? '' : `: ${note}`}`);
}

/** One capture as a JSON object in one line; the body as text, decoded, and as base64 too where these are not its bytes. */
export function captureJson(capture: Capture): string {
  const { body: base64, head: _head, receivedAt, virtualAt, decodedBody, ...rest } = capture;
  const bytes = Buffer.from(base64, 'base64');
  const decoded = decodedBody === null ? bytes : Buffer.from(decodedBody, 'base64');
  const { text, guessed } = bodyText(decoded, headerOf(capture.headers, 'content-type') ?? '');
  const body = guessed ? decoded.toString('utf8') : text;
  const exact = Buffer.from(body, 'utf8').equals(bytes);
  const host = headerOf(capture.headers, 'host');
  const target = utf8OfLatin1(capture.target);
  const url = host !== undefined && target.startsWith('/') ? `http://${host}${target}` : target;
  return toJson({
    ...rest,
    receivedAt: isoOrNull(receivedAt),
    virtualAt: isoOrNull(virtualAt),
    target,
    url,
    body,
    ...(exact ? {} : { bodyBase64: base64 }),
  });
}
