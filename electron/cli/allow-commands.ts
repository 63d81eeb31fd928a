import { join } from 'node:path';
import { CHECK_FILE, type CheckConfig } from '../../shared/checks/config.ts';
import { PostbenchError } from '../../shared/errors.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { ConfirmedCommands, commandHash } from '../engine/checks/confirmed-commands.ts';
import type { CommandIo } from './io.ts';

/** Options that name a command in the call itself, or allow one of check.yaml. */
export interface CommandOptions {
  stateCommand?: string;
  beforeCommand?: string;
  allowCommand?: string[];
}

/**
 * A command of check.yaml runs only if somebody allowed its exact text on this machine. Throws PB_ARGUMENT_INVALID
 * with what allows it.
 */
export async function allowCommands(
  config: Pick<CheckConfig, 'state' | 'before'>,
  view: WorkspaceView,
  options: CommandOptions,
  dataFolder: string,
  io: CommandIo,
): Promise<void> {
  const commands = [config.state, config.before].flatMap((one) =>
    one !== undefined && 'command' in one ? [one.command] : [],
  );
  const named = [options.stateCommand, options.beforeCommand];
  const confirmedCommands = new ConfirmedCommands(dataFolder);
  for (const command of commands) {
    if (named.includes(command) || confirmedCommands.has(command)) continue;
    const hash = commandHash(command);
    if (options.allowCommand?.includes(hash)) continue;
    if (io.ask !== undefined) {
      io.err(`${join(view.folder, CHECK_FILE)} wants to run this command:`);
      io.err(`  ${JSON.stringify(command).slice(1, -1)}`);
      if (await io.ask('Run it on this machine, now and from now on?')) {
        confirmedCommands.add(command);
        continue;
      }
    }
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `The command ${JSON.stringify(command)} of ${CHECK_FILE} was not confirmed on this machine.`,
      { remedy: `Confirm it in a terminal, or pass --allow-command ${hash}.` },
    );
  }
}
