import { join } from 'node:path';
import { Confirmations, confirmationHash } from '../confirmations.ts';

const FILE = 'confirmed-commands.json';

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
export const commandHash = confirmationHash;

/** Commands of check.yaml that somebody has read and allowed to run on this machine, by their exact text. */
export class ConfirmedCommands extends Confirmations {
  constructor(dataFolder: string) {
    super(join(dataFolder, FILE));
  }
}
