import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CHECK_FILE } from '../../../shared/checks/config.ts';
import { type SetupTexts, setupTextsSchema } from '../../../shared/checks/setup-texts.ts';
import { type Draft, draftSchema, type KeptDraft } from '../../../shared/contract/drafts.ts';
import { unwritable } from '../disk-errors.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { readRegularFile } from '../read-file.ts';
import { replaceFile } from '../write-file.ts';

const FOLDER = 'drafts';

/** Bytes of a draft: the largest postback, as JSON, which writes some characters as six. */
const LARGEST = 32 * 1024 * 1024;

const keptSchema = z.object({ workspace: z.string(), file: z.string(), draft: draftSchema });
const keptSetupSchema = z.object({ workspace: z.string(), setup: setupTextsSchema });

/**
 * Unsaved edits of postbacks and of "Test my receiver", a file each in the data folder, so that they outlive the page and
 * the engine. They are stored by the workspace's folder and the file that they will be saved in.
 */
export class Drafts {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, FOLDER);
  }

  /** The drafts of a workspace, by file name. Unreadable ones are left where they are. */
  of(workspace: string): KeptDraft[] {
    return namesIn(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const kept = read(join(this.#folder, name), keptSchema);
        return kept?.workspace === workspace ? [{ file: kept.file, draft: kept.draft }] : [];
      })
      .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Saves the edits of a postback in place of the former ones; null removes them. Throws PB_FILE_UNWRITABLE. */
  keep(workspace: string, file: string, draft: Draft | null): void {
    this.#write(this.#pathOf(workspace, file), draft && { workspace, file, draft });
  }

  /** "Test my receiver" as it was last filled in for a workspace; null where nothing is unsaved. */
  setup(workspace: string): SetupTexts | null {
    const kept = read(this.#pathOf(workspace, CHECK_FILE), keptSetupSchema);
    return kept?.workspace === workspace ? kept.setup : null;
  }

  /** Saves what was filled in, in place of what was before; null removes it. Throws PB_FILE_UNWRITABLE. */
  keepSetup(workspace: string, setup: SetupTexts | null): void {
    this.#write(this.#pathOf(workspace, CHECK_FILE), setup && { workspace, setup });
  }

  #pathOf(workspace: string, file: string): string {
    const name = createHash('sha256').update(`${workspace}\n${file}`).digest('hex').slice(0, 32);
    return join(this.#folder, `${name}.json`);
  }

  #write(path: string, kept: object | null): void {
    try {
      if (kept === null) {
        rmSync(path, { force: true });
        return;
      }
      makeMissingFolders(this.#folder, 0o700);
      replaceFile(path, JSON.stringify(kept), { mode: 0o600 });
    } catch (error) {
      throw unwritable(path, error);
    }
  }
}

/** The names in a folder; none where it is missing or cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What a file holds; undefined where it is missing, or holds something else. */
function read<S extends z.ZodType>(path: string, schema: S): z.output<S> | undefined {
  try {
    return schema.parse(JSON.parse(readRegularFile(path, LARGEST).toString('utf8')));
  } catch {
    return undefined;
  }
}
