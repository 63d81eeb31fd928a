import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { z } from 'zod';
import type { DeletedFile, SavedPostback } from '../../../shared/contract/workspace.ts';
import {
  certificateHost,
  type TrustedCertificate,
  trustedCertificateSchema,
} from '../../../shared/delivery/certificate.ts';
import { profileSchema } from '../../../shared/delivery/profile.ts';
import { findProfile, PROFILES } from '../../../shared/delivery/profiles.ts';
import type { World } from '../../../shared/domain/program.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Recorded } from '../../../shared/scenario/record.ts';
import { type Scenario, scenarioSchema } from '../../../shared/scenario/schema.ts';
import { type Postback, postbackSchema } from '../../../shared/template/postback.ts';
import { fileStem } from '../../../shared/workspace/names.ts';
import { profileId } from '../../../shared/workspace/rules.ts';
import { WORKSPACE_FILE, type WorkspaceSettings, workspaceSchema } from '../../../shared/workspace/schema.ts';
import type { Problem, WorkspaceFile, WorkspaceView } from '../../../shared/workspace/view.ts';
import { editYaml, type YamlChange } from './edit-yaml.ts';
import { readText, replaceText, sizeOf, throwProblem, unreadable, versionOf, writeFree } from './files.ts';
import {
  createPostback,
  deletePostback,
  type NewPostback,
  renamePostback,
  restorePostback,
  savePostback,
} from './postback-files.ts';
import { rememberPlaces } from './step-places.ts';
import { type ParsedYaml, parseYaml, tooLarge } from './yaml-file.ts';

const YAML_NAME = /^[^.].*\.ya?ml$/i;

/** Reads a YAML file; one that is too large is not even opened. Throws PB_FILE_UNREADABLE. */
function readYaml<T>(path: string, schema: z.ZodType<T>): ParsedYaml<T> {
  const large = tooLarge(path, sizeOf(path));
  return large === undefined ? parseYaml(path, readText(path), schema) : { ok: false, problems: [large] };
}

/** Reads one scenario file. Throws PB_FILE_UNREADABLE or PB_SCENARIO_INVALID with line and column. */
export function readScenario(path: string): Scenario {
  const parsed = readYaml(path, scenarioSchema);
  if (!parsed.ok) throwProblem('PB_SCENARIO_INVALID', parsed.problems);
  rememberPlaces(parsed);
  return parsed.content;
}

/** Reads one postback file. Throws PB_FILE_UNREADABLE or PB_POSTBACK_INVALID with line and column. */
export function readPostback(path: string): Postback {
  const parsed = readYaml(path, postbackSchema);
  return parsed.ok ? parsed.content : throwProblem('PB_POSTBACK_INVALID', parsed.problems);
}

/** The workspace that a file belongs to: its folder, or the nearest one above that has a postbench.yaml. */
export function findWorkspaceFolder(file: string): string | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, WORKSPACE_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A postback of the event level whose program or event type the world does not have: it would never fire. */
function strangerProblems(
  { content, placeOf }: Extract<ParsedYaml<Postback>, { ok: true }>,
  { programs }: World,
): Problem[] {
  const { program: programId, eventType: eventTypeId } = content;
  if (programId === undefined || eventTypeId === undefined) return [];
  const problem = (
    key: 'program' | 'eventType',
    message: string,
    there: readonly { id: string; name: string }[],
  ) => {
    const { file, line = null, column = null } = placeOf([key]);
    const known = there.map(({ id, name }) => `"${id}" (${name.trim()})`).join(', ');
    return { file, line, column, message: `${key}: ${message}.`, remedy: `Use one of ${known}.` };
  };
  const program = programs.find(({ id }) => id === programId);
  if (program === undefined) return [problem('program', `the world has no program "${programId}"`, programs)];
  if (program.eventTypes.some(({ id }) => id === eventTypeId)) return [];
  const message = `${program.name.trim()} has no event type "${eventTypeId}"`;
  return [problem('eventType', message, program.eventTypes)];
}

function recordedHeading(leftOut: number): string {
  const lines = [
    'Recorded from what was done by hand. With its start and seed it plays the same requests to the byte;',
    'without them each run has fresh ids and begins now. Add "expect:" to say what must come of it.',
    ...(leftOut === 0
      ? []
      : [`Left out: ${leftOut} of the things done, since they were done to what a run had made.`]),
  ];
  return `${lines.map((line) => `# ${line}`).join('\n')}\n`;
}

function unknownProfile(id: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `There is no sender profile "${id}".`, {
    remedy: `Use one of ${PROFILES.map((known) => known.id).join(', ')}, or a file of profiles/.`,
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => YAML_NAME.test(name))
      .sort();
  } catch {
    // A workspace needs no postbacks/ or scenarios/ folder.
    return [];
  }
}

/**
 * A folder of YAML files. A file that is wrong is named with its place and left as it is; the rest loads. While
 * postbench.yaml is wrong the last good settings stay in force.
 */
export class Workspace {
  readonly folder: string;
  #view: WorkspaceView;

  /** Opens a folder. Throws PB_WORKSPACE_MISSING without a postbench.yaml, PB_WORKSPACE_INVALID when it is wrong. */
  constructor(folder: string) {
    this.folder = resolve(folder);
    if (!existsSync(join(this.folder, WORKSPACE_FILE))) {
      throw new PostbenchError('PB_WORKSPACE_MISSING', `${this.folder} has no ${WORKSPACE_FILE}.`, {
        remedy:
          'Open a folder that has one, or make it a workspace: “New workspace…” in the app, or postbench init.',
      });
    }
    const problems: Problem[] = [];
    const settings = this.#read(WORKSPACE_FILE, workspaceSchema, problems).content;
    if (settings === null) throwProblem('PB_WORKSPACE_INVALID', problems);
    this.#view = this.#load(settings, 1);
  }

  get view(): WorkspaceView {
    return this.#view;
  }

  /** Reads all files again; true when anything is different. */
  reload(): boolean {
    const next = this.#load(this.#view.settings, this.#view.revision + 1);
    if (JSON.stringify({ ...next, revision: 0 }) === JSON.stringify({ ...this.#view, revision: 0 }))
      return false;
    this.#view = next;
    return true;
  }

  /** A scenario of this workspace. Throws PB_SCENARIO_INVALID, also where there is none. */
  scenario(file: string): Scenario {
    const found = this.#view.scenarios.find((scenario) => scenario.file === file);
    if (found?.content) return found.content;
    const problems = this.#view.problems.filter((problem) => problem.file === file);
    if (problems.length > 0) throwProblem('PB_SCENARIO_INVALID', problems);
    throw new PostbenchError('PB_SCENARIO_INVALID', `This workspace has no scenario ${file}.`, {
      remedy: 'Choose one of the list; it is read again whenever a file changes.',
      place: { file },
    });
  }

  /**
   * Writes what changed of a postback into its file, atomically and with the user's comments. Throws
   * PB_FILE_CHANGED when the file is no longer the one that was read as `version` (unless `force`),
   * PB_POSTBACK_UNKNOWN when it is not there, PB_POSTBACK_INVALID when it cannot be read as a postback,
   * PB_FILE_UNWRITABLE.
   */
  savePostback(file: string, version: string, postback: Postback, force: boolean): SavedPostback {
    const scenarios = savePostback(this.#view, { file, version, postback, force });
    return { ...this.#reloaded(file), scenarios };
  }

  /**
   * Writes a new postback under a free file name made of its own. Throws PB_ARGUMENT_INVALID for a name that cannot
   * be given, PB_POSTBACK_UNKNOWN or PB_POSTBACK_INVALID for a `from` that is not there or wrong, PB_FILE_UNWRITABLE.
   */
  createPostback(wanted: NewPostback): WorkspaceFile<Postback> {
    this.reload();
    return this.#reloaded(createPostback(this.#view, wanted));
  }

  /**
   * Gives a postback another name; its file stays where it is, since deliveries and git know it by its path.
   * Expectations of scenarios that named it follow. Throws as `savePostback`, and PB_ARGUMENT_INVALID.
   */
  renamePostback(file: string, version: string, name: string): SavedPostback {
    this.reload();
    const scenarios = renamePostback(this.#view, { file, version, name });
    return { ...this.#reloaded(file), scenarios };
  }

  /**
   * Deletes a postback's file and returns what restores it. Throws PB_FILE_CHANGED, PB_POSTBACK_UNKNOWN,
   * PB_FILE_UNREADABLE, PB_FILE_UNWRITABLE.
   */
  deletePostback(file: string, version: string): DeletedFile {
    const deleted = deletePostback(this.#view, file, version);
    this.reload();
    return deleted;
  }

  /** Puts a deleted postback's file back. Throws PB_FILE_TAKEN, PB_ARGUMENT_INVALID, PB_FILE_UNWRITABLE. */
  restorePostback(deleted: DeletedFile): WorkspaceFile<Postback> {
    restorePostback(this.folder, deleted);
    return this.#reloaded(deleted.file);
  }

  /** A postback after its file was written. */
  #reloaded(file: string): WorkspaceFile<Postback> {
    this.reload();
    return this.#view.postbacks.find((entry) => entry.file === file)!;
  }

  /**
   * Writes a recorded scenario into scenarios/, under a free name made of its own; returns the file. Throws
   * PB_SCENARIO_INVALID for one that could not be read again, PB_FILE_UNWRITABLE.
   */
  saveScenario({ scenario, leftOut }: Recorded): string {
    const text = `${recordedHeading(leftOut)}${stringify(scenario, { aliasDuplicateObjects: false })}`;
    const stem = fileStem(scenario.name, 'scenario');
    const read = parseYaml(`scenarios/${stem}.yaml`, text, scenarioSchema);
    if (!read.ok) throwProblem('PB_SCENARIO_INVALID', read.problems);
    const name = writeFree(join(this.folder, 'scenarios'), stem, text);
    this.reload();
    return `scenarios/${name}`;
  }

  /** Adds a host to sending.allowedHosts. Throws PB_ARGUMENT_INVALID for what is no host name. */
  allowHost(host: string): void {
    const { allowedHosts } = this.#view.settings.sending;
    const hosts = [...new Set([...allowedHosts, host])];
    const checked = workspaceSchema.shape.sending.safeParse({ allowedHosts: hosts });
    if (!checked.success) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `${checked.error.issues[0]!.message}.`, {
        remedy: 'Give the bare name, such as staging.example.com.',
      });
    }
    this.#changeSettings(() => [{ path: ['sending', 'allowedHosts'], value: hosts }]);
  }

  /**
   * Writes a certificate into sending.certificates, in the place of the one that was trusted for that host and port.
   * Throws PB_ARGUMENT_INVALID for what is no host and port or no fingerprint.
   */
  trustCertificate(given: TrustedCertificate): void {
    const checked = trustedCertificateSchema.safeParse(given);
    if (!checked.success) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `${checked.error.issues[0]!.message}.`, {
        remedy: 'Give host and port, and the fingerprint as a failed attempt shows it.',
      });
    }
    const { host, sha256 } = checked.data;
    const list = ['sending', 'certificates'] as const;
    this.#changeSettings(({ sending: { certificates } }) => {
      const at = certificates.findIndex((known) => known.host === host);
      if (at !== -1) return [{ path: [...list, at, 'sha256'], value: sha256 }];
      if (certificates.length === 0) return [{ path: list, value: [{ host, sha256 }] }];
      return [{ path: [...list, certificates.length], value: { host, sha256 } }];
    });
  }

  /** Takes the certificate of a host and port out of sending.certificates; nothing happens where there is none. */
  forgetCertificate(given: string): void {
    const host = certificateHost(given);
    this.#changeSettings(({ sending: { certificates } }) => {
      const at = certificates.findIndex((known) => known.host === host);
      if (at === -1) return [];
      const path = ['sending', 'certificates', ...(certificates.length === 1 ? [] : [at])];
      return [{ path, value: undefined }];
    });
  }

  /** Copies a built-in profile into profiles/ and uses the copy. Throws PB_ARGUMENT_INVALID for an unknown one. */
  copyProfile(id: string): string {
    const known = findProfile(id);
    if (known === undefined) throw unknownProfile(id);
    const notes = Object.entries(known.provenance)
      .map(([field, { certainty, source }]) => `#   ${field}: ${certainty}; ${source}`)
      .join('\n');
    const head = `# A copy of the profile of ${known.profile.name}, yours to change. What is known of each rule:\n${notes}\n`;
    const text = head + stringify({ ...known.input, name: `My ${known.profile.name}` });
    const file = `profiles/${writeFree(join(this.folder, 'profiles'), `my-${id}`, text)}`;
    this.chooseProfile(profileId(file));
    return file;
  }

  /** Uses a profile from now on. Throws PB_ARGUMENT_INVALID for an unknown one. */
  chooseProfile(id: string): void {
    this.reload();
    const own = this.#view.profiles.some(({ file }) => profileId(file) === id);
    if (!own && findProfile(id) === undefined) throw unknownProfile(id);
    this.#changeSettings(() => [{ path: ['sending', 'profile'], value: id }]);
  }

  /**
   * Changes postbench.yaml as it is on disk now, comments kept. Throws PB_WORKSPACE_INVALID while the file is wrong:
   * what is in it is not lost.
   */
  #changeSettings(changesOf: (settings: WorkspaceSettings) => YamlChange[]): void {
    const path = join(this.folder, WORKSPACE_FILE);
    const text = readText(path);
    const read = parseYaml(WORKSPACE_FILE, text, workspaceSchema);
    if (!read.ok) throwProblem('PB_WORKSPACE_INVALID', read.problems);
    const changes = changesOf(read.content);
    if (changes.length > 0) replaceText(path, editYaml(text, changes));
    this.reload();
  }

  /** Gone while the workspace is open: the app goes on with what it last read. */
  #unreadable(error: unknown): { message: string; remedy: string } {
    if (existsSync(this.folder)) return unreadable(error);
    const message = `The folder ${this.folder} is gone.`;
    return { message, remedy: 'Put it back, or open another folder.' };
  }

  #read<T>(
    file: string,
    schema: z.ZodType<T>,
    problems: Problem[],
    onGood?: (parsed: Extract<ParsedYaml<T>, { ok: true }>) => void,
  ): WorkspaceFile<T> {
    const path = join(this.folder, file);
    const large = tooLarge(file, sizeOf(path));
    if (large !== undefined) {
      problems.push(large);
      return { file, version: '', content: null };
    }
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      problems.push({ file, line: null, column: null, ...this.#unreadable(error) });
      return { file, version: '', content: null };
    }
    const parsed = parseYaml(file, text, schema);
    if (parsed.ok) onGood?.(parsed);
    else problems.push(...parsed.problems);
    return { file, version: versionOf(text), content: parsed.ok ? parsed.content : null };
  }

  #load(lastSettings: WorkspaceSettings, revision: number): WorkspaceView {
    const problems: Problem[] = [];
    const settings = this.#read(WORKSPACE_FILE, workspaceSchema, problems).content ?? lastSettings;
    const postbacks = namesIn(join(this.folder, 'postbacks')).map((name) =>
      this.#read(`postbacks/${name}`, postbackSchema, problems, (parsed) =>
        problems.push(...strangerProblems(parsed, settings.world)),
      ),
    );
    const { firstScenario } = settings;
    const named = [
      ...namesIn(this.folder).filter((name) => name !== WORKSPACE_FILE),
      ...namesIn(join(this.folder, 'scenarios')).map((name) => `scenarios/${name}`),
    ];
    const first = named.filter((file) => file === firstScenario);
    const scenarioFiles = [...first, ...named.filter((file) => file !== firstScenario)];
    if (firstScenario !== undefined && first.length === 0) {
      problems.push({
        file: WORKSPACE_FILE,
        line: null,
        column: null,
        message: `firstScenario: there is no scenario file ${firstScenario}.`,
        remedy: 'Name a file of this workspace, or leave it away.',
      });
    }
    const scenarios = scenarioFiles.map((file) => this.#read(file, scenarioSchema, problems, rememberPlaces));
    const profiles = namesIn(join(this.folder, 'profiles')).map((name) =>
      this.#read(`profiles/${name}`, profileSchema, problems),
    );
    const wanted = settings.sending.profile;
    if (findProfile(wanted) === undefined && !profiles.some(({ file }) => profileId(file) === wanted)) {
      problems.push({
        file: WORKSPACE_FILE,
        line: null,
        column: null,
        message: `sending.profile: there is no sender profile "${wanted}".`,
        remedy: `Use one of ${PROFILES.map(({ id }) => id).join(', ')}, or make profiles/${wanted}.yaml.`,
      });
    }
    return { revision, folder: this.folder, settings, postbacks, scenarios, profiles, problems };
  }
}
