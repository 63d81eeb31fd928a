import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { PostbenchError } from '../../../shared/errors.ts';

/** A file as it was when it was last seen. */
interface Seen {
  dev: number;
  ino: number;
  size: number;
}

/**
 * Tells whether the files of an open database are still those at their paths. SQLite keeps writing to a file that has
 * been removed or replaced, and reports success: what it stores is gone with the process.
 */
export class StoreFiles {
  readonly #paths: string[];
  readonly #seen = new Map<string, Seen>();

  /** @param database open; one in memory has no files, and nothing is ever wrong with them */
  constructor(database: DatabaseSync) {
    const file = database.location();
    const { journal_mode: journal } = database.prepare('PRAGMA journal_mode').get() as {
      journal_mode: string;
    };
    if (file === null) this.#paths = [];
    else this.#paths = journal === 'wal' ? [file, `${file}-wal`] : [file];
    for (const path of this.#paths) {
      const seen = look(path);
      if (seen !== undefined) this.#seen.set(path, seen);
    }
  }

  /**
   * Throws PB_DATA_FOLDER_UNUSABLE if a file was removed, replaced or cut. Call it in a transaction that has written:
   * then all files exist.
   */
  check(): void {
    for (const path of this.#paths) {
      const before = this.#seen.get(path);
      const now = look(path);
      if (now === undefined) throw lost(path, 'was removed');
      if (before !== undefined) {
        if (before.ino !== now.ino || before.dev !== now.dev) throw lost(path, 'was replaced');
        // Neither file ever shrinks: the store is not vacuumed, and its log starts over in place.
        if (now.size < before.size) throw lost(path, 'was cut');
      }
      this.#seen.set(path, now);
    }
  }
}

/** Undefined also where it cannot be seen, as in a folder that may no longer be entered. */
function look(path: string): Seen | undefined {
  try {
    const { dev, ino, size } = statSync(path);
    return { dev, ino, size };
  } catch {
    return undefined;
  }
}

function lost(path: string, what: string): PostbenchError {
  return new PostbenchError(
    'PB_DATA_FOLDER_UNUSABLE',
    `${path} ${what} while Postbench was using it. Nothing can be stored.`,
    { remedy: 'Put it back if you can, then restart Postbench, which creates what is missing.' },
  );
}
