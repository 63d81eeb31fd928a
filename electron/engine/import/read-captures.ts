import { Buffer } from 'node:buffer';
import { closeSync, readSync } from 'node:fs';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { PostbenchError } from '../../../shared/errors.ts';
import type { CaptureMark } from '../../../shared/receiver/capture-mark.ts';
import { type ImportedCapture, importedEntry } from '../../../shared/receiver/import/imported-capture.ts';
import { importedRequest } from '../../../shared/receiver/import/imported-request.ts';
import type { ShareManifest } from '../../../shared/receiver/share/manifest.ts';
import { readJsonRequests } from '../../../shared/template/import/webhook-bin.ts';
import { openRegularFile, readRegularFile, unreadable } from '../read-file.ts';
import { MOST_UNPACKED, readShare } from '../share/read-share.ts';
import type { NewCapture } from '../store/insert-capture.ts';
import { newCaptureOf } from './new-capture-of.ts';

/** Entries after which it is somebody else's turn. */
const AT_ONCE = 500;
/** Captures of one import: all of them are in memory together. */
const MOST = 500_000;

export interface ImportOptions {
  /** What captures say they come from; the name of the file. */
  origin: string;
  /** Ms since the epoch, for requests without a time. */
  now: number;
  signal: AbortSignal;
  onProgress?: (read: number, total: number) => void;
}

/** What a file has, all of it read and nothing stored yet. */
export interface ReadCaptures {
  /** "HAR", "share file", "webhook.site". */
  form: string;
  captures: { capture: NewCapture; mark: CaptureMark | null }[];
  /** Of a share file. */
  manifest: ShareManifest | null;
  /** Sentences about what was left out. */
  notes: string[];
}

function invalid(file: string, why: string, remedy = 'Export it again as HAR, or as JSON.'): PostbenchError {
  return new PostbenchError('PB_IMPORT_INVALID', `${file} cannot be imported: ${why}.`, {
    remedy,
    place: { file },
  });
}

/**
 * Reads a HAR, a share file, or the JSON of a webhook bin, as captures. Nothing is stored. Throws PB_FILE_UNREADABLE,
 * PB_IMPORT_INVALID, PB_SHARE_INVALID, PB_SHARE_NEWER, and the signal's reason once it aborts.
 */
export async function readCaptures(path: string, options: ImportOptions): Promise<ReadCaptures> {
  const fd = opened(path);
  if (fd === undefined) return captureTexts(textOf(path), path, options);
  const share = await readShare(fd, path, { signal: options.signal });
  const parsed = parsedJson(share.har, path);
  const read = await fromHar(harEntries(parsed), path, options, share.fileOf);
  return { ...read, form: 'share file', manifest: share.manifest };
}

/** The file, where it is a zip; undefined for any other, which is closed again. Throws PB_FILE_UNREADABLE. */
function opened(path: string): number | undefined {
  const start = Buffer.alloc(2);
  try {
    const fd = openRegularFile(path);
    readSync(fd, start, 0, start.length, 0);
    if (start.toString('latin1') === 'PK') return fd;
    closeSync(fd);
    return undefined;
  } catch (error) {
    throw notRead(path, error);
  }
}

function textOf(path: string): string {
  try {
    return readRegularFile(path, MOST_UNPACKED).toString('utf8');
  } catch (error) {
    throw notRead(path, error);
  }
}

function notRead(path: string, error: unknown): PostbenchError {
  const { message, remedy } = unreadable(error);
  return new PostbenchError('PB_FILE_UNREADABLE', message, { remedy, place: { file: path } });
}

/** The same for a text. */
async function captureTexts(text: string, file: string, options: ImportOptions): Promise<ReadCaptures> {
  const parsed = parsedJson(text, file);
  const entries = harEntries(parsed);
  if (entries !== undefined) {
    const noFile = (name: string): Buffer => {
      throw invalid(file, `it needs ${name}, which only a share file has`);
    };
    return fromHar(entries, file, options, noFile);
  }
  const found = readJsonRequests(parsed, false);
  if (found === undefined)
    throw invalid(
      file,
      'it is neither a HAR nor the JSON of a webhook bin (webhook.site, Pipedream, Hookdeck, or requests with method, URL, headers and body)',
    );
  const { form, entries: requests, notes } = found;
  const captures = await eachInTurn(requests, options, (entry) => importedRequest(entry), noBodies);
  return { form, captures: captures.read, manifest: null, notes: [...notes, ...leftOut(captures.left)] };
}

const noBodies = () => Buffer.alloc(0);

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    // A log with an object in each line is JSON lines.
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // As said below.
    }
    throw invalid(file, `it is not JSON (${error instanceof Error ? error.message : 'unreadable'})`);
  }
}

function harEntries(parsed: unknown): unknown[] | undefined {
  const entries = (parsed as { log?: { entries?: unknown } } | null)?.log?.entries;
  return Array.isArray(entries) ? entries : undefined;
}

async function fromHar(
  entries: unknown[] | undefined,
  file: string,
  options: ImportOptions,
  fileOf: (name: string) => Buffer,
): Promise<ReadCaptures> {
  if (entries === undefined) throw invalid(file, 'its HAR has no log.entries');
  const { read, left } = await eachInTurn(entries, options, importedEntry, fileOf);
  if (read.length === 0 && left > 0) throw invalid(file, 'none of its entries has a request');
  return { form: 'HAR', captures: read, manifest: null, notes: leftOut(left) };
}

const leftOut = (left: number) =>
  left === 0
    ? []
    : [
        `${left} ${left === 1 ? 'entry has' : 'entries have'} no request and ${left === 1 ? 'was' : 'were'} left out.`,
      ];

async function eachInTurn<T>(
  entries: readonly T[],
  { origin, now, signal, onProgress }: ImportOptions,
  importedOf: (entry: T) => ImportedCapture | undefined,
  fileOf: (name: string) => Buffer,
): Promise<{ read: ReadCaptures['captures']; left: number }> {
  if (entries.length > MOST)
    throw invalid(
      origin,
      `it has ${entries.length} entries; at most ${MOST} can be imported at once`,
      'Split it into several files.',
    );
  const read: ReadCaptures['captures'] = [];
  let left = 0;
  for (const [index, entry] of entries.entries()) {
    const imported = importedOf(entry);
    if (imported === undefined) left += 1;
    else read.push({ capture: newCaptureOf(imported, { origin, now, fileOf }), mark: imported.mark });
    if ((index + 1) % AT_ONCE !== 0) continue;
    onProgress?.(index + 1, entries.length);
    await othersTurn();
    signal.throwIfAborted();
  }
  signal.throwIfAborted();
  return { read, left };
}
