import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileSync as replaceFileSync } from 'atomically';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import type { Problem } from '../../../shared/workspace/view.ts';

/** The code of what is neither a file nor a folder. */
const NO_FILE = 'PB_NO_FILE';

/** Identifies a file's content, so that a change of it is noticed. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The system's error code, such as "ENOENT"; undefined for other errors. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Why a file cannot be read, and what to do. */
export function unreadable(error: unknown): { message: string; remedy: string } {
  const code = errorCode(error);
  if (code === 'ENOENT') return { message: 'There is no such file.', remedy: 'Check its path.' };
  if (code === 'ELOOP')
    return {
      message: 'This is a symbolic link that leads back to itself.',
      remedy: 'Point the link at a file, or replace it with one.',
    };
  if (code === NO_FILE)
    return { message: 'This is a pipe or a device, not a file.', remedy: 'Replace it with a file.' };
  if (code === 'EISDIR') return { message: 'This is a folder.', remedy: 'Use a file in it.' };
  const message = `The file cannot be read: ${messageOf(error)}.`;
  return { message, remedy: 'Check that you have permission to read it.' };
}

/** Reads a file. Throws PB_FILE_UNREADABLE with its path. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { message, remedy } = unreadable(error);
    throw new PostbenchError('PB_FILE_UNREADABLE', message, { remedy, place: { file: path } });
  }
}

/**
 * Reads a file of a workspace. A pipe or a device there is refused: reading it would never end, and nothing else would
 * happen meanwhile. Throws what `unreadable` explains.
 */
export function readWorkspaceFile(path: string): string {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory())
    throw Object.assign(new Error('It is a pipe or a device.'), { code: NO_FILE });
  return readFileSync(path, 'utf8');
}

/** Reads a text file. Throws PB_FILE_UNREADABLE with its path. */
export function readText(path: string): string {
  return readBytes(path).toString('utf8');
}

/** Bytes of a file; 0 if it is missing or cannot be looked at, which reading it then reports. */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Throws the first problem of a file as an error, for callers that need the whole file to be valid. */
export function throwProblem(
  code: 'PB_SCENARIO_INVALID' | 'PB_POSTBACK_INVALID' | 'PB_WORKSPACE_INVALID',
  problems: readonly Problem[],
): never {
  const [first, ...more] = problems as [Problem, ...Problem[]];
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new PostbenchError(code, `${first.message}${others}`, {
    remedy: first.remedy,
    place: { file: first.file, line: first.line ?? undefined, column: first.column ?? undefined },
  });
}

/** What is thrown when a file cannot be written. */
export function unwritable(path: string, error: unknown): PostbenchError {
  return new PostbenchError('PB_FILE_UNWRITABLE', `${path} cannot be written: ${messageOf(error)}.`, {
    remedy:
      'Check that you have permission to write the file and that the disk is not full. Nothing was changed.',
    place: { file: path },
  });
}

/** Creates a folder and its parents. Throws PB_FILE_UNWRITABLE. */
export function makeFolder(folder: string): void {
  try {
    makeMissing(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** One level after the other: where none can be made, as under /proc, Node's own recursion never ends. */
function makeMissing(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeMissing(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw error;
  }
}

/** Replaces a file's text atomically; its mode stays. Throws PB_FILE_UNWRITABLE. */
export function replaceText(path: string, text: string): void {
  try {
    replaceFileSync(path, text, existsSync(path) ? { mode: statSync(path).mode } : {});
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
    const taken = readdirSync(folder).some(
      (name) => name.toLowerCase().replace(/\.ya?ml$/, '') === candidate,
    );
    const name = `${candidate}.yaml`;
    if (!taken && writeNew(join(folder, name), text)) return name;
  }
}
