import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { type AppSettings, RECENT_LIMIT, SETTINGS_NAME, SETTINGS_SCHEMA } from '../../shared/settings.ts';
import { unwritable } from './disk-errors.ts';
import { isThere, readRegularFile } from './read-file.ts';

/** Bytes that the file may have. */
const LARGEST = 1024 * 1024;

/** Keeps a settings file that is not JSON beside the new one, so that what a user wrote there is not lost. */
function setBrokenAside(file: string): void {
  if (!isThere(file)) return;
  try {
    JSON.parse(readRegularFile(file, LARGEST).toString('utf8'));
  } catch {
    renameSync(file, `${file}.broken`);
  }
}

/** The settings file of a data folder. A broken one is set aside as settings.json.broken, and a new one started. */
export class Settings {
  readonly #dataFolder: string;
  #opened: Conf<AppSettings> | undefined;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** Read when it is first needed, since compiling its schema takes longer than all else that opens a data folder. */
  get #conf(): Conf<AppSettings> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  #open(): Conf<AppSettings> {
    const cwd = this.#dataFolder;
    setBrokenAside(join(cwd, `${SETTINGS_NAME}.json`));
    return new Conf<AppSettings>({
      cwd,
      configName: SETTINGS_NAME,
      schema: SETTINGS_SCHEMA,
      clearInvalidConfig: true,
      configFileMode: 0o600,
      projectName: 'postbench',
    });
  }

  get synchronous(): AppSettings['synchronous'] {
    return this.#conf.get('synchronous');
  }

  set synchronous(synchronous: AppSettings['synchronous']) {
    this.#write(() => this.#conf.set('synchronous', synchronous));
  }

  get theme(): AppSettings['theme'] {
    return this.#conf.get('theme');
  }

  set theme(theme: AppSettings['theme']) {
    this.#write(() => this.#conf.set('theme', theme));
  }

  get logLevel(): AppSettings['logLevel'] {
    return this.#conf.get('logLevel');
  }

  /** The port that the screen is served on; null before it was served for the first time. */
  get screenPort(): number | null {
    return this.#conf.get('screenPort') ?? null;
  }

  set screenPort(port: number) {
    this.#conf.set('screenPort', port);
  }

  get recentWorkspaces(): string[] {
    return this.#conf.get('recentWorkspaces');
  }

  /** Throws PB_FILE_UNWRITABLE. */
  #write(change: () => void): void {
    try {
      change();
    } catch (error) {
      throw unwritable(join(this.#dataFolder, `${SETTINGS_NAME}.json`), error);
    }
  }

  /** Moves a folder to the top of the list; where that cannot be written, it is not remembered. */
  rememberWorkspace(folder: string): void {
    const others = this.recentWorkspaces.filter((other) => other !== folder);
    try {
      this.#conf.set('recentWorkspaces', [folder, ...others].slice(0, RECENT_LIMIT));
    } catch {
      // A full disk: the workspace is open all the same.
    }
  }
}
