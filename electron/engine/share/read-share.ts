import { Buffer } from 'node:buffer';
import { type Entry, fromFd, type ZipFile } from 'yauzl';
import { PostbenchError } from '../../../shared/errors.ts';
import {
  BODY_FILE,
  HAR_FILE,
  MANIFEST_FILE,
  manifestSchema,
  SHARE_FORMAT,
  SHARE_VERSION,
  type ShareManifest,
} from '../../../shared/receiver/share/manifest.ts';

/** Bytes that a share file may have unpacked, and its files; also those that it does not say. */
export const MOST_UNPACKED = 512 * 1024 * 1024;
const MOST_FILES = 1_000_000;
/** Bytes of the manifest. */
const MOST_MANIFEST = 64 * 1024 * 1024;

export interface ReadShare {
  manifest: ShareManifest;
  /** The HAR as its text. */
  har: string;
  /** The bytes of a file of bodies/. Throws PB_SHARE_INVALID for one that is not there. */
  fileOf: (name: string) => Buffer;
}

function invalid(file: string, why: string): PostbenchError {
  return new PostbenchError('PB_SHARE_INVALID', `${file} is not a share file that can be read: ${why}.`, {
    remedy: 'Ask for the file again, exported by Postbench.',
    place: { file },
  });
}

/**
 * Reads a share file. Nothing is written anywhere, and nothing in it is run. Only files that a share file has are unpacked,
 * and no more than `limit` bytes in all. Throws PB_SHARE_INVALID and PB_SHARE_NEWER.
 * @param fd an open file, which is closed
 */
export async function readShare(
  fd: number,
  file: string,
  { limit = MOST_UNPACKED, signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<ReadShare> {
  const files = new Map<string, Buffer>();
  let left = limit;
  try {
    for await (const { entry, read } of entriesOf(fd)) {
      signal?.throwIfAborted();
      const name = entry.fileName;
      if (name.endsWith('/')) continue;
      if (name !== MANIFEST_FILE && name !== HAR_FILE && !BODY_FILE.test(name))
        throw invalid(
          file,
          `it has a file that does not belong there (${JSON.stringify(name.slice(0, 80))})`,
        );
      if (files.has(name)) throw invalid(file, `it has ${name} twice`);
      if (files.size >= MOST_FILES) throw invalid(file, 'it has too many files');
      if (entry.isEncrypted()) throw invalid(file, 'it is encrypted');
      const most = name === MANIFEST_FILE ? Math.min(left, MOST_MANIFEST) : left;
      const bytes = await read(most);
      if (bytes === undefined)
        throw invalid(file, `unpacked, it has more than ${Math.round(limit / 1024 / 1024)} MiB`);
      left -= bytes.length;
      files.set(name, bytes);
    }
  } catch (error) {
    if (error instanceof PostbenchError || signal?.aborted === true) throw error;
    throw invalid(file, error instanceof Error ? error.message.replace(/\.$/, '') : 'it is damaged');
  }
  const manifest = manifestOf(files.get(MANIFEST_FILE), file);
  const har = files.get(HAR_FILE);
  if (har === undefined) throw invalid(file, `${HAR_FILE} is missing`);
  return {
    manifest,
    har: har.toString('utf8'),
    fileOf: (name) => {
      const bytes = BODY_FILE.test(name) ? files.get(name) : undefined;
      if (bytes === undefined)
        throw invalid(file, `its file ${JSON.stringify(name.slice(0, 80))} is missing`);
      return bytes;
    },
  };
}

function manifestOf(bytes: Buffer | undefined, file: string): ShareManifest {
  if (bytes === undefined) throw invalid(file, `${MANIFEST_FILE} is missing`);
  let given: unknown;
  try {
    given = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid(file, `${MANIFEST_FILE} is not JSON`);
  }
  const { format, version } = (given ?? {}) as { format?: unknown; version?: unknown };
  if (format === SHARE_FORMAT && typeof version === 'number' && version > SHARE_VERSION) {
    throw new PostbenchError(
      'PB_SHARE_NEWER',
      `${file} was written by a newer Postbench (format ${version}; this one reads up to ${SHARE_VERSION}).`,
      { remedy: 'Install the latest Postbench.', place: { file } },
    );
  }
  const read = manifestSchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(file, `${MANIFEST_FILE} is wrong at ${issue?.path.join('.') || 'its start'}`);
  }
  return read.data;
}

interface ZipEntry {
  entry: Entry;
  /** The unpacked bytes; undefined for more than `most`, whatever the file says of its size. */
  read: (most: number) => Promise<Buffer | undefined>;
}

/** The files of a zip, one at a time. The library refuses names that lead out of a folder, and sizes that do not fit. */
async function* entriesOf(fd: number): AsyncGenerator<ZipEntry> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromFd(
      fd,
      { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true },
      (error, opened) =>
        error === null && opened !== undefined
          ? resolve(opened)
          : reject(error ?? new Error('it is not a zip')),
    );
  });
  try {
    while (true) {
      const entry = await new Promise<Entry | undefined>((resolve, reject) => {
        zip.once('entry', resolve);
        zip.once('end', () => resolve(undefined));
        zip.once('error', reject);
        zip.readEntry();
      });
      zip.removeAllListeners();
      if (entry === undefined) return;
      yield { entry, read: (most) => unpacked(zip, entry, most) };
    }
  } finally {
    zip.close();
  }
}

function unpacked(zip: ZipFile, entry: Entry, most: number): Promise<Buffer | undefined> {
  if (entry.uncompressedSize > most) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null || stream === undefined) {
        reject(error ?? new Error('it cannot be read'));
        return;
      }
      const pieces: Buffer[] = [];
      let size = 0;
      stream.on('data', (piece: Buffer) => {
        size += piece.length;
        pieces.push(piece);
        if (size <= most) return;
        stream.destroy();
        resolve(undefined);
      });
      stream.once('error', reject);
      stream.once('end', () => resolve(Buffer.concat(pieces)));
    });
  });
}
