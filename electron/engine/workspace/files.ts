import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, constants, copyFileSync, linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PostbenchError } from '../../../shared/errors.ts';
import { LARGEST_POSTBACK } from '../../../shared/template/postback-size.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import { unwritable } from '../disk-errors.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { errorCode, readRegularFile, unreadable } from '../read-file.ts';
import { replaceFile } from '../write-file.ts';

/** Bytes that a file may have. Larger ones are not read, so that a wrong file cannot stall the engine. */
export const LARGEST_FILE = LARGEST_POSTBACK;

/** Identifies a file's content, so that a change of it is noticed. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Reads a file. Throws PB_FILE_UNREADABLE with its path. */
export function readBytes(path: string): Buffer {
  try {
    return readRegularFile(path, LARGEST_FILE);
  } catch (error) {
    const { message, remedy } = unreadable(error);
    throw new PostbenchError('PB_FILE_UNREADABLE', message, { remedy, place: { file: path } });
  }
}

/** Reads a text file. Throws PB_FILE_UNREADABLE with its path. */
export function readText(path: string): string {
  return readBytes(path).toString('utf8');
}

/** Whether a file says exactly this; one that cannot be read does not. */
export function hasText(path: string, text: string): boolean {
  try {
    return readText(path) === text;
  } catch {
    return false;
  }
}

/** What is said after the listed problems of a file that has more. */
export const MORE_PROBLEMS = 'More problems of this file are not listed.';

/** Throws the first problem of a file as an error, for callers that need the whole file to be valid. */
export function throwProblem(
  code: 'PB_SCENARIO_INVALID' | 'PB_POSTBACK_INVALID' | 'PB_WORKSPACE_INVALID' | 'PB_RULES_INVALID',
  problems: readonly Problem[],
): never {
  const [first, ...more] = problems as [Problem, ...Problem[]];
  const isCut = more.at(-1)?.message === MORE_PROBLEMS;
  const others = more.length === 0 ? '' : ` (and ${isCut ? `at least ${more.length}` : more.length} more)`;
  throw new PostbenchError(code, `${first.message}${others}`, {
    remedy: first.remedy,
    place: { file: first.file, line: first.line ?? undefined, column: first.column ?? undefined },
  });
}

/** Creates a folder and its parents. Throws PB_FILE_UNWRITABLE. */
export function makeFolder(folder: string): void {
  try {
    makeMissingFolders(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Replaces a file's text atomically; its mode stays. Throws PB_FILE_UNWRITABLE. */
export function replaceText(path: string, text: string): void {
  try {
    replaceFile(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Replaces the text of several files, all or none: if one cannot be written, those before it get their former text
 * back. Throws PB_FILE_UNWRITABLE.
 */
export function replaceTexts(changes: readonly { path: string; before: string; text: string }[]): void {
  const done: { path: string; before: string }[] = [];
  try {
    for (const { path, before, text } of changes) {
      replaceText(path, text);
      done.push({ path, before });
    }
  } catch (error) {
    for (const { path, before } of done) replaceText(path, before);
    throw error;
  }
}

/** On a file system without hard links, a copy that never overwrites is the next best thing. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * Writes a new file: completely or not at all, and never over another one, even if that one appears
 * in the meantime. False if there is one. Throws PB_FILE_UNWRITABLE.
 */
export function writeNew(path: string, content: string | Buffer, mode?: number): boolean {
  const temporary = join(dirname(path), `.postbench-${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx', flush: true });
    // The mode of a new file is reduced by the umask; a restored file has its own.
    if (mode !== undefined) chmodSync(temporary, mode);
    try {
      linkSync(temporary, path);
    } catch (error) {
      if (!NO_LINKS.has(errorCode(error))) throw error;
      copyFileSync(temporary, path, constants.COPYFILE_EXCL);
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Writes a new YAML file under the first free name of `stem`, `stem-2` … and returns that name with its ending. A
 * name counts as taken regardless of its case and of .yaml or .yml: two such files would be one on other
 * systems, or look alike. Throws PB_FILE_UNWRITABLE.
 */
export function writeFree(folder: string, stem: string, text: string): string {
  makeFolder(folder);
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? stem : `${stem}-${n}`;
    const taken = namesIn(folder).some((name) => name.toLowerCase().replace(/\.ya?ml$/, '') === candidate);
    const name = `${candidate}.yaml`;
    if (!taken && writeNew(join(folder, name), text)) return name;
  }
}

/** Throws PB_FILE_UNWRITABLE where a folder cannot be listed, since then no name in it is known to be free. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
}
