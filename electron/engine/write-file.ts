import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The file that is written: a link's target, or the path itself if there is none yet. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/**
 * Replaces a file or makes a new one: readers see the former content or the new one, on disk and whole. A former file
 * keeps its mode and owner; a new one gets `mode`. Throws the system's error, and then the former file is untouched. Not
 * by a library: the one at hand takes a write that the disk has cut short for a whole one.
 */
export function replaceFile(path: string, content: string | Buffer, { mode }: { mode?: number } = {}): void {
  const target = targetOf(path);
  const former = statOf(target);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 40)}-${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx', flush: true, mode: mode ?? 0o666 });
    if (former !== undefined) {
      chmodSync(temporary, former.mode & 0o7777);
      keepOwner(temporary, former);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give a file away; for anybody else the file is theirs already. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  const own = statOf(path);
  if (own === undefined || (own.uid === uid && own.gid === gid)) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    // Theirs from now on, as with any editor that saves this way.
  }
}
