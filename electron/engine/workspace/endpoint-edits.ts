import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EndpointChange, FormerFile } from '../../../shared/contract/workspace.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { DEFAULT_ENDPOINT } from '../../../shared/receiver/endpoints/endpoint-name.ts';
import {
  ACCESS_KEYS,
  type EndpointSettings,
  endpointSettings,
} from '../../../shared/receiver/endpoints/endpoint-settings.ts';
import { endpointOfUrl, localPrefix } from '../../../shared/receiver/endpoints/local-url.ts';
import { WORKSPACE_FILE, type WorkspaceSettings } from '../../../shared/workspace/schema.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { editYaml, type YamlChange } from './edit-yaml.ts';
import { readText, replaceTexts, throwProblem, versionOf } from './files.ts';
import { requireInside } from './inside-workspace.ts';
import { yamlReader } from './yaml-reader.ts';

type Written = Omit<EndpointChange, 'view'>;

interface Edit {
  file: string;
  path: string;
  before: string;
  text: string;
}

/** Files that a change of the endpoints may write. */
const OWN_FILES = /^(?:postbench\.yaml|postbacks\/[^./\\:\0][^/\\:\0]*\.ya?ml)$/i;

/**
 * Writes an endpoint into postbench.yaml: a new one, or the one of a name, whose rules and comments stay. Postbacks
 * whose URL names it follow a new name. Throws PB_ARGUMENT_INVALID for what the file may not say,
 * PB_WORKSPACE_INVALID, PB_FILE_UNWRITABLE.
 */
export function saveEndpoint(view: WorkspaceView, endpoint: EndpointSettings, name?: string): Written {
  const settings = editSettings(view.folder, ({ endpoints }) => {
    const at = endpoints.findIndex((one) => one.name === name);
    // The default endpoint is there even where no file lists it.
    if (at === -1 && (name === undefined || name === DEFAULT_ENDPOINT)) return [added(endpoints, endpoint)];
    if (at === -1) throw unknown(name!);
    return changed(endpointSettings(endpoints[at]!), endpoint).map(({ path, value }) => ({
      path: ['endpoints', at, ...path],
      value,
    }));
  });
  const renamed = name !== undefined && name !== endpoint.name ? renamedUrls(view, name, endpoint.name) : [];
  return write(
    view,
    [settings, ...renamed.map(({ edit }) => edit)],
    renamed.map((one) => one.name),
  );
}

/** Removes an endpoint and its response rules. Throws as `saveEndpoint`. */
export function removeEndpoint(view: WorkspaceView, name: string): Written {
  const edit = editSettings(view.folder, ({ endpoints }) => {
    const at = endpoints.findIndex((one) => one.name === name);
    if (at === -1) throw unknown(name);
    return [{ path: endpoints.length === 1 ? ['endpoints'] : ['endpoints', at], value: undefined }];
  });
  return write(view, [edit], []);
}

/** Puts files back as they were. Throws PB_FILE_CHANGED, before anything is written, if one has changed since. */
export function undoEndpoint({ folder }: WorkspaceView, files: readonly FormerFile[]): void {
  const edits = files.map(({ file, text, version }): Edit => {
    if (!OWN_FILES.test(file)) throw notOurs(file);
    const path = join(folder, file);
    requireInside(folder, path);
    const before = readText(path);
    if (versionOf(before) !== version) {
      throw new PostbenchError(
        'PB_FILE_CHANGED',
        `${file} has changed since, so this can no longer be undone.`,
        {
          remedy: 'Change the endpoint again instead.',
          place: { file },
        },
      );
    }
    return { file, path, before, text };
  });
  for (const { file, text } of edits) {
    const read = yamlReader.now(file === WORKSPACE_FILE ? 'workspace' : 'postback', file, text);
    if (!read.ok) throwProblem('PB_WORKSPACE_INVALID', read.problems);
  }
  replaceTexts(edits);
}

function added(endpoints: WorkspaceSettings['endpoints'], endpoint: EndpointSettings): YamlChange {
  return endpoints.length === 0
    ? { path: ['endpoints'], value: [endpoint] }
    : { path: ['endpoints', endpoints.length], value: endpoint };
}

/** What differs, key by key, so that comments beside the rest stay. */
function changed(before: EndpointSettings, after: EndpointSettings): YamlChange[] {
  const keys = ['name', 'path', 'port', 'tls', 'bind'] as const;
  const plain = keys
    .filter((key) => before[key] !== after[key])
    .map((key): YamlChange => ({ path: [key], value: after[key] }));
  if (after.access === undefined || before.access === undefined) {
    const isSame = after.access === before.access;
    return isSame ? plain : [...plain, { path: ['access'], value: after.access }];
  }
  const [former, access] = [before.access, after.access];
  const inAccess = ACCESS_KEYS.filter((key) => !isDeepStrictEqual(former[key], access[key])).map(
    (key): YamlChange => ({ path: ['access', key], value: access[key] }),
  );
  return [...plain, ...inAccess];
}

/** postbench.yaml as it is on disk, changed. What it may not say is told as an argument: the file itself is right. */
function editSettings(folder: string, changesOf: (settings: WorkspaceSettings) => YamlChange[]): Edit {
  const path = join(folder, WORKSPACE_FILE);
  const before = readText(path);
  const read = yamlReader.now('workspace', WORKSPACE_FILE, before);
  if (!read.ok) throwProblem('PB_WORKSPACE_INVALID', read.problems);
  const changes = changesOf(read.content);
  const text = changes.length === 0 ? before : editYaml(before, changes);
  const after = yamlReader.now('workspace', WORKSPACE_FILE, text);
  if (!after.ok) {
    const why = after.problems[0]?.message ?? '';
    throw new PostbenchError('PB_ARGUMENT_INVALID', `The endpoint cannot be saved: ${why}`, {
      remedy: 'Change it and save it again. Nothing was written.',
    });
  }
  return { file: WORKSPACE_FILE, path, before, text };
}

/** The postbacks whose URL names an endpoint, with its new name in it. */
function renamedUrls(
  { folder, postbacks }: WorkspaceView,
  from: string,
  to: string,
): { name: string; edit: Edit }[] {
  return postbacks.flatMap(({ file, content }) => {
    if (content === null || localPrefix(content.url) === '' || endpointOfUrl(content.url) !== from) return [];
    const path = join(folder, file);
    const before = readText(path);
    const read = yamlReader.now('postback', file, before);
    if (!read.ok || endpointOfUrl(read.content.url) !== from) return [];
    const { name, url } = read.content;
    const value = `endpoint:${to}${url.trimStart().slice(localPrefix(url.trimStart()).length)}`;
    return [{ name, edit: { file, path, before, text: editYaml(before, [{ path: ['url'], value }]) } }];
  });
}

function write({ folder }: WorkspaceView, edits: readonly Edit[], postbacks: string[]): Written {
  const different = edits.filter(({ before, text }) => before !== text);
  for (const { path } of different) requireInside(folder, path);
  replaceTexts(different);
  const former = different.map(({ file, before, text }) => ({
    file,
    text: before,
    version: versionOf(text),
  }));
  return { former, postbacks };
}

function unknown(name: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `${WORKSPACE_FILE} has no endpoint named ${name}.`, {
    remedy: 'Select one from the list. The list is refreshed whenever the file changes.',
  });
}

function notOurs(file: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `${file} does not belong to the endpoints.`, {
    remedy: 'Undo only what was changed here.',
  });
}
