import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode, isFolder } from './read-file.ts';

/**
 * Creates a folder and its parents, and returns those that were missing, the outermost first. One level after the other:
 * where none can be made, as under /proc, Node's own recursion never ends. Throws the system's error, and then leaves none that it made.
 */
export function makeMissingFolders(folder: string, mode?: number): string[] {
  const path = resolve(folder);
  if (isFolder(path)) return [];
  const made = dirname(path) === path ? [] : parentsOf(path, mode);
  try {
    mkdirSync(path, mode);
    return [...made, path];
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (isFolder(path)) return made;
    for (const one of made.toReversed()) rmdirSync(one);
    throw error;
  }
}

function parentsOf(path: string, mode: number | undefined): string[] {
  try {
    return makeMissingFolders(dirname(path), mode);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw Object.assign(new Error('A part of the path is a file.'), {
      code: 'ENOTDIR',
      path,
      syscall: 'mkdir',
    });
  }
}
