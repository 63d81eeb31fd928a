import { readDocument } from '../../../shared/checks/records/read-document.ts';
import type { Look, ProbeFailure } from '../../../shared/checks/records/record.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Probe } from './probe.ts';
import { type CommandRunner, type CommandTemplate, wordsFor } from './run-command.ts';

/** Looks at records with a command that prints one action: JSON, an array of rows, or lines of key=value. */
export function commandProbe(command: CommandTemplate, folder: string, runner: CommandRunner): Probe {
  return {
    words: command.text,
    look: async (values, signal) => lookWith(command, values, { folder, signal, runner }),
    asks: (values) => JSON.stringify(wordsFor(command, values)),
  };
}

async function lookWith(
  command: CommandTemplate,
  values: Values,
  { runner, ...options }: { folder: string; signal: AbortSignal; runner: CommandRunner },
): Promise<Look> {
  const started = performance.now();
  const output = await runner.run(command, values, options);
  const ms = performance.now() - started;
  const failed = (code: ProbeFailure, sentence: string, remedy: string, text = ''): Look => ({
    type: 'failed',
    code,
    sentence,
    remedy,
    text,
    ms,
  });
  switch (output.type) {
    case 'no-command':
      return failed('no-command', output.sentence, 'Check the path; it starts from the workspace’s folder.');
    case 'timeout':
      return failed(
        'timeout',
        'The command did not end within 10 s and was stopped.',
        'Let it look up one action only.',
      );
    case 'too-large':
      return failed(
        'too-large',
        'The command printed more than 1 MiB and was stopped.',
        'Let it print one action only.',
      );
    case 'exit': {
      const { code, signal, stderr } = output;
      const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
      const said = stderr === '' ? '' : ` It said: ${stderr.split('\n').at(-1)}`;
      return failed(
        'exit',
        `The command ${how}.${said}`,
        'Exit with 0 where it could look; print nothing for an action that is not there.',
        stderr,
      );
    }
    case 'done': {
      const { stdout } = output;
      const read = readDocument(stdout);
      if ('none' in read) return { type: 'none', text: stdout, ms };
      if ('rows' in read) return { type: 'rows', rows: read.rows, text: stdout, ms };
      return failed(
        'unreadable',
        `What the command printed cannot be read: ${read.problem}.`,
        'Print one JSON object, an array of rows, or lines of name=value.',
        stdout.slice(0, 4_096),
      );
    }
  }
}
