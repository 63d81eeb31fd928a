import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';

export const LOCK_FILE = 'postbench.lock';

/** Who holds a lock. */
interface Owner {
  pid: number;
  /** When it was taken, as ISO time, for people who read the file. */
  startedAt: string;
  /** Tells a process from a later one with the same pid; '' if the system cannot. */
  process: string;
  /** Unique for each time the lock is taken. */
  token: string;
}

export interface FolderLock {
  /** Releases the folder; may be called more than once. */
  release(): void;
}

/**
 * Makes this process the only engine of a data folder, and creates the folder if it is missing. The lock of a process
 * that has ended, even by kill -9, is taken over. Throws PB_DATA_FOLDER_IN_USE, or PB_DATA_FOLDER_UNUSABLE.
 */
export function lockDataFolder(folder: string): FolderLock {
  try {
    makeFolder(resolve(folder));
    const taken = take(join(folder, LOCK_FILE));
    if ('release' in taken) return taken;
    throw new PostbenchError('PB_DATA_FOLDER_IN_USE', `${folder} is in use by process ${taken.pid}.`, {
      remedy: `End process ${taken.pid}, or use another folder with --data-dir.`,
    });
  } catch (error) {
    if (error instanceof PostbenchError) throw error;
    throw new PostbenchError('PB_DATA_FOLDER_UNUSABLE', `${folder} cannot be locked: ${messageOf(error)}.`, {
      remedy: 'Check that the folder is writable, or use another one with --data-dir.',
    });
  }
}

/**
 * Creates a folder and its parents. mkdir's own `recursive` never returns if the system refuses a folder with ENOENT, as
 * under /proc.
 */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Takes a lock file, or returns its holder. */
function take(path: string): FolderLock | Owner {
  const token = crypto.randomUUID();
  const own = `${path}.${token}`;
  const owner: Owner = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    process: processIdentity(process.pid) ?? '',
    token,
  };
  writeFileSync(own, JSON.stringify(owner));
  try {
    for (;;) {
      if (createFrom(own, path)) return { release: () => release(path, token) };
      const holder = readOwner(path);
      if (holder === undefined) continue;
      if (isAlive(holder)) return holder;
      const other = takeOver(path, holder, own);
      if (other === undefined) return { release: () => release(path, token) };
      if (other !== 'changed') return other;
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Replaces a stale lock with our own; undefined on success. If several processes see the same stale lock, only the one
 * with the claim on it may do so. The claim is a lock of its own.
 */
function takeOver(path: string, stale: Owner, own: string): Owner | 'changed' | undefined {
  const claim = take(`${path}.${stale.token}.claim`);
  if (!('release' in claim)) return claim;
  try {
    if (readOwner(path)?.token !== stale.token) return 'changed';
    renameSync(own, path);
    return undefined;
  } finally {
    claim.release();
  }
}

/** Creates the file with its content in one step; returns false if it exists. */
function createFrom(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A file system without hard links: also exclusive, but the content follows a moment later.
    return copyExclusively(own, path);
  }
}

function copyExclusively(own: string, path: string): boolean {
  try {
    copyFileSync(own, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function release(path: string, token: string): void {
  if (readOwner(path)?.token === token) rmSync(path, { force: true });
}

/** Undefined if there is no such file. A file that is not a valid lock has no holder and is stale. */
function readOwner(path: string): Owner | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const nobody: Owner = { pid: 0, startedAt: '', process: '', token: 'unreadable' };
  try {
    return { ...nobody, ...(JSON.parse(text) as Partial<Owner>) };
  } catch {
    return nobody;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.pid <= 0) return false;
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
