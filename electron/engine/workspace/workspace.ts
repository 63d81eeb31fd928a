import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CHECK_FILE } from '../../../shared/checks/config.ts';
import type { DeletedFile, SavedPostback } from '../../../shared/contract/workspace.ts';
import { findProfile, PROFILES } from '../../../shared/delivery/profiles/all.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Recorded } from '../../../shared/scenario/record.ts';
import { recordedExpectations } from '../../../shared/scenario/recorded-expectations.ts';
import { type Scenario, type ScenarioInput, scenarioSchema } from '../../../shared/scenario/schema.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { fileStem } from '../../../shared/workspace/names.ts';
import { profileId } from '../../../shared/workspace/rules.ts';
import { settingsOf, WORKSPACE_FILE, type WorkspaceSettings } from '../../../shared/workspace/schema.ts';
import type { Problem, WorkspaceFile, WorkspaceView } from '../../../shared/workspace/view.ts';
import { errorCode, isThere, readRegularFile, unlistable, unreadable } from '../read-file.ts';
import { Signal } from '../signal.ts';
import type { Contents, FileKind, ReadYaml } from './file-kinds.ts';
import { hasText, LARGEST_FILE, readText, throwProblem, versionOf, writeFree } from './files.ts';
import { requireInside } from './inside-workspace.ts';
import {
  createPostback,
  deletePostback,
  type NewPostback,
  renamePostback,
  restorePostback,
  savePostback,
} from './postback-files.ts';
import { schemaProblems } from './schemas.ts';
import { rememberPlaces } from './step-places.ts';
import { unknownEndpoints, unknownProgram } from './unknown-names.ts';
import { yamlText } from './written-scalars.ts';
import { yamlReader } from './yaml-reader.ts';

const YAML_NAME = /^[^.].*\.ya?ml$/i;

/** Reads one scenario file. Throws PB_FILE_UNREADABLE or PB_SCENARIO_INVALID with line and column. */
export function readScenario(path: string): Scenario {
  const read = yamlReader.now('scenario', path, readText(path));
  if (!read.ok) throwProblem('PB_SCENARIO_INVALID', read.problems);
  rememberPlaces(read);
  return read.content;
}

/** Reads one postback file. Throws PB_FILE_UNREADABLE or PB_POSTBACK_INVALID with line and column. */
export function readPostback(path: string): Postback {
  const read = yamlReader.now('postback', path, readText(path));
  return read.ok ? read.content : throwProblem('PB_POSTBACK_INVALID', read.problems);
}

/** The workspace that a file belongs to: its folder, or the nearest one above that has a postbench.yaml. */
export function findWorkspaceFolder(file: string): string | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (isThere(join(folder, WORKSPACE_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function recordedHeading(leftOut: number): string {
  const lines = [
    'Recorded from steps taken by hand. With its start and seed it repeats their values;',
    'without them, each run has new ids and starts now.',
    ...(leftOut === 0
      ? []
      : [`Left out: ${leftOut} of the steps, since they changed something that a run had created.`]),
  ];
  return `${lines.map((line) => `# ${line}`).join('\n')}\n`;
}

/** The YAML files in a folder of the workspace, '' for its own; a folder that cannot be listed is a problem. */
function namesIn(workspace: string, folder: string, problems: Problem[]): string[] {
  try {
    return readdirSync(join(workspace, folder))
      .filter((name) => YAML_NAME.test(name))
      .sort();
  } catch (error) {
    // A workspace needs no postbacks/ or scenarios/ folder.
    if (errorCode(error) === 'ENOENT' && !isThere(join(workspace, folder))) return [];
    problems.push({ file: folder === '' ? '.' : folder, line: null, column: null, ...unlistable(error) });
    return [];
  }
}

/** What a view says, without what follows from it: a file's content follows from its version. */
function stateOf({
  settings,
  ruleLines,
  postbacks,
  scenarios,
  profiles,
  check,
  problems,
}: WorkspaceView): string {
  const files = [...postbacks, ...scenarios, ...profiles, check].map((one) => [one?.file, one?.version]);
  return JSON.stringify([settings, ruleLines, files, problems]);
}

/** The kind of a YAML file of a workspace, by its path. */
function kindOf(file: string): FileKind {
  if (file === WORKSPACE_FILE) return 'workspace';
  if (file === CHECK_FILE) return 'check';
  if (file.startsWith('postbacks/')) return 'postback';
  return file.startsWith('profiles/') ? 'profile' : 'scenario';
}

/**
 * Reads all YAML files of a folder without blocking, so that opening or reloading it as a workspace takes no time
 * afterwards. Never rejects; what cannot be read is said by the one who opens it.
 */
export async function prepareWorkspace(folder: string, signal?: AbortSignal): Promise<void> {
  const unlisted: Problem[] = [];
  const files = ['', 'postbacks', 'scenarios', 'profiles'].flatMap((inner) =>
    namesIn(folder, inner, unlisted).map((name) => (inner === '' ? name : `${inner}/${name}`)),
  );
  for (const file of files) {
    await prepareFile(kindOf(file), join(folder, file), { file, signal });
    // Each takes a few ms at most: what has to be done meanwhile is done between them.
    await setImmediate();
  }
}

/** Reads one YAML file without blocking, as \`prepareWorkspace\` does; \`file\` is how its place is named. */
export async function prepareFile(
  kind: FileKind,
  path: string,
  { file = path, signal }: { file?: string; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  let text: string;
  try {
    text = readRegularFile(path, LARGEST_FILE).toString('utf8');
  } catch {
    return;
  }
  await yamlReader.prepare([{ kind, file, text }], signal);
}

/**
 * A folder of YAML files. An invalid file is reported with its place and left as it is; the rest loads. While
 * postbench.yaml is invalid, the last valid settings stay in force.
 */
export class Workspace {
  readonly folder: string;
  readonly #changed = new Signal();
  #ruleLines: readonly number[] = [];
  #view: WorkspaceView;

  /** Opens a folder. Throws PB_WORKSPACE_MISSING without a postbench.yaml, PB_WORKSPACE_INVALID if it is invalid. */
  constructor(folder: string) {
    this.folder = resolve(folder);
    // A link that leads nowhere is there, and reading it says what is wrong with it.
    if (!isThere(join(this.folder, WORKSPACE_FILE))) {
      throw new PostbenchError('PB_WORKSPACE_MISSING', `${this.folder} has no ${WORKSPACE_FILE}.`, {
        remedy:
          'Open a folder that has one, or turn this one into a workspace: “New workspace…” in the app, or postbench init.',
      });
    }
    const problems: Problem[] = [];
    const settings = this.#readSettings(problems);
    if (settings === null) throwProblem('PB_WORKSPACE_INVALID', problems);
    this.#view = this.#load(settings, 1);
  }

  get view(): WorkspaceView {
    return this.#view;
  }

  /** Reads all files again; true if anything is different. */
  reload(): boolean {
    const next = this.#load(this.#view.settings, this.#view.revision + 1);
    if (stateOf(next) === stateOf(this.#view)) return false;
    this.#view = next;
    this.#changed.tell();
    return true;
  }

  /**
   * Reads all files again like `reload`, and without blocking, however long it takes. Errors of the disk are problems of
   * the view; this never rejects.
   */
  async refresh(): Promise<boolean> {
    await prepareWorkspace(this.folder);
    return this.reload();
  }

  /** Calls back when anything in the view is different. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** Changes files and reads them again, even after a refusal: its cause may be a change that nobody has seen yet. */
  #changing<T>(change: () => T): T {
    try {
      return change();
    } finally {
      this.reload();
    }
  }

  /** A scenario of this workspace. Throws PB_SCENARIO_INVALID, even if there is none. */
  scenario(file: string): Scenario {
    const found = this.#view.scenarios.find((scenario) => scenario.file === file);
    if (found?.content) return found.content;
    const problems = this.#view.problems.filter((problem) => problem.file === file);
    if (problems.length > 0) throwProblem('PB_SCENARIO_INVALID', problems);
    throw new PostbenchError('PB_SCENARIO_INVALID', `This workspace has no scenario ${file}.`, {
      remedy: 'Select one from the list. The list is refreshed whenever a file changes.',
      place: { file },
    });
  }

  /**
   * Writes the changes of a postback into its file, atomically and keeping the user's comments. Throws
   * PB_FILE_CHANGED when the file is no longer the one that was read as `version` (unless `force`),
   * PB_POSTBACK_UNKNOWN if it is missing, PB_POSTBACK_INVALID if it cannot be read as a postback,
   * PB_FILE_UNWRITABLE.
   */
  savePostback(file: string, version: string, postback: Postback, force: boolean): SavedPostback {
    const scenarios = this.#changing(() => savePostback(this.#view, { file, version, postback, force }));
    return { ...this.#postback(file), scenarios };
  }

  /**
   * Writes a new postback under a free file name made from its name. Throws PB_ARGUMENT_INVALID for an invalid
   * name, PB_POSTBACK_UNKNOWN or PB_POSTBACK_INVALID for a `from` that is missing or invalid, PB_FILE_UNWRITABLE.
   */
  createPostback(wanted: NewPostback): WorkspaceFile<Postback> {
    this.reload();
    return this.#postback(this.#changing(() => createPostback(this.#view, wanted)));
  }

  /**
   * Renames a postback; its file stays where it is, since deliveries and git know it by its path.
   * Expectations of scenarios that named it follow. Throws as `savePostback`, and PB_ARGUMENT_INVALID.
   */
  renamePostback(file: string, version: string, name: string): SavedPostback {
    this.reload();
    const scenarios = this.#changing(() => renamePostback(this.#view, { file, version, name }));
    return { ...this.#postback(file), scenarios };
  }

  /**
   * Deletes a postback's file and returns what restores it. Throws PB_FILE_CHANGED, PB_POSTBACK_UNKNOWN,
   * PB_FILE_UNREADABLE, PB_FILE_UNWRITABLE.
   */
  deletePostback(file: string, version: string): DeletedFile {
    return this.#changing(() => deletePostback(this.#view, file, version));
  }

  /** Restores a deleted postback's file. Throws PB_FILE_TAKEN, PB_ARGUMENT_INVALID, PB_FILE_UNWRITABLE. */
  restorePostback(deleted: DeletedFile): WorkspaceFile<Postback> {
    this.#changing(() => restorePostback(this.folder, deleted));
    return this.#postback(deleted.file);
  }

  /** A postback after its file was written. */
  #postback(file: string): WorkspaceFile<Postback> {
    return this.#view.postbacks.find((entry) => entry.file === file)!;
  }

  /**
   * Writes a recorded scenario into scenarios/, under a free name made from its name; returns the file. Throws
   * PB_SCENARIO_INVALID for one that could not be read again, PB_FILE_UNWRITABLE.
   */
  saveScenario({ scenario, leftOut }: Recorded): string {
    const { settings, postbacks } = this.#view;
    const expect = recordedExpectations(
      scenarioSchema.parse(scenario),
      settings.world,
      postbacks.flatMap(({ content }) => content ?? []),
      settings.sending,
    );
    const whole = expect.length === 0 ? scenario : { ...scenario, expect };
    return this.#writeScenario(whole, recordedHeading(leftOut));
  }

  /** Writes the story of a check as a scenario, as `saveScenario` does. */
  saveStory(scenario: ScenarioInput): string {
    return this.#writeScenario(
      scenario,
      '# The story of a check: it sends the same postbacks in the same order.\n',
    );
  }

  #writeScenario(scenario: ScenarioInput, heading: string): string {
    const text = `${heading}${yamlText(scenario)}`;
    const stem = fileStem(scenario.name, 'scenario');
    const read = yamlReader.now('scenario', `scenarios/${stem}.yaml`, text);
    if (!read.ok) throwProblem('PB_SCENARIO_INVALID', read.problems);
    const same = this.#view.scenarios.find(({ file }) => hasText(join(this.folder, file), text));
    if (same !== undefined) return same.file;
    requireInside(this.folder, join(this.folder, 'scenarios'));
    return this.#changing(() => `scenarios/${writeFree(join(this.folder, 'scenarios'), stem, text)}`);
  }

  /**
   * Changes what postbench.yaml and profiles/ say about sending; see settings-edits. Throws as the edit does, and
   * PB_WORKSPACE_INVALID while postbench.yaml is invalid, so that its content is not lost.
   */
  edit<T>(change: (view: WorkspaceView) => T): T {
    this.reload();
    return this.#changing(() => change(this.#view));
  }

  /** Gone while the workspace is open: the app continues with what it last read. */
  #unreadable(error: unknown): { message: string; remedy: string } {
    if (existsSync(this.folder)) return unreadable(error);
    const message = `The folder ${this.folder} no longer exists.`;
    return { message, remedy: 'Restore it, or open another folder.' };
  }

  #read<Kind extends FileKind>(
    file: string,
    kind: Kind,
    problems: Problem[],
    onGood?: (read: Extract<ReadYaml<Contents[Kind]>, { ok: true }>) => void,
  ): WorkspaceFile<Contents[Kind]> {
    const path = join(this.folder, file);
    let text: string;
    try {
      text = readRegularFile(path, LARGEST_FILE).toString('utf8');
    } catch (error) {
      problems.push({ file, line: null, column: null, ...this.#unreadable(error) });
      return { file, version: '', content: null };
    }
    const read = yamlReader.now(kind, file, text);
    if (read.ok) onGood?.(read);
    else problems.push(...read.problems);
    return { file, version: versionOf(text), content: read.ok ? read.content : null };
  }

  #readSettings(problems: Problem[]): WorkspaceSettings | null {
    const { content } = this.#read(WORKSPACE_FILE, 'workspace', problems, ({ places }) => {
      // Those of each endpoint are listed in their order.
      this.#ruleLines = Object.values(places).map(({ line }) => line ?? 1);
    });
    return content && settingsOf(content);
  }

  #load(lastSettings: WorkspaceSettings, revision: number): WorkspaceView {
    const problems: Problem[] = [];
    const settings = this.#readSettings(problems) ?? lastSettings;
    const postbacks = namesIn(this.folder, 'postbacks', problems).map((name) =>
      this.#read(`postbacks/${name}`, 'postback', problems, (read) =>
        problems.push(...unknownProgram(read, settings.world), ...unknownEndpoints(read, settings)),
      ),
    );
    const { firstScenario } = settings;
    const named = [
      ...namesIn(this.folder, '', problems).filter((name) => name !== WORKSPACE_FILE && name !== CHECK_FILE),
      ...namesIn(this.folder, 'scenarios', problems).map((name) => `scenarios/${name}`),
    ];
    const first = named.filter((file) => file === firstScenario);
    const scenarioFiles = [...first, ...named.filter((file) => file !== firstScenario)];
    if (firstScenario !== undefined && first.length === 0) {
      problems.push({
        file: WORKSPACE_FILE,
        line: null,
        column: null,
        message: `firstScenario: there is no scenario file ${firstScenario}.`,
        remedy: 'Use a file in this workspace, or leave it out.',
      });
    }
    const scenarios = scenarioFiles.map((file) => this.#read(file, 'scenario', problems, rememberPlaces));
    const profiles = namesIn(this.folder, 'profiles', problems).map((name) =>
      this.#read(`profiles/${name}`, 'profile', problems),
    );
    const wanted = settings.sending.profile;
    if (findProfile(wanted) === undefined && !profiles.some(({ file }) => profileId(file) === wanted)) {
      problems.push({
        file: WORKSPACE_FILE,
        line: null,
        column: null,
        message: `sending.profile: there is no sender profile "${wanted}".`,
        remedy: `Use one of ${PROFILES.map(({ id }) => id).join(', ')}, or create profiles/${wanted}.yaml.`,
      });
    }
    problems.push(...schemaProblems(this.folder));
    // A link that leads nowhere is there, and is said.
    const check = isThere(join(this.folder, CHECK_FILE))
      ? this.#read(CHECK_FILE, 'check', problems, (read) =>
          problems.push(...unknownEndpoints(read, settings)),
        )
      : null;
    return {
      revision,
      folder: this.folder,
      settings,
      ruleLines: [...this.#ruleLines],
      postbacks,
      scenarios,
      profiles,
      check,
      problems,
    };
  }
}
