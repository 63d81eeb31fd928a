import { messageOf, PostbenchError } from '../../shared/errors.ts';

/** Why the system refuses a file or folder, by its code: the end of a sentence, and what to do. */
const REASONS: Readonly<Record<string, { why: string; remedy: string }>> = {
  ENOSPC: { why: 'the disk is full', remedy: 'Free some space, and try again.' },
  EDQUOT: { why: 'your quota on this disk is used up', remedy: 'Free some space, and try again.' },
  EFBIG: {
    why: 'the system does not allow a file of that size',
    remedy: 'Raise the limit (ulimit -f), or use another disk.',
  },
  EROFS: { why: 'the disk is read-only', remedy: 'Use a folder that can be written.' },
  EACCES: { why: 'you do not have permission', remedy: 'Change the permissions, or use another folder.' },
  EPERM: { why: 'the system does not permit it', remedy: 'Change the permissions, or use another folder.' },
  ENOTDIR: { why: 'a part of its path is a file, not a folder', remedy: 'Check its path.' },
  ENOENT: { why: 'no file or folder can be made there', remedy: 'Check its path.' },
  EISDIR: { why: 'it is a folder', remedy: 'Use another name.' },
  EEXIST: { why: 'something else has its name', remedy: 'Rename or move that, or use another name.' },
  ENAMETOOLONG: { why: 'its path is longer than the system allows', remedy: 'Use a shorter name.' },
  ELOOP: {
    why: 'a symbolic link in its path leads back to itself',
    remedy: 'Correct the link, or use another path.',
  },
  EMFILE: { why: 'too many files are open', remedy: 'Raise the limit (ulimit -n), and try again.' },
  ENFILE: { why: 'too many files are open on this machine', remedy: 'Close other programs, and try again.' },
  EIO: { why: 'the disk reports an error', remedy: 'Check the disk, or use another one.' },
  EBUSY: { why: 'another program is using it', remedy: 'Close that program, and try again.' },
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Why something cannot be written or made, and what to do. */
export function diskReason(error: unknown): { why: string; remedy: string } {
  return (
    REASONS[codeOf(error)] ?? {
      why: messageOf(error),
      remedy: 'Check that you have permission to write there and that the disk is not full.',
    }
  );
}

/** What a store that cannot be read any more is to its user: their disk, not a defect of ours. */
export function damagedStore(store: string, why: string): PostbenchError {
  return new PostbenchError('PB_STORE_DAMAGED', `${store} is damaged: ${why}.`, {
    remedy:
      'Move it to another place and restart Postbench, which makes a new one, or use another folder with --data-dir.',
  });
}

/** Primary result codes of SQLite. */
const SQLITE = {
  error: 1,
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notDatabase: 26,
};

const STORE_REASONS: ReadonlyMap<number, string> = new Map([
  [SQLITE.busy, 'another program has locked it'],
  [SQLITE.locked, 'another program has locked it'],
  [SQLITE.readonly, 'it can only be read'],
  [SQLITE.io, 'the disk reports an error'],
  [SQLITE.full, 'the disk is full'],
  [SQLITE.cantOpen, 'it cannot be opened'],
]);

/** Whether SQLite found no room to write; also of what `storeError` made of it. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (codeOf(error) !== 'ERR_SQLITE_ERROR') return error.cause !== undefined && isDiskFull(error.cause);
  return 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE.full;
}

/** An open store does not recover from these. */
const RESTART: ReadonlySet<number> = new Set([SQLITE.io, SQLITE.cantOpen]);

/**
 * An error of the store that is the disk's and not a defect: PB_STORE_DAMAGED or PB_DATA_FOLDER_UNUSABLE; undefined for
 * any other.
 */
export function storeError(
  error: unknown,
  store = 'The store, postbench.db in the data folder,',
): PostbenchError | undefined {
  if (!(error instanceof Error) || codeOf(error) !== 'ERR_SQLITE_ERROR') return undefined;
  const primary = 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (primary === SQLITE.corrupt) return damagedStore(store, 'its content is not what was written');
  if (primary === SQLITE.notDatabase) return damagedStore(store, 'it is not a database');
  const missing = /no such (?:table|column): (\S+)/.exec(error.message)?.[1];
  if (primary === SQLITE.error && missing !== undefined)
    return damagedStore(store, `${missing} is missing in it`);
  const why = STORE_REASONS.get(primary);
  if (why === undefined) return undefined;
  return new PostbenchError(
    'PB_DATA_FOLDER_UNUSABLE',
    `${store} cannot be used: ${why}.`,
    {
      remedy:
        primary === SQLITE.full
          ? 'Free some space, or use another folder with --data-dir.'
          : RESTART.has(primary)
            ? 'Check the disk and the folder, then restart Postbench, or use another folder with --data-dir.'
            : 'Check that the folder is there and writable, then restart Postbench, or use another one with --data-dir.',
    },
    error,
  );
}

/** What is thrown when a file or folder cannot be written. */
export function unwritable(path: string, error: unknown): PostbenchError {
  const { why, remedy } = diskReason(error);
  return new PostbenchError('PB_FILE_UNWRITABLE', `${path} cannot be written: ${why}.`, {
    remedy: `${remedy} Nothing was changed.`,
    place: { file: path },
  });
}

/** Calls that only look; all others of the system write. */
const LOOKS = new Set(['stat', 'lstat', 'fstat', 'access', 'scandir', 'read', 'readlink', 'realpath']);

/**
 * An error that is the disk's, thrown where nobody expected it, as an error that names the file and what to do; undefined
 * for anything else, which is a defect.
 */
export function diskError(error: unknown): PostbenchError | undefined {
  const store = storeError(error);
  if (store !== undefined) return store;
  const reason = REASONS[codeOf(error)];
  if (reason === undefined || codeOf(error) === 'ENOENT') return undefined;
  const { path, syscall } = error as { path?: unknown; syscall?: unknown };
  if (typeof path !== 'string' || typeof syscall !== 'string') return undefined;
  const [code, what] = LOOKS.has(syscall)
    ? (['PB_FILE_UNREADABLE', 'read'] as const)
    : (['PB_FILE_UNWRITABLE', 'written'] as const);
  return new PostbenchError(code, `${path} cannot be ${what}: ${reason.why}.`, {
    remedy: reason.remedy,
    place: { file: path },
  });
}
