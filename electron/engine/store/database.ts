import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Synchronous } from '../../../shared/settings.ts';
import { damagedStore, diskReason, storeError } from '../disk-errors.ts';
import { type Log, SILENT_LOG } from '../log.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { Connection } from './connection.ts';
import { FINER_MONEY, finerMoney } from './finer-money.ts';
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
  database.function(FINER_MONEY, { deterministic: true }, (json) => finerMoney(String(json)));
  MIGRATIONS.slice(version).forEach((migration, index) => {
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${version + index + 1}; COMMIT;`);
  });
  if (version > 0 && version < MIGRATIONS.length)
    log.info('The store was migrated.', { file, from: version, to: MIGRATIONS.length });
}

/** The tables that the migrations leave, in the order in which they were made. */
function tablesOf(migrations: readonly string[]): Set<string> {
  const tables = new Set<string>();
  const changes = /CREATE TABLE (\w+)|DROP TABLE (\w+)|ALTER TABLE (\w+) RENAME TO (\w+)/g;
  for (const [, made, dropped, before, after] of migrations.join(';').matchAll(changes)) {
    for (const gone of [dropped, before]) if (gone !== undefined) tables.delete(gone);
    for (const there of [made, after]) if (there !== undefined) tables.add(there);
  }
  return tables;
}

/** Throws PB_STORE_DAMAGED if somebody has removed a table of the newest version. */
export function requireTables(database: DatabaseSync, file: string): void {
  const there = new Set(
    database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => name),
  );
  const missing = [...tablesOf(MIGRATIONS)].find((table) => !there.has(table));
  if (missing !== undefined) throw damagedStore(file, `its table ${missing} is missing`);
}

function unusable(folder: string, error: unknown): PostbenchError {
  if (error instanceof PostbenchError) return error;
  const ofStore = storeError(error, join(folder, DATABASE_FILE));
  if (ofStore !== undefined) return ofStore;
  return new PostbenchError(
    'PB_DATA_FOLDER_UNUSABLE',
    `${folder} cannot be used: ${diskReason(error).why}.`,
    {
      remedy:
        'Check that the folder is writable and the disk is not full, or use another one with --data-dir.',
    },
  );
}

/** Refuses a pipe, a device or a folder where the store belongs: opening a pipe would wait for ever. */
export function requireNoOther(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw new Error(`${file} is not a file`);
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
 * Throws PB_DATA_FOLDER_UNUSABLE, PB_STORE_DAMAGED or PB_STORE_NEWER.
 */
export function openDatabase(
  folder: string,
  { temporary = false, log = SILENT_LOG }: DatabaseOptions = {},
): DatabaseSync {
  try {
    makeMissingFolders(folder);
    const file = join(folder, DATABASE_FILE);
    requireNoOther(file);
    // Its log and index get the same mode.
    makePrivateFile(file);
    const database = new DatabaseSync(file);
    try {
      database.exec(
        `PRAGMA cache_size = -16384; PRAGMA foreign_keys = ON; ${temporary ? TEMPORARY : LASTING}`,
      );
      migrate(database, file, log);
      requireTables(database, file);
    } catch (error) {
      database.close();
      throw error;
    }
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
