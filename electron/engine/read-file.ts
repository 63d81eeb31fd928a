import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { messageOf } from '../../shared/errors.ts';

/** Codes beside those of the system. */
const NO_FILE = 'PB_NO_FILE';
const TOO_LARGE = 'PB_TOO_LARGE';

/** Bytes read at a time from a file that does not say how many it has, such as one under /proc. */
const PIECE = 64 * 1024;

const KIB = 1024;
const MIB = 1024 * KIB;

/** The system's error code, such as "ENOENT"; undefined for other errors. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Bytes in MiB, or in KiB where that says more; the limit is a whole number of them. */
function sizeText(bytes: number, unit: number, digits: number): string {
  return `${(bytes / unit).toFixed(digits)} ${unit === KIB ? 'KiB' : 'MiB'}`;
}

/** What is wrong with a file of that many bytes. */
export function tooLargeMessage(bytes: number, limit: number): string {
  const unit = limit < MIB ? KIB : MIB;
  return `The file has ${sizeText(bytes, unit, 1)}; at most ${sizeText(limit, unit, limit % unit === 0 ? 0 : 1)} can be read.`;
}

const WHY: Readonly<Record<string, { message: string; remedy: string }>> = {
  ENOENT: { message: 'There is no such file.', remedy: 'Check its path.' },
  ENOTDIR: {
    message: 'There is no such file: a part of its path is a file, not a folder.',
    remedy: 'Check its path.',
  },
  ENAMETOOLONG: {
    message: 'There is no such file: its path is longer than the system allows.',
    remedy: 'Check its path.',
  },
  ELOOP: {
    message: 'This is a symbolic link that leads back to itself.',
    remedy: 'Point the link at a file, or replace it with one.',
  },
  [NO_FILE]: { message: 'This is a pipe or a device, not a file.', remedy: 'Replace it with a file.' },
  EISDIR: { message: 'This is a folder.', remedy: 'Use a file in it.' },
};
const DENIED = {
  message: 'You do not have permission to read this file.',
  remedy: 'Change its permissions, or those of its folder.',
};

/** Why a file cannot be read, and what to do. */
export function unreadable(error: unknown): { message: string; remedy: string } {
  const code = String(errorCode(error));
  const known = WHY[code];
  if (known !== undefined) return known;
  if (code === 'EACCES' || code === 'EPERM') return DENIED;
  if (code === TOO_LARGE) return { message: messageOf(error), remedy: 'Split it into smaller files.' };
  return {
    message: `The file cannot be read: ${messageOf(error)}.`,
    remedy: 'Check the disk that it is on.',
  };
}

/** Why the files of a folder cannot be listed, and what to do. */
export function unlistable(error: unknown): { message: string; remedy: string } {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return { message: 'A folder is expected here.', remedy: 'Replace it with a folder, or remove it.' };
  if (code === 'EACCES' || code === 'EPERM')
    return { message: 'You do not have permission to list this folder.', remedy: 'Change its permissions.' };
  if (code === 'ELOOP')
    return {
      message: 'This is a symbolic link that leads back to itself.',
      remedy: 'Point the link at a folder, or remove it.',
    };
  return {
    message: `The folder cannot be listed: ${messageOf(error)}.`,
    remedy: 'Check the disk that it is on.',
  };
}

/** Whether something is at a path, a link that leads nowhere included; also where that cannot be found out. Never throws. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return errorCode(error) !== 'ENOTDIR';
  }
}

/** Whether there is a folder at a path. Never throws. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

function requireRegular(stats: Stats): Stats {
  if (stats.isFile()) return stats;
  const code = stats.isDirectory() ? 'EISDIR' : NO_FILE;
  throw Object.assign(new Error('It is not a regular file.'), { code });
}

function requireSize(bytes: number, limit: number): void {
  if (bytes > limit) throw Object.assign(new Error(tooLargeMessage(bytes, limit)), { code: TOO_LARGE });
}

/** Opens a regular file for reading; waits for no pipe. Throws what `unreadable` explains. */
export function openRegularFile(path: string): number {
  // Looked at before it is opened: merely opening some devices does something.
  requireRegular(statSync(path));
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    // Something else may be there by now.
    requireRegular(fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * Reads a regular file of at most `limit` bytes; the one way in which Postbench reads files that others may have made.
 * A pipe or a device is refused, since reading it could wait for ever, and no more than the limit is ever in memory,
 * whatever size the file claims. Throws what `unreadable` explains.
 */
export function readRegularFile(path: string, limit: number): Buffer {
  const file = openRegularFile(path);
  try {
    const { size } = fstatSync(file);
    requireSize(size, limit);
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      // One byte more than the file claims: it may have grown, and under /proc it claims none.
      const piece = Buffer.allocUnsafe(pieces.length === 0 && size > 0 ? size + 1 : PIECE);
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces, length);
      pieces.push(piece.subarray(0, read));
      length += read;
      requireSize(length, limit);
    }
  } finally {
    closeSync(file);
  }
}
