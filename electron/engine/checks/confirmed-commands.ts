import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeMissingFolders } from '../make-folder.ts';
import { readRegularFile } from '../read-file.ts';
import { replaceFile } from '../write-file.ts';

/** In the data folder: a file of a workspace must not be able to confirm its own commands. */
const FILE = 'confirmed-commands.json';

/** Bytes that the file may have: some 15,000 commands. */
const LARGEST = 1024 * 1024;

const schema = z.array(z.string());

/** A command that waits to be confirmed, and the file that wants it. */
export interface CommandQuestion {
  file: string;
  command: string;
}

/**
 * Asks the person at this machine, outside the page, whether a command may run now and from now on. A page cannot be
 * trusted with it: another one in the same browser might press the button.
 */
export type AskToRun = (question: CommandQuestion) => Promise<boolean>;

/** How a command is confirmed, for errors. */
export const HOW_TO_CONFIRM =
  'Confirm it under Test my receiver in the desktop app, or run postbench check in a terminal, in the folder of the workspace.';

/** What names a command with its exact text. */
export function commandHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Commands of check.yaml that somebody has read and allowed to run on this machine, by their exact text. */
export class ConfirmedCommands {
  readonly #path: string;

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, FILE);
  }

  has(text: string): boolean {
    return this.#read().includes(commandHash(text));
  }

  add(text: string): void {
    const hashes = new Set([...this.#read(), commandHash(text)]);
    makeMissingFolders(dirname(this.#path), 0o700);
    replaceFile(this.#path, `${JSON.stringify([...hashes], null, 2)}\n`, { mode: 0o600 });
  }

  #read(): string[] {
    try {
      const parsed = schema.safeParse(JSON.parse(readRegularFile(this.#path, LARGEST).toString('utf8')));
      return parsed.success ? parsed.data : [];
    } catch {
      // None yet, or unreadable: then none is confirmed.
      return [];
    }
  }
}
