import { messageOf, PostbenchError } from '../../../shared/errors.ts';

/** SQLite's result codes (the lower byte of its extended ones), as far as a user can do something about them. */
const ERROR = 1;
const BUSY = 5;
const READONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

const UNUSABLE: Record<number, [message: string, remedy: string]> = {
  [FULL]: ['The disk is full', 'Make room on the disk; Postbench resumes by itself.'],
  [READONLY]: ['The store may not be written', 'Make the data folder writable, then restart Postbench.'],
  [BUSY]: ['Another program holds the store', 'End the program that has postbench.db open.'],
  [IO_ERROR]: ['The store cannot be written', 'Check the disk and the data folder, then restart Postbench.'],
  [CANNOT_OPEN]: [
    'The store cannot be opened',
    'Check the disk and the data folder, then restart Postbench.',
  ],
};
const DAMAGED_REMEDY =
  'Restore the data folder from a backup, or move postbench.db away and restart Postbench to begin anew.';

/**
 * An error of SQLite as one of ours, PB_DATA_FOLDER_UNUSABLE or PB_STORE_DAMAGED: a full disk or a store that somebody
 * else changed is no defect of Postbench. Anything else is returned as it is.
 */
export function storeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'ERR_SQLITE_ERROR') return error;
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  const isDamaged =
    code === CORRUPT ||
    code === NOT_A_DATABASE ||
    (code === ERROR && error.message.startsWith('no such table'));
  if (isDamaged) {
    return new PostbenchError('PB_STORE_DAMAGED', `The store is damaged: ${messageOf(error)}.`, {
      remedy: DAMAGED_REMEDY,
    });
  }
  const known = UNUSABLE[code];
  if (known === undefined) return error;
  const [message, remedy] = known;
  return new PostbenchError('PB_DATA_FOLDER_UNUSABLE', `${message}: ${messageOf(error)}.`, { remedy });
}
