import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import type { Synchronous } from '../../../shared/settings.ts';
import { type Log, SILENT_LOG } from '../log.ts';
import { Connection } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';
import { makePrivateFile } from './private-folder.ts';

export const DATABASE_FILE = 'postbench.db';

/** The version of a database. Throws PB_STORE_NEWER if this Postbench does not know it. */
export function versionOf(database: DatabaseSync, file: string): number {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length) {
    throw new PostbenchError(
      'PB_STORE_NEWER',
      `${file} was written by a newer Postbench (version ${version}).`,
      {
        remedy: 'Install the latest Postbench, or use another folder with --data-dir.',
      },
    );
  }
  return version;
}

/** Migrates a database to the newest version, each step in its own transaction. */
function migrate(database: DatabaseSync, file: string, log: Log): void {
  const version = versionOf(database, file);
  MIGRATIONS.slice(version).forEach((migration, index) => {
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
  if (version > 0 && version < MIGRATIONS.length)
    log.info('The store was migrated.', { file, from: version, to: MIGRATIONS.length });
}

function unusable(folder: string, error: unknown): PostbenchError {
  if (error instanceof PostbenchError) return error;
  return new PostbenchError('PB_DATA_FOLDER_UNUSABLE', `${folder} cannot be used: ${messageOf(error)}.`, {
    remedy: 'Check that the folder is writable and the disk is not full, or use another one with --data-dir.',
  });
}

export interface DatabaseOptions {
  /** For a folder that is removed afterwards. */
  temporary?: boolean | undefined;
  log?: Log | undefined;
}

/** Fewer checkpoints suit a store with constant writes. */
const LASTING =
  'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16384; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;';
/** A transaction costs half of what it does with a log on disk, and still happens as a whole or not at all; see `commitLater`. */
const TEMPORARY = 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;';

/**
 * Opens the store of a data folder for writing; creates the folder if it is missing. WAL with synchronous=NORMAL:
 * commits survive the end of the process, including kill -9; see setSynchronous. A `temporary` store, whose folder is
 * removed afterwards, survives nothing and never waits for the disk.
 * Throws PB_DATA_FOLDER_UNUSABLE or PB_STORE_NEWER.
 */
export function openDatabase(
  folder: string,
  { temporary = false, log = SILENT_LOG }: DatabaseOptions = {},
): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, DATABASE_FILE);
    // Its log and index get the same mode.
    makePrivateFile(file);
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA cache_size = -16384; PRAGMA foreign_keys = ON; ${temporary ? TEMPORARY : LASTING}`);
    migrate(database, file, log);
    if (temporary) Connection.of(database).commitLater();
    return database;
  } catch (error) {
    throw unusable(folder, error);
  }
}

/**
 * Sets when the store waits for the disk, from the next transaction on. "normal": commits survive the end of the
 * process. "full": they also survive a power cut, since each one waits until the log is on disk. A temporary store
 * never waits.
 */
export function setSynchronous(database: DatabaseSync, synchronous: Synchronous): void {
  if (Connection.of(database).commitsLater) return;
  database.exec(`PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
}
