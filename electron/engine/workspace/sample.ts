import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileSync } from 'atomically';
import { WORKSPACE_FILE } from '../../../shared/workspace/schema.ts';
import { writeSchemas } from './schemas.ts';

const EXAMPLES = '../../../shared/examples/';
const FILES = import.meta.glob('../../../shared/examples/**/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The user's copy of the sample workspace in a data folder; made at the first start, never written again. */
export function sampleWorkspace(dataFolder: string): string {
  const folder = join(dataFolder, 'sample-workspace');
  if (existsSync(join(folder, WORKSPACE_FILE))) return folder;
  mkdirSync(folder, { recursive: true });
  writeSchemas(folder);
  // Last: a folder is a workspace once it has this file.
  const names = Object.keys(FILES).toSorted(
    (a, b) => Number(a.endsWith(WORKSPACE_FILE)) - Number(b.endsWith(WORKSPACE_FILE)),
  );
  for (const name of names) {
    const path = join(folder, name.slice(EXAMPLES.length));
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) writeFileSync(path, FILES[name]!);
  }
  return folder;
}
