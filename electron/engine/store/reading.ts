import { chmodSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { storeError } from '../disk-errors.ts';
import { DATABASE_FILE, requireNoOther, requireTables, versionOf } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

/** What SQLite reports where it cannot make or write its index of the log (-shm) beside the store. */
const CANNOT_OPEN = 14;
const READ_ONLY = 8;

function unreadable(what: string, error: unknown): PostbenchError {
  if (error instanceof PostbenchError) return error;
  const ofStore = storeError(error, what);
  if (ofStore?.code === 'PB_STORE_DAMAGED') return ofStore;
  return new PostbenchError('PB_DATA_FOLDER_UNUSABLE', `${what} cannot be read: ${messageOf(error)}.`, {
    remedy: 'Check that you may read the folder and its files, or use another one with --data-dir.',
  });
}

/** Whether there is something at a path. Throws PB_DATA_FOLDER_UNUSABLE where that cannot be seen: then it is not "nothing". */
function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unreadable(path, error);
  }
}

/** Opening a database reads nothing: a file that is not one fails here. */
function opened(location: string | URL, file: string): DatabaseSync {
  const database = new DatabaseSync(location, { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout = 5000;');
    if (versionOf(database, file) === MIGRATIONS.length) requireTables(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a store in a folder that may not be written, where SQLite cannot keep its index of the log. Nobody else writes
 * there through this mount; what the log holds besides the database is read from a copy.
 */
function openUnwritable(file: string): DatabaseSync {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log === undefined || log.size === 0) {
    const location = pathToFileURL(file);
    location.searchParams.set('immutable', '1');
    return opened(location, file);
  }
  const copies = mkdtempSync(join(tmpdir(), 'postbench-read-'));
  try {
    const copy = join(copies, DATABASE_FILE);
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    for (const path of [copy, `${copy}-wal`]) chmodSync(path, 0o600);
    const writable = new DatabaseSync(copy);
    try {
      // The log becomes part of the copy, which then needs nothing beside it.
      writable.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    } finally {
      writable.close();
    }
    return opened(copy, file);
  } finally {
    // Opened files stay readable; where they do not, as on Windows, the copy is left to the system's cleaning.
    try {
      rmSync(copies, { recursive: true, force: true });
    } catch {
      // As said.
    }
  }
}

/**
 * Opens the store read-only, while an engine may be writing to it, also on a read-only disk; undefined if there is none.
 * Throws PB_DATA_FOLDER_UNUSABLE where there may be one that cannot be read, and PB_STORE_NEWER.
 */
export function openDatabaseForReading(folder: string): DatabaseSync | undefined {
  const file = join(folder, DATABASE_FILE);
  if (!isThere(folder)) return undefined;
  if (!statSync(folder).isDirectory()) throw unreadable(folder, new Error('it is a file, not a folder'));
  if (!isThere(file)) return undefined;
  try {
    requireNoOther(file);
    try {
      return opened(file, file);
    } catch (error) {
      const code = (error as { errcode?: number }).errcode ?? 0;
      // The lower byte: the rest says more exactly which.
      if (![CANNOT_OPEN, READ_ONLY].includes(code & 0xff)) throw error;
      return openUnwritable(file);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}
