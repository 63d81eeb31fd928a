import { chmodSync, closeSync, lstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Others may neither list nor enter the folder, nor read a file. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const STICKY = 0o1000;

/**
 * What Postbench keeps in a data folder. Not the user's own files: with --data-dir, there may be others beside it. Not
 * secrets.json either: one that others can read may have been read, which is said and not mended silently.
 */
const OWN_FILES =
  /^(?:postbench\.db(?:-wal|-shm|-journal)?|postbench\.lock|engine\.lock|settings\.json(?:\.broken)?|secrets\.salt|confirmed-commands\.json|screen\.json|open-postbench\.html)$/;
const OWN_FOLDERS = ['drafts', 'logs'];

/**
 * Makes a data folder and what Postbench has in it private, also where an older version has left it open. A folder of
 * everybody, such as /tmp, and the home folder keep their mode. Never throws: the folder of another user may be used as
 * it is. Windows has no such modes; folders of a user are private there.
 */
export function makePrivate(dataFolder: string): void {
  const folder = resolve(dataFolder);
  tighten(folder, FOLDER_MODE, ({ mode }) => (mode & STICKY) === 0 && folder !== resolve(homedir()));
  for (const name of namesIn(folder)) if (OWN_FILES.test(name)) tighten(join(folder, name), FILE_MODE);
  for (const own of OWN_FOLDERS) {
    tighten(join(folder, own), FOLDER_MODE);
    for (const name of namesIn(join(folder, own))) tighten(join(folder, own, name), FILE_MODE);
  }
}

/**
 * Makes an empty file that nobody else can read, if there is none. One that exists is not even opened: closing a file
 * releases all locks that this process has on it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Takes away what others may do; links are left alone, since they lead to somebody else's file. */
function tighten(
  path: string,
  most: number,
  isMeant: (found: { mode: number }) => boolean = () => true,
): void {
  try {
    const found = lstatSync(path);
    const target = found.isSymbolicLink() && most === FOLDER_MODE ? statSync(path) : found;
    if (!target.isFile() && !target.isDirectory()) return;
    if ((target.mode & 0o077) !== 0 && isMeant(target)) chmodSync(path, target.mode & most);
  } catch {
    // As said of `makePrivate`.
  }
}
