import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isFolder } from './read-file.ts';

/**
 * Creates a folder and its parents, and returns those that were missing, the outermost first. One level after the other:
 * where none can be made, as under /proc, Node's own recursion never ends. Throws the system's error, and then leaves none that it made.
 */
export function makeMissingFolders(folder: string, mode?: number): string[] {
  const path = resolve(folder);
  if (isFolder(path)) return [];
  const made = dirname(path) === path ? [] : makeMissingFolders(dirname(path), mode);
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
