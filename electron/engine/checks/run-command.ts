import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { parse } from 'shell-quote';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { parseTemplate } from '../../../shared/template/parse.ts';
import { endMarked } from './left-running.ts';

/** Real ms that a command may take, and bytes that it may print. */
export const COMMAND_TIMEOUT = 10_000;
export const OUTPUT_LIMIT = 1024 * 1024;
/** Bytes of stderr that an error quotes from. */
const ERROR_KEPT = 2_048;

/** A command without a shell: its words, of which a placeholder is a whole one. */
export interface CommandTemplate {
  text: string;
  words: readonly string[];
}

/**
 * Splits a command into words as a shell would, and nothing more: no variables, globs, pipes or redirections. Throws
 * PB_ARGUMENT_INVALID for these, for an empty command, and for a placeholder that is only part of a word.
 */
export function commandTemplate(text: string, option: string): CommandTemplate {
  const wrong = (message: string, remedy: string) =>
    new PostbenchError('PB_ARGUMENT_INVALID', `${option}: ${message}`, { remedy });
  const words = parse(text, (name) => `$${name}`).map((word) => {
    if (typeof word === 'string') return word;
    if ('op' in word && word.op === 'glob') return word.pattern;
    throw wrong(
      `"${text}" uses what only a shell understands.`,
      'Put it into a script, and name the script with its arguments, as in ./state.sh {ActionId}.',
    );
  });
  const partial = words.find((word) => {
    const pieces = parseTemplate(word);
    return pieces.length > 1 && pieces.some(({ type }) => type === 'placeholder');
  });
  if (partial !== undefined)
    throw wrong(
      `in "${partial}", a placeholder is only part of a word.`,
      'Make each placeholder a whole argument, as in ./state.sh {ActionId}: it is passed on as it is.',
    );
  if (words.length === 0 || words[0] === '')
    throw wrong('the command is empty.', 'Name a program, as in ./state.sh {ActionId}.');
  return { text, words };
}

export type CommandOutput =
  | { type: 'done'; stdout: string }
  | { type: 'exit'; code: number | null; signal: string | null; stderr: string }
  | { type: 'timeout' | 'too-large' }
  | { type: 'no-command'; sentence: string };

/** The entry in the environment of commands that tells them, and all that they start, from other processes. */
const MARK = 'POSTBENCH_COMMAND';

/** Runs the commands of a run of checks, or of a scenario. Whatever they start, nothing is left running at its end. */
export class CommandRunner {
  readonly #mark = randomUUID();
  #started = 0;

  /** Runs a command for one action; one that is stopped leaves nothing behind. Rejects only when cancelled. */
  run(
    command: CommandTemplate,
    values: Values,
    options: { folder: string; signal: AbortSignal },
  ): Promise<CommandOutput> {
    this.#started += 1;
    return runCommand(command, values, { ...options, mark: `${this.#mark}:${this.#started}` });
  }

  /** Ends what commands left running, however they did it. */
  async end(): Promise<void> {
    if (this.#started > 0) await endMarked(MARK, (value) => value.startsWith(`${this.#mark}:`));
  }
}

async function runCommand(
  command: CommandTemplate,
  values: Values,
  { folder, signal, mark }: { folder: string; signal: AbortSignal; mark: string },
): Promise<CommandOutput> {
  signal.throwIfAborted();
  const [program = '', ...args] = wordsFor(command, values);
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, [MARK]: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !isWindows,
    });
    // A pipe that breaks is not thrown: the child's close follows and says how it ended.
    for (const pipe of [child.stdout, child.stderr]) pipe.on('error', () => {});
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let length = 0;
    let errorLength = 0;
    let ended: CommandOutput | undefined;
    const stop = () => {
      endGroup(child);
      // What left the group holds the pipes, too.
      void endMarked(MARK, (value) => value === mark);
    };
    const end = (output: CommandOutput) => {
      ended ??= output;
      stop();
    };
    const timer = setTimeout(() => end({ type: 'timeout' }), COMMAND_TIMEOUT);
    const cancel = () => {
      clearTimeout(timer);
      stop();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', cancel, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > OUTPUT_LIMIT) end({ type: 'too-large' });
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errorLength < ERROR_KEPT) stderr.push(chunk);
      errorLength += chunk.length;
    });
    const finish = (output: CommandOutput) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(ended ?? output);
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish({ type: 'no-command', sentence: whyNot(program, error) }),
    );
    child.on('exit', () => {
      // What it left behind in its group ends with it. A process that left the group may hold the pipes: it is not
      // waited for.
      endGroup(child);
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, OUTPUT_GRACE).unref();
    });
    child.on('close', (code, killed) => {
      const text = Buffer.concat(stderr).toString('utf8').slice(0, ERROR_KEPT).trim();
      finish(
        code === 0
          ? { type: 'done', stdout: Buffer.concat(stdout).toString('utf8') }
          : { type: 'exit', code, signal: killed, stderr: text },
      );
    });
  });
}

/** Real ms in which what a command has printed arrives after its end. */
const OUTPUT_GRACE = 1_000;
const isWindows = process.platform === 'win32';

/** The words of a command for one action. */
export function wordsFor({ words }: CommandTemplate, values: Values): string[] {
  return words.map((word) => wordOf(word, values));
}

function wordOf(word: string, values: Values): string {
  const [piece, ...more] = parseTemplate(word);
  return piece?.type === 'placeholder' && more.length === 0 ? (values[piece.name] ?? '') : word;
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function whyNot(program: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no program "${program}".`;
  return code === 'EACCES'
    ? `"${program}" may not be executed.`
    : `"${program}" could not be started: ${message}.`;
}
