import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import { z } from 'zod';
import { type Draft, draftSchema, type KeptDraft } from '../../../shared/contract/drafts.ts';
import { unwritable } from './files.ts';

const FOLDER = 'drafts';

const keptSchema = z.object({ workspace: z.string(), file: z.string(), draft: draftSchema });

/**
 * Unsaved edits of postbacks, a file each in the data folder, so that they outlive the page and the engine. They are
 * stored by the workspace's folder and the postback's file.
 */
export class Drafts {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, FOLDER);
  }

  /** The drafts of a workspace, by file name. Unreadable ones are left where they are. */
  of(workspace: string): KeptDraft[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const kept = this.#read(join(this.#folder, name));
        return kept?.workspace === workspace ? [{ file: kept.file, draft: kept.draft }] : [];
      })
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Saves the edits of a postback in place of the former ones; null removes them. Throws PB_FILE_UNWRITABLE. */
  keep(workspace: string, file: string, draft: Draft | null): void {
    const name = createHash('sha256').update(`${workspace}\n${file}`).digest('hex').slice(0, 32);
    const path = join(this.#folder, `${name}.json`);
    try {
      if (draft === null) {
        rmSync(path, { force: true });
        return;
      }
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(path, JSON.stringify({ workspace, file, draft }));
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  #read(path: string): z.output<typeof keptSchema> | undefined {
    try {
      return keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
