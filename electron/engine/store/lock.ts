import { linkSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { makePrivate, makePrivateFile } from './private-folder.ts';

/** Says who holds a data folder, for people and for older versions, whose lock it was. */
export const LOCK_FILE = 'postbench.lock';
/** What the kernel locks: a database without content. It stays, since a lock on a removed file would keep nobody out. */
export const KERNEL_LOCK_FILE = 'engine.lock';

/** Bytes of a lock file; a longer one is none. */
const LARGEST_OWNER = 4096;

/** What SQLite reports for a lock that somebody else has, for a disk that cannot lock, and for a file of other content. */
const BUSY = 5;
const NOT_A_DATABASE = 26;
const CANNOT_LOCK = new Set([15, 22, 3850, 2314, 2058]);

/** Who holds a lock. */
interface Owner {
  pid: number;
  /** When it was taken, as ISO time. */
  startedAt: string;
  /** Tells a process from a later one with the same pid; '' if the system cannot. */
  process: string;
  /** Unique for each time the lock is taken. */
  token: string;
  /** Whether its process holds the kernel's lock, too: then it is gone when that lock is free. */
  kernel: boolean;
}

export interface FolderLock {
  /** Releases the folder; may be called more than once. */
  release(): void;
}

/**
 * Makes this process the only engine of a data folder, and creates the folder if it is missing; it becomes private. The kernel holds the
 * lock, so it ends with the process, even by kill -9. An engine of an older version, which has only a lock file, is
 * respected while it lives. Throws PB_DATA_FOLDER_IN_USE, or PB_DATA_FOLDER_UNUSABLE.
 */
export function lockDataFolder(folder: string): FolderLock {
  const path = join(folder, LOCK_FILE);
  let held: DatabaseSync | undefined;
  try {
    makeMissingFolders(folder, 0o700);
    makePrivate(folder);
    held = takeKernelLock(join(folder, KERNEL_LOCK_FILE));
    const owner = readOwner(path);
    if (held === undefined) throw inUse(folder, owner);
    // Whoever had the kernel's lock as well is gone.
    if (owner?.kernel === false && isAlive(owner)) throw inUse(folder, owner);
    return heldLock(held, path);
  } catch (error) {
    held?.close();
    if (error instanceof PostbenchError) throw error;
    throw new PostbenchError('PB_DATA_FOLDER_UNUSABLE', `${folder} cannot be locked: ${messageOf(error)}.`, {
      remedy: CANNOT_LOCK.has(resultCode(error))
        ? 'Its disk does not support locks, as some network disks do not. Use a folder on a local disk with --data-dir.'
        : 'Check that the folder is writable, or use another one with --data-dir.',
    });
  }
}

function inUse(folder: string, owner: Owner | undefined): PostbenchError {
  const who = owner === undefined || owner.pid === 0 ? 'another process' : `process ${owner.pid}`;
  return new PostbenchError('PB_DATA_FOLDER_IN_USE', `${folder} is in use by ${who}.`, {
    remedy: `End ${who === 'another process' ? 'it' : who}, or use another folder with --data-dir.`,
  });
}

/** Locks of this process. One that is not referenced would be collected, and with it closed. */
const locks = new Set<DatabaseSync>();

/** Writes the lock file; the lock lasts until it is released. */
function heldLock(held: DatabaseSync, path: string): FolderLock {
  const token = crypto.randomUUID();
  const owner: Owner = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    process: processIdentity(process.pid) ?? '',
    token,
    kernel: true,
  };
  removeLeftovers(path);
  replaceWith(path, JSON.stringify(owner));
  locks.add(held);
  return {
    release: () => {
      if (!held.isOpen) return;
      if (readOwner(path)?.token === token) rmSync(path, { force: true });
      locks.delete(held);
      held.close();
    },
  };
}

/** What only this process holds from now on, until it is closed or the process ends; undefined if somebody else does. */
function takeKernelLock(path: string): DatabaseSync | undefined {
  makePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written, so there is no journal either.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    const code = resultCode(error);
    if ((code & 0xff) === BUSY) return undefined;
    if (code !== NOT_A_DATABASE) throw error;
    // Something else was written into it: nobody can hold it.
    rmSync(path);
    return takeKernelLock(path);
  }
}

function resultCode(error: unknown): number {
  return (error as { errcode?: number }).errcode ?? 0;
}

/** What older versions left when they were killed while they took the lock. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder))
    if (name.startsWith(`${LOCK_FILE}.`)) rmSync(join(folder, name), { force: true, recursive: true });
}

/** Puts a file there in one step, also in place of a link or of a file that may not be written. */
function replaceWith(path: string, text: string): void {
  const own = `${path}.new`;
  writeFileSync(own, text, { mode: 0o600, flag: 'wx' });
  try {
    // An older version that begins at this moment makes its file the same way: one of both fails.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) linkSync(own, path);
    else renameSync(own, path);
  } catch (error) {
    // A file system without hard links.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'EISDIR') throw error;
    renameSync(own, path);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Undefined if there is no such file. What is no lock file, such as a pipe or a link, has no holder. */
function readOwner(path: string): Owner | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const nobody: Owner = { pid: 0, startedAt: '', process: '', token: '', kernel: true };
  // Not read: a pipe would never end.
  if (!found.isFile() || found.size > LARGEST_OWNER) return nobody;
  try {
    const {
      pid,
      startedAt,
      process: identity,
      token,
      kernel,
    } = JSON.parse(readFileSync(path, 'utf8')) as Record<keyof Owner, unknown>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return nobody;
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return {
      pid: pid as number,
      startedAt: text(startedAt),
      process: text(identity),
      token: text(token),
      kernel: kernel === true,
    };
  } catch {
    return nobody;
  }
}

/** Whether the process that wrote a lock file still runs. */
function isAlive(owner: Owner): boolean {
  if (isBeforeBoot(owner.startedAt)) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const identity = processIdentity(owner.pid);
  if (identity === undefined) return true;
  return identity !== '' && (owner.process === '' || identity === owner.process);
}

/** Ms by which the system's clock may have been set since. */
const CLOCK_SET_MS = 60_000;

/** Whether a time is from before the computer was started; then no process is from that time, whatever its pid. */
function isBeforeBoot(time: string): boolean {
  const at = Date.parse(time);
  return !Number.isNaN(at) && at < Date.now() - uptime() * 1000 - CLOCK_SET_MS;
}

/**
 * Tells a process from a later one with the same pid, from /proc: the boot and the start time. '' for a process that has
 * ended but whose parent has not waited for it; undefined without /proc.
 */
function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last parenthesis may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
