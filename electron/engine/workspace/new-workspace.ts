import { existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { writeFileSync } from 'atomically';
import { stringify } from 'yaml';
import type { NewWorkspace } from '../../../shared/contract/workspace.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { WORKSPACE_FILE } from '../../../shared/workspace/schema.ts';
import starter from '../../../shared/workspace/starter.yaml?raw';
import { unwritable } from './files.ts';
import { requireInside } from './inside-workspace.ts';
import { writeSchemas } from './schemas.ts';

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

/** Writes files into a folder; existing ones stay as they are. */
function fill(folder: string, files: Files): void {
  // Last: a folder is a workspace once it has this file.
  const names = Object.keys(files).toSorted(
    (a, b) => Number(a === WORKSPACE_FILE) - Number(b === WORKSPACE_FILE),
  );
  mkdirSync(folder, { recursive: true });
  for (const name of names) requireInside(folder, join(folder, name));
  writeSchemas(folder);
  for (const name of names) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) writeFileSync(path, files[name]!);
  }
}

/** The user's copy of the sample workspace in a data folder; created at the first start, never written again. */
export function sampleWorkspace(dataFolder: string): string {
  const folder = join(dataFolder, 'sample-workspace');
  if (!existsSync(join(folder, WORKSPACE_FILE))) fill(folder, SAMPLE);
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
  const folder = resolve(path);
  if (existsSync(join(folder, WORKSPACE_FILE))) {
    throw new PostbenchError('PB_FILE_TAKEN', `${folder} is already a workspace.`, {
      remedy: 'Open it, or select another folder.',
      place: { file: join(folder, WORKSPACE_FILE) },
    });
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) {
    throw new PostbenchError('PB_FILE_TAKEN', `${folder} is a file.`, { remedy: 'Select another folder.' });
  }
  const files = CONTENTS[start];
  const named = stringify({ name: name?.trim() || basename(folder) || 'Workspace' }, { lineWidth: 0 });
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
