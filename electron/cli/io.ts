import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { ERROR_EXITS, messageOf, PostbenchError, placeText } from '../../shared/errors.ts';
import { printable, printableText } from '../../shared/terminal-text.ts';
import { diskError } from '../engine/disk-errors.ts';

/**
 * What a command can reach: data goes to `out`, messages go to `err`, and the signal asks it to end. Nothing else may
 * write to the terminal: here control characters become visible.
 */
export interface CommandIo {
  out: (line: string) => void;
  /**
   * Writes text to stdout and resolves once there is room for more, so that a slow reader slows down only this
   * caller. False when nobody reads any more: the reader is gone, or has stopped reading and the command should end.
   */
  print: (text: string) => Promise<boolean>;
  err: (line: string) => void;
  /** Aborted by Ctrl-C, by a request to end, or when the reader goes away. */
  signal: AbortSignal;
  /** Whether err is a terminal, where progress may be drawn. */
  terminal: boolean;
  /** Asks whoever sits at the terminal for a yes; undefined where nobody can answer. */
  ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** Replaces the progress line on a terminal; '' erases it. Does nothing elsewhere. */
export function drawProgress(io: CommandIo, text: string): void {
  // Without a line break, so not through `err`.
  if (io.terminal) process.stderr.write(`\r\u001b[K${printable(text)}`);
}

/** Where data lives without --data-dir; the same folder that Electron uses. */
export function defaultDataFolder(): string {
  const home = homedir();
  switch (process.platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'postbench');
    case 'win32':
      return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'postbench');
    default:
      return join(process.env.XDG_CONFIG_HOME || join(home, '.config'), 'postbench');
  }
}

/** Prints an error in one or two lines and returns its exit code. */
export function reportError(thrown: unknown, err: (line: string) => void): number {
  const error = diskError(thrown) ?? thrown;
  if (!(error instanceof PostbenchError)) {
    err(`PB_INTERNAL: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
    err('This is a bug in Postbench. Please report it with the lines above.');
    return ERROR_EXITS.PB_INTERNAL;
  }
  const place = error.place === undefined ? '' : `${placeText(error.place)}: `;
  err(`${error.code}: ${place}${error.message}`);
  err(error.remedy);
  return ERROR_EXITS[error.code];
}

/** A whole number from an option. Throws PB_ARGUMENT_INVALID. */
export function wholeNumber(text: string, option: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new PostbenchError(
    'PB_ARGUMENT_INVALID',
    `${option} ${text} is not a whole number from ${from} to ${to}.`,
    {
      remedy: `Give one, for example ${option} ${from === 0 ? 42 : from}.`,
    },
  );
}

/** The port given with --port. One that is in use is an error; only the default falls back to a free one. */
export function receiverPort(text: string | undefined): number | 'default' {
  return text === undefined ? 'default' : wholeNumber(text, '--port', 0, 65_535);
}

/**
 * The process's own streams and signals. Call `done` at the end; `endAtOnce` where a signal may end the process at once,
 * since a command only reads and leaves nothing behind.
 */
export function processIo(): CommandIo & { done(): void; endAtOnce(): void } {
  const abort = new AbortController();
  const end = () => abort.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  // Started again under another Node: when that process ends, for whatever reason, so does this one.
  process.on('disconnect', end);
  process.channel?.unref();
  // A reader such as `head` that has read enough is not an error: end quietly.
  process.stdout.on('error', end);
  process.stderr.on('error', () => {});
  let isUnread = false;
  return {
    out: (line) => void process.stdout.write(`${printableText(line)}\n`),
    print: async (text) => {
      if (isUnread) return false;
      isUnread = !(
        process.stdout.write(printableText(text)) || (await drained(process.stdout, abort.signal))
      );
      return !isUnread;
    },
    err: (line) => void process.stderr.write(`${printableText(line)}\n`),
    signal: abort.signal,
    terminal: process.stderr.isTTY === true,
    ask:
      process.stderr.isTTY && process.stdin.isTTY ? (question) => askYes(question, abort.signal) : undefined,
    endAtOnce: () => {
      for (const signal of signals) process.off(signal, end);
    },
    done: () => {
      for (const signal of signals) process.off(signal, end);
      // Unread output would keep the process alive. Its exit code is set by then.
      if (isUnread) setImmediate(() => process.exit());
    },
  };
}

async function askYes(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${printableText(question)} [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

/** How long, in real ms, a reader of stdout may take to resume reading once the command should end. */
const LAST_WORDS_MS = 2_000;

/** True when a stream has room again; false when it is closed, or has stalled for too long after the signal. */
async function drained(stream: NodeJS.WriteStream, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const next = (event: string) => once(stream, event, { signal: over.signal });
  const givenUp = async () => {
    await aborted(signal);
    await setTimeout(LAST_WORDS_MS, undefined, { signal: over.signal, ref: false });
  };
  const isRead = await Promise.race([
    next('drain').then(() => true),
    next('close').then(() => false),
    givenUp().then(() => false),
  ]).catch(() => false);
  over.abort();
  return isRead;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
