import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ERROR_EXITS, messageOf, PostbenchError, placeText } from '../../shared/errors.ts';

/** What a command has of the world: data goes out, talk goes to err, and the signal says that it should end. */
export interface CommandIo {
  out: (line: string) => void;
  /**
   * Hands text to stdout and resolves once there is room for more, so that a slow reader slows down nobody but this
   * caller. False when nobody reads any more: the reader is gone, or takes nothing although the command should end.
   */
  print: (text: string) => Promise<boolean>;
  err: (line: string) => void;
  /** Aborted by Ctrl-C, a request to end, or a reader that went away. */
  signal: AbortSignal;
  /** Whether err is a terminal, where progress may be drawn. */
  terminal: boolean;
}

/** Draws one line of progress on a terminal over the one before; '' wipes it. Does nothing elsewhere. */
export function drawProgress(io: CommandIo, text: string): void {
  // Without a line's end, so not through err.
  if (io.terminal) process.stderr.write(`\r\u001b[K${text}`);
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
export function reportError(error: unknown, err: (line: string) => void): number {
  if (!(error instanceof PostbenchError)) {
    err(`PB_INTERNAL: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
    err('This is a defect of Postbench; please report it with the lines above.');
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

/** The port of --port: a taken one is an error, only the default moves on to a free one. */
export function receiverPort(text: string | undefined): number | 'default' {
  return text === undefined ? 'default' : wholeNumber(text, '--port', 0, 65_535);
}

/** The process's own streams and signals. Call `done` at the end. */
export function processIo(): CommandIo & { done(): void } {
  const abort = new AbortController();
  const end = () => abort.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  // Started again under another Node: that process's end, whatever its cause, is this one's.
  process.on('disconnect', end);
  process.channel?.unref();
  // A reader such as `head` that has enough is no failure: end quietly.
  process.stdout.on('error', end);
  process.stderr.on('error', () => {});
  let isUnread = false;
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    print: async (text) => {
      if (isUnread) return false;
      isUnread = !(process.stdout.write(text) || (await drained(process.stdout, abort.signal)));
      return !isUnread;
    },
    err: (line) => void process.stderr.write(`${line}\n`),
    signal: abort.signal,
    terminal: process.stderr.isTTY === true,
    done: () => {
      for (const signal of signals) process.off(signal, end);
      // What nobody reads would keep the process alive. By then its exit code is set.
      if (isUnread) setImmediate(() => process.exit());
    },
  };
}

/** Real ms for a reader of stdout to go on reading once the command should end. */
const LAST_WORDS_MS = 2_000;

/** True when a stream has room again; false when it is closed, or has stood still for too long after the signal. */
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
