import { randomUUID } from 'node:crypto';
import { closeSync, createWriteStream, openSync, rmSync, writeSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { ZipFile } from 'yazl';
import type { Capture } from '../../../shared/contract/captures.ts';
import { type HarBody, harEntry, harFrame } from '../../../shared/receiver/export/har.ts';
import {
  bodyFile,
  HAR_FILE,
  MANIFEST_FILE,
  SHARE_FORMAT,
  SHARE_VERSION,
  type ShareManifest,
} from '../../../shared/receiver/share/manifest.ts';
import { toJson } from '../../../shared/terminal-text.ts';
import { unwritable } from '../disk-errors.ts';
import { ownHead } from '../import/new-capture-of.ts';
import type { MaskedShare } from './masked-share.ts';

/** Entries after which it is somebody else's turn. */
const AT_ONCE = 50;
/** Bytes that may wait for the disk. */
const WAITING_BYTES = 16 * 1024 * 1024;

export interface WriteShareOptions {
  /** Whole captures, one at a time, none of them masked yet. */
  captures: Iterable<Capture>;
  masked: MaskedShare;
  rulesOff: readonly string[];
  /** Version of Postbench. */
  version: string;
  /** Ms since the epoch. */
  now: number;
  signal: AbortSignal;
  onProgress?: (written: number) => void;
}

/**
 * Writes captures as a share file: beside the path first, then renamed to it, so that there is never half a file; returns
 * how many captures it has. Throws PB_FILE_UNWRITABLE, and the signal's reason once it aborts; then nothing is left.
 */
export async function writeShare(path: string, options: WriteShareOptions): Promise<number> {
  const { captures, masked, rulesOff, version, now, signal, onProgress } = options;
  const beside = (ending: string) =>
    join(dirname(path), `.${basename(path).slice(0, 40)}-${randomUUID()}.${ending}`);
  const [temporary, harFile] = [beside('tmp'), beside('har.tmp')];
  const zip = new ZipFile();
  const how = { mtime: new Date(now) };
  let har: number | undefined;
  try {
    har = openSync(harFile, 'wx', 0o600);
    const out = createWriteStream(temporary, { flags: 'wx', flush: true });
    const written = pipeline(zip.outputStream, out, { signal });
    const failed = new Promise<never>((_, reject) => written.catch(reject));
    failed.catch(() => undefined);
    const { open, close } = harFrame(version);
    writeSync(har, open);
    let count = 0;
    for (const capture of captures) {
      signal.throwIfAborted();
      const entry = sharedEntry(masked.mask(capture), count, (bytes, name) =>
        zip.addBuffer(bytes, name, how),
      );
      writeSync(har, (count === 0 ? '' : ',') + toJson(entry));
      count += 1;
      if (count % AT_ONCE !== 0) continue;
      onProgress?.(count);
      await Promise.race([failed, drained(zip.outputStream)]);
    }
    writeSync(har, close);
    const manifest: ShareManifest = {
      format: SHARE_FORMAT,
      version: SHARE_VERSION,
      product: { name: 'Postbench', version },
      madeAt: new Date(now).toISOString(),
      captures: count,
      masked: masked.values.map(({ placeholder, rule, places }) => ({ placeholder, rule, places })),
      rulesOff: [...rulesOff],
    };
    zip.addFile(harFile, HAR_FILE, how);
    zip.addBuffer(Buffer.from(toJson(manifest)), MANIFEST_FILE, how);
    zip.end();
    await written;
    await rename(temporary, path);
    onProgress?.(count);
    return count;
  } catch (error) {
    rmSync(temporary, { force: true });
    if (signal.aborted) throw signal.reason;
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : unwritable(path, error);
  } finally {
    if (har !== undefined) closeSync(har);
    rmSync(harFile, { force: true });
  }
}

/** Bodies that wait for the disk must not fill the memory. */
async function drained(stream: NodeJS.ReadableStream): Promise<void> {
  await othersTurn();
  while (((stream as Readable).readableLength ?? 0) > WAITING_BYTES) await sleep(5);
}

/** A capture as an entry of the HAR, with its bodies as files of their own. */
function sharedEntry(capture: Capture, index: number, add: (bytes: Buffer, name: string) => void) {
  const fileOf = (base64: string, of: 'request' | 'response'): HarBody => {
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length === 0) return { text: '', isBase64: false };
    add(bytes, bodyFile(index, of));
    return { text: '', isBase64: false, file: bodyFile(index, of) };
  };
  const { response } = capture;
  return harEntry(
    capture,
    fileOf(capture.body, 'request'),
    response === null ? null : fileOf(response.body, 'response'),
    ownHead(capture),
  );
}
