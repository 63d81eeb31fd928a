import { existsSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DeletedFile } from '../../../shared/contract/workspace.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { type Postback, postbackSchema } from '../../../shared/template/postback.ts';
import { refuseTooLarge } from '../../../shared/template/postback-size.ts';
import { fileStem, firstPostback, nameProblem } from '../../../shared/workspace/names.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { unwritable } from '../disk-errors.ts';
import { editYaml } from './edit-yaml.ts';
import {
  makeFolder,
  readBytes,
  readText,
  replaceTexts,
  throwProblem,
  versionOf,
  writeFree,
  writeNew,
} from './files.ts';
import { requireInside } from './inside-workspace.ts';
import { newPostbackText, postbackText } from './postback-text.ts';
import { yamlReader } from './yaml-reader.ts';

/** A postback to write: `postback` under the name, or what `from` is on disk, or a new one. */
export interface NewPostback {
  name: string;
  postback?: Postback | undefined;
  /** A file of the workspace whose comments and order are kept. */
  from?: string | undefined;
}

/** Valid names of a file in postbacks/: no folder, no hidden file, nothing outside the folder. */
const POSTBACK_PATH = /^postbacks\/[^./\\:\0][^/\\:\0]*\.ya?ml$/i;

/** The names of a workspace's postbacks, except one file's. */
function otherNames({ postbacks }: WorkspaceView, file?: string): string[] {
  return postbacks.flatMap((entry) =>
    entry.content === null || entry.file === file ? [] : [entry.content.name],
  );
}

/** The name as it is stored. Throws PB_ARGUMENT_INVALID for an invalid one. */
function checkedName(name: string, others: readonly string[]): string {
  const problem = nameProblem(name, others);
  if (problem === undefined) return name.trim();
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `The name "${shown}" ${problem}.`, {
    remedy: 'Use another name. Nothing was changed.',
  });
}

/** The path of a postback's file. Throws PB_POSTBACK_UNKNOWN if the workspace does not have it. */
function pathOf({ folder, postbacks }: WorkspaceView, file: string): string {
  const path = join(folder, file);
  if (postbacks.some((entry) => entry.file === file) && existsSync(path)) return path;
  throw new PostbenchError('PB_POSTBACK_UNKNOWN', `The workspace no longer has a file ${file}.`, {
    remedy: 'Save your version as a new postback.',
    place: { file },
  });
}

function checkVersion(file: string, text: string, version: string): void {
  if (versionOf(text) === version) return;
  throw new PostbenchError('PB_FILE_CHANGED', `${file} has changed on disk since you opened it.`, {
    remedy: 'Look at the version on disk, then try again.',
    place: { file },
  });
}

/** A postback's text and its content. Throws PB_POSTBACK_INVALID. */
function readPostbackText(file: string, path: string): { text: string; content: Postback } {
  const text = readText(path);
  const read = yamlReader.now('postback', file, text);
  return read.ok ? { text, content: read.content } : throwProblem('PB_POSTBACK_INVALID', read.problems);
}

/** The scenarios whose expectations name a postback, with its new name. A name that two share means neither. */
function renamedInScenarios(
  view: WorkspaceView,
  file: string,
  before: string,
  after: string,
): { file: string; path: string; before: string; text: string }[] {
  if (before === after || otherNames(view, file).includes(before)) return [];
  return view.scenarios.flatMap((scenario) => {
    const places = namedAt(scenario.content, before);
    if (places.length === 0) return [];
    const path = join(view.folder, scenario.file);
    const text = readText(path);
    // Changed since it was read, so positions are no longer known.
    if (versionOf(text) !== scenario.version) return [];
    const changes = places.map((at) => ({ path: ['expect', at, 'deliveries', 'postback'], value: after }));
    return [{ file: scenario.file, path, before: text, text: editYaml(text, changes) }];
  });
}

/** Which of a scenario's expectations, from 0, are about a postback of that name. */
function namedAt(scenario: Scenario | null, name: string): number[] {
  return (scenario?.expect ?? []).flatMap((expectation, at) =>
    'deliveries' in expectation && expectation.deliveries.postback === name ? [at] : [],
  );
}

interface Save {
  file: string;
  version: string;
  postback: Postback;
  force: boolean;
}

/** Writes the changes of a postback and of the scenarios that name it; returns the scenarios' files. */
export function savePostback(view: WorkspaceView, { file, version, postback, force }: Save): string[] {
  const path = pathOf(view, file);
  if (!force) checkVersion(file, readText(path), version);
  const { text, content } = readPostbackText(file, path);
  const scenarios = renamedInScenarios(view, file, content.name, postback.name);
  const after = postbackText(text, content, postback);
  refuseTooLarge(file, Buffer.byteLength(after));
  const changes = [{ path, before: text, text: after }, ...scenarios];
  for (const change of changes) requireInside(view.folder, change.path);
  replaceTexts(changes);
  return scenarios.map((scenario) => scenario.file);
}

/** Renames a postback; returns the scenarios that name it. */
export function renamePostback(
  view: WorkspaceView,
  { file, version, name }: { file: string; version: string; name: string },
): string[] {
  const checked = checkedName(name, otherNames(view, file));
  const { content } = readPostbackText(file, pathOf(view, file));
  return savePostback(view, { file, version, postback: { ...content, name: checked }, force: false });
}

/** Writes a new postback under a free file name; returns the file. */
export function createPostback(view: WorkspaceView, { name, postback, from }: NewPostback): string {
  const checked = checkedName(name, otherNames(view));
  const folder = join(view.folder, 'postbacks');
  const text = textOfNew(view, { name: checked, postback, from });
  refuseTooLarge(`The file of "${checked}"`, Buffer.byteLength(text));
  requireInside(view.folder, folder);
  return `postbacks/${writeFree(folder, fileStem(checked, 'postback'), text)}`;
}

function textOfNew(view: WorkspaceView, { name, postback, from }: NewPostback): string {
  if (from !== undefined) {
    const { text, content } = readPostbackText(from, pathOf(view, from));
    return postbackText(text, content, { ...(postback ?? content), name });
  }
  const others = view.postbacks.flatMap(({ content }) => (content === null ? [] : [content]));
  return newPostbackText(
    postback === undefined ? postbackSchema.parse(firstPostback(name, others)) : { ...postback, name },
  );
}

/** Deletes a postback's file; returns what restores it. */
export function deletePostback(view: WorkspaceView, file: string, version: string): DeletedFile {
  const path = pathOf(view, file);
  const bytes = readBytes(path);
  const { mode } = statSync(path);
  checkVersion(file, bytes.toString('utf8'), version);
  requireInside(view.folder, dirname(path));
  try {
    unlinkSync(path);
  } catch (error) {
    throw unwritable(path, error);
  }
  return { file, bytes: bytes.toString('base64'), mode: mode & 0o777 };
}

/** Restores a deleted postback's file byte for byte. */
export function restorePostback(folder: string, { file, bytes, mode }: DeletedFile): void {
  if (!POSTBACK_PATH.test(file)) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `"${file}" is not the path of a postback.`, {
      remedy: 'Postbacks are YAML files in postbacks/, such as postbacks/acme.yaml.',
    });
  }
  requireInside(folder, join(folder, file));
  makeFolder(join(folder, 'postbacks'));
  if (writeNew(join(folder, file), Buffer.from(bytes, 'base64'), mode)) return;
  throw new PostbenchError('PB_FILE_TAKEN', `There is a file ${file} again.`, {
    remedy: 'Rename or move that file, then undo again. The deleted postback is kept until then.',
    place: { file },
  });
}
