import { lstatSync, rmdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { NewWorkspace } from '../../../shared/contract/workspace.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { SCHEMA_FOLDER } from '../../../shared/workspace/json-schemas.ts';
import { WORKSPACE_FILE } from '../../../shared/workspace/schema.ts';
import starter from '../../../shared/workspace/starter.yaml?raw';
import { unwritable } from '../disk-errors.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { isFolder, isThere } from '../read-file.ts';
import { replaceFile } from '../write-file.ts';
import { requireInside } from './inside-workspace.ts';
import { writeSchemas } from './schemas.ts';
import { yamlText } from './written-scalars.ts';

const EXAMPLES = '../../../shared/examples/';
const FILES = import.meta.glob('../../../shared/examples/**/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Files of a workspace by their relative paths. */
type Files = Readonly<Record<string, string>>;

const SAMPLE: Files = Object.fromEntries(
  Object.entries(FILES).map(([path, text]) => [path.slice(EXAMPLES.length), text]),
);
const CONTENTS: Readonly<Record<NewWorkspace['start'], Files>> = {
  empty: { [WORKSPACE_FILE]: starter },
  sample: SAMPLE,
};

/** A path as people write it: "~/acme" is in the home folder. */
export function pathOf(typed: string): string {
  return /^~(?=$|[/\\])/.test(typed) ? join(homedir(), typed.slice(1)) : typed;
}

/**
 * Writes files into a folder; existing ones stay as they are. All or nothing: where one cannot be written, what was made
 * before is removed again. Throws the system's error.
 */
function fill(folder: string, files: Files): void {
  // Last: a folder is a workspace once it has this file.
  const names = Object.keys(files).toSorted(
    (a, b) => Number(a === WORKSPACE_FILE) - Number(b === WORKSPACE_FILE),
  );
  const made: { path: string; isFolder: boolean }[] = [];
  const makeFolder = (path: string) => {
    for (const one of makeMissingFolders(path)) made.push({ path: one, isFolder: true });
  };
  try {
    makeFolder(folder);
    for (const name of [...names, SCHEMA_FOLDER]) requireInside(folder, join(folder, name));
    for (const name of names) {
      const path = join(folder, name);
      makeFolder(dirname(path));
      if (isThere(path)) continue;
      made.push({ path, isFolder: false });
      replaceFile(path, files[name]!);
    }
  } catch (error) {
    for (const one of made.toReversed()) remove(one);
    throw error;
  }
  writeSchemas(folder);
}

/** Removes a file or an empty folder, if that can be done. */
function remove({ path, isFolder: isEmptyFolder }: { path: string; isFolder: boolean }): void {
  try {
    if (isEmptyFolder) rmdirSync(path);
    else rmSync(path, { force: true });
  } catch {
    // Somebody has put something into it meanwhile: that is theirs.
  }
}

/**
 * The user's copy of the sample workspace in a data folder; created at the first start, never written again. `nth` asks
 * for another copy, from 2, where the ones before cannot be opened.
 */
export function sampleWorkspace(dataFolder: string, nth = 1): string {
  const folder = join(dataFolder, nth === 1 ? 'sample-workspace' : `sample-workspace-${nth}`);
  if (!isThere(join(folder, WORKSPACE_FILE))) fill(folder, SAMPLE);
  return folder;
}

/**
 * Turns a folder into a workspace, creating it if it is missing; other files in it stay. Returns its path. Throws
 * PB_ARGUMENT_INVALID for a relative path, PB_FILE_TAKEN if there is a workspace or a file already,
 * PB_FILE_UNWRITABLE.
 */
export function newWorkspace({ folder: typed, name, start }: NewWorkspace): string {
  const path = pathOf(typed.trim());
  if (!isAbsolute(path)) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `${typed} is not an absolute path.`, {
      remedy: `Use an absolute path, such as ${join(homedir(), 'postbacks')}; ~ stands for your home folder.`,
    });
  }
  requireOneLine(path, 'The path of a folder');
  if (name !== undefined) requireOneLine(name, 'The name of a workspace');
  const folder = resolve(path);
  if (isFolder(folder) && isThere(join(folder, WORKSPACE_FILE))) {
    throw new PostbenchError('PB_FILE_TAKEN', `${folder} is already a workspace.`, {
      remedy: 'Open it, or select another folder.',
      place: { file: join(folder, WORKSPACE_FILE) },
    });
  }
  if (isThere(folder) && !isFolder(folder) && whatIsThere(folder) !== undefined) {
    throw new PostbenchError('PB_FILE_TAKEN', `${folder} is ${whatIsThere(folder)}.`, {
      remedy: 'Select another folder.',
    });
  }
  const files = CONTENTS[start];
  const named = yamlText({ name: name?.trim() || basename(folder) || 'Workspace' });
  try {
    fill(folder, {
      ...files,
      [WORKSPACE_FILE]: files[WORKSPACE_FILE]!.replace(/^name: .*\n/m, () => named),
    });
  } catch (error) {
    throw error instanceof PostbenchError ? error : unwritable(folder, error);
  }
  return folder;
}

/** What is in place of a folder; undefined where that cannot be found out, which making the folder then says. */
function whatIsThere(path: string): string | undefined {
  try {
    const found = lstatSync(path);
    if (found.isFile()) return 'a file';
    return found.isSymbolicLink() ? 'a symbolic link that leads to no folder' : 'a pipe or a device';
  } catch {
    return undefined;
  }
}

/** Throws PB_ARGUMENT_INVALID for a text with line breaks or other control characters. */
function requireOneLine(text: string, what: string): void {
  if (!/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) return;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `${what} must be one line without control characters.`, {
    remedy: 'Use letters, digits, spaces and punctuation.',
  });
}
