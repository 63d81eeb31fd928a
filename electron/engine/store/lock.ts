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
  /** ISO time of taking it, for people who read the file. */
  startedAt: string;
  /** Tells a process from a later one with the same pid; '' where the system does not tell. */
  process: string;
  /** Tells one taking of the lock from every other. */
  token: string;
}

export interface FolderLock {
  /** Gives the folder free; may be called more than once. */
  release(): void;
}

/**
 * Makes this process the one engine of a data folder, which is made where it is missing. The lock of a process
 * that is gone, also by kill -9, is taken over. Throws PB_DATA_FOLDER_IN_USE, or PB_DATA_FOLDER_UNUSABLE.
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
 * Makes a folder and those above it. Not by mkdir's own `recursive`: that never ends where the system denies that a
 * folder can be made by saying that there is none, as under /proc.
 */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another starter may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Takes a lock file, or tells who holds it. */
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
 * Replaces a stale lock by our own. Of several starters that see the same stale lock only one may do so: the one
 * that holds the claim on this very taking of it, a lock like any other. Undefined: done.
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

/** Makes the file with its content in one step; false when it is there already. */
function createFrom(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A file system without hard links: exclusive too, only that the content comes a moment later.
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

/** Undefined when there is no such file. One that cannot be read as a lock is nobody's, and so stale. */
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
    // EPERM: it is there, and somebody else's.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const identity = processIdentity(owner.pid);
  if (identity === undefined) return true;
  return identity !== '' && (owner.process === '' || identity === owner.process);
}

/**
 * What tells a process from a later one with its pid, where /proc tells: the boot and the start time in it. '' of
 * one that has ended and whose parent has not noticed; undefined where /proc says nothing.
 */
function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last parenthesis may hold blanks and parentheses itself.
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
