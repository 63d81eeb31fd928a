import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { makeMissingFolders } from './make-folder.ts';

/** Bytes per file, and how many older ones are kept beside it: 5 MiB in total. */
const LARGEST = 1024 * 1024;
const OLDER = 4;

/** The file of a data folder's log; older ones are postbench.1.log to postbench.4.log, the highest the oldest. */
export function logFile(dataFolder: string): string {
  return join(dataFolder, 'logs', 'postbench.log');
}

/** Name of the nth older file of a log: postbench.1.log for postbench.log. */
function olderFile(path: string, n: number): string {
  return n === 0 ? path : path.replace(/(\.log)?$/, `.${n}$1`);
}

/** All files of a log, the oldest first, whether they are there or not. */
export function logFiles(path: string): string[] {
  return Array.from({ length: OLDER + 1 }, (_, n) => olderFile(path, OLDER - n));
}

/**
 * A log file of bounded size. Lines are written at once and no file stays open, so the last lines of a dying process
 * arrive and several processes may append. A full or read-only disk costs lines, nothing else; how many
 * is logged once there is room again.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #largest: number;
  #lost = 0;
  #why = '';

  constructor(path: string, largest = LARGEST) {
    this.#path = path;
    this.#largest = largest;
  }

  /** Writes one line, including its line break. Never throws. */
  write(line: string): void {
    try {
      makeMissingFolders(dirname(this.#path), 0o700);
      const found = statSync(this.#path, { throwIfNoEntry: false });
      // Writing to a pipe that nobody reads would never end.
      if (found?.isFile() === false) throw new Error(`${this.#path} is not a file`);
      const size = found?.size ?? 0;
      if (size > 0 && size + Buffer.byteLength(line) > this.#largest) this.#rotate();
      appendFileSync(this.#path, `${this.#lossLine()}${line}`, { mode: 0o600 });
      this.#lost = 0;
    } catch (error) {
      this.#lost += 1;
      this.#why = messageOf(error);
    }
  }

  /** The failed write may have left a partial line, so this one starts on a new line. */
  #lossLine(): string {
    if (this.#lost === 0) return '';
    const time = new Date().toISOString();
    const msg = `${this.#lost} ${this.#lost === 1 ? 'line' : 'lines'} of this log could not be written.`;
    return `\n${JSON.stringify({ level: 'warn', time, pid: process.pid, why: this.#why, msg })}\n`;
  }

  #rotate(): void {
    const files = logFiles(this.#path);
    files.slice(1).forEach((file, index) => {
      if (statSync(file, { throwIfNoEntry: false }) !== undefined) renameSync(file, files[index]!);
    });
  }
}
