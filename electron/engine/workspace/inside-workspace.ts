import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { PostbenchError } from '../../../shared/errors.ts';

/** Where a path leads, links resolved, also where its last parts are still to be made; undefined for a link to nowhere. */
function whereTo(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    const parent = dirname(path);
    const above = parent === path ? path : whereTo(parent);
    return above === undefined ? undefined : join(above, basename(path));
  }
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a path in a workspace leads out of it by a symbolic link, or to nowhere. */
function leadsOut(workspace: string, path: string): boolean {
  const [from, to] = [whereTo(workspace), whereTo(path)];
  if (from === undefined || to === undefined) return true;
  const way = relative(from, to);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/**
 * Refuses to write through a symbolic link that leads out of a workspace: whoever put it there, as in a repository that
 * was cloned, would decide which file of the user is written. Links within the workspace are followed. Throws
 * PB_FILE_UNWRITABLE.
 */
export function requireInside(workspace: string, path: string): void {
  if (!leadsOut(workspace, path)) return;
  throw new PostbenchError(
    'PB_FILE_UNWRITABLE',
    `${path} leads out of the workspace by a symbolic link. Nothing was written.`,
    {
      remedy: 'Replace the link with a file or folder of the workspace.',
      place: { file: path },
    },
  );
}
