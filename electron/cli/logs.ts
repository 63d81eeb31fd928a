import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostbenchError } from '../../shared/errors.ts';
import { isLogLevel, LOG_LEVELS, type LogLevel } from '../../shared/settings.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { logFile, logFiles } from '../engine/log-file.ts';
import { isThere, openRegularFile, readRegularFile, unreadable } from '../engine/read-file.ts';
import { type CommandIo, wholeNumber } from './io.ts';

export interface LogsOptions {
  dataDir: string;
  level?: string;
  /** How many of the newest to print; a number as typed. */
  limit?: string;
  follow?: boolean;
  json?: boolean;
}

/** Ms between two checks of a followed log. */
const LOOK_EVERY_MS = 200;

interface LogLine {
  level: LogLevel;
  time: string;
  msg: string;
  details: Record<string, unknown>;
}

/** Bytes of an older file: those it is rotated at, and one line that had far more. */
const LARGEST = 64 * 1024 * 1024;

/** Reads, and names the file where that fails. Throws PB_FILE_UNREADABLE. */
function ofFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { message, remedy } = unreadable(error);
    throw new PostbenchError('PB_FILE_UNREADABLE', message, { remedy, place: { file: path } });
  }
}

/** One line of the file; a truncated or foreign one is shown as a warning, whatever the level. */
function read(text: string): LogLine {
  try {
    const { level, time, msg, ...details } = JSON.parse(text) as Record<string, unknown>;
    if (typeof level === 'string' && isLogLevel(level) && typeof time === 'string' && typeof msg === 'string')
      return { level, time, msg, details };
  } catch {
    // A partial line, written when the disk was full.
  }
  return { level: 'fatal', time: '', msg: text, details: {} };
}

function detail([name, value]: [string, unknown]): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `${name}=${/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)}`;
}

/** An error's stack on lines of its own: it is the reason people read a log. */
function stackOf(details: Record<string, unknown>): string[] {
  const { stack } = (details.error ?? {}) as { stack?: unknown };
  return typeof stack === 'string' ? stack.split('\n').map((line) => `    ${line.trim()}`) : [];
}

function asText(line: LogLine): string[] {
  const { error, ...rest } = line.details;
  const parts = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  const head = [line.time, line.level.toUpperCase().padEnd(5), line.msg, ...parts.map(detail)].join(' ');
  const stack = stackOf(line.details);
  return [
    head.trim(),
    ...(error !== undefined && stack.length === 0 ? [`    ${JSON.stringify(error)}`] : stack),
  ];
}

function asJson({ details, ...line }: LogLine): string {
  return toJson({ ...line, ...details });
}

/** Follows a file across its rotation: the file that was open is first read to its end. */
class Tail {
  readonly #path: string;
  #file: number | undefined;
  #offset = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
    if (!isThere(path)) return;
    this.#file = ofFile(path, () => openRegularFile(path));
  }

  /** Complete lines added since the last call. */
  next(): string[] {
    const lines = this.#read();
    const now = statSync(this.#path, { throwIfNoEntry: false });
    if (now === undefined || (this.#file !== undefined && fstatSync(this.#file).ino === now.ino))
      return lines;
    this.close();
    this.#file = ofFile(this.#path, () => openRegularFile(this.#path));
    this.#offset = 0;
    return [...lines, ...this.#read()];
  }

  #read(): string[] {
    if (this.#file === undefined) return [];
    const length = fstatSync(this.#file).size - this.#offset;
    if (length <= 0) return [];
    const bytes = Buffer.alloc(length);
    this.#offset += readSync(this.#file, bytes, 0, length, this.#offset);
    const lines = `${this.#rest}${bytes.toString('utf8')}`.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** Prints the log, oldest first, and returns the exit code. It only reads, so an app may be running. */
export async function logs(options: LogsOptions, io: CommandIo): Promise<number> {
  const limit =
    options.limit === undefined
      ? undefined
      : wholeNumber(options.limit, '--limit', 1, Number.MAX_SAFE_INTEGER);
  const least = LOG_LEVELS.indexOf(isLogLevel(options.level) ? options.level : 'debug');
  const wanted = (text: string): LogLine[] => {
    const line = read(text);
    return LOG_LEVELS.indexOf(line.level) >= least ? [line] : [];
  };
  const print = (line: LogLine) => {
    if (options.json) io.out(asJson(line));
    else for (const text of asText(line)) io.out(printable(text));
  };
  const files = logFiles(logFile(resolve(options.dataDir)));
  const older = files.slice(0, -1).flatMap((file) => {
    if (!isThere(file)) return [];
    return ofFile(file, () => readRegularFile(file, LARGEST).toString('utf8'))
      .split('\n')
      .filter(Boolean)
      .flatMap(wanted);
  });
  const tail = new Tail(files.at(-1)!);
  try {
    const all = [...older, ...tail.next().flatMap(wanted)];
    all.slice(limit === undefined ? 0 : -limit).forEach(print);
    while (options.follow && !io.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: io.signal }).catch(() => {});
      tail.next().flatMap(wanted).forEach(print);
    }
  } finally {
    tail.close();
  }
  return 0;
}
