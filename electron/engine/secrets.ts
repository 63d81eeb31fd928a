import { createHmac, randomBytes } from 'node:crypto';
import { statSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SecretsView } from '../../shared/contract/engine.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import { KnownValues, type Secret } from '../../shared/secrets/known-values.ts';
import {
  SECRET_NAME,
  SECRET_VARIABLES,
  secretKey,
  secretText,
  secretVariable,
} from '../../shared/secrets/name.ts';
import { errorCode, isThere, readRegularFile, unreadable } from './read-file.ts';
import type { SecretValues } from './sender/secret-values.ts';

/**
 * The file of secrets in a data folder: a JSON object of names and values. JSON, since YAML would read 0123 as a number.
 */
const FILE_NAME = 'secrets.json';
/** The salt of fingerprints: without it, values cannot be guessed from the fingerprints in the store. */
const SALT_NAME = 'secrets.salt';
/** Ms between two checks of the file while there is a listener. */
const LOOK_EVERY_MS = 1_000;
/** Hexadecimal digits of a fingerprint. */
const FINGERPRINT_LENGTH = 12;

/** Bytes that the file may have. */
const LARGEST = 1024 * 1024;

const fileSchema = z.record(z.string(), z.string().min(1, 'must not be empty'));
const NAME = new RegExp(`^${SECRET_NAME}$`);

export interface SecretsOptions {
  /** Where `secrets.json` is read. */
  folder: string;
  /** Where the salt of fingerprints is stored. */
  dataFolder: string;
  env?: NodeJS.ProcessEnv;
}

interface Loaded {
  /** Identifies the version of the file that was read. */
  version: string;
  secrets: readonly Secret[];
  problem: PostbenchError | undefined;
}

const NO_FILE: Loaded = { version: '', secrets: [], problem: undefined };

/**
 * The secrets of this machine, from the environment (`POSTBENCH_SECRET_NAME`) or else from `secrets.json`, which is read
 * again after each change. A file that cannot be used becomes a `problem` and gives no values; nothing here throws.
 */
export class Secrets implements SecretValues {
  readonly #file: string;
  readonly #saltFile: string;
  readonly #env: NodeJS.ProcessEnv;
  #loaded = NO_FILE;
  #values = new Map<string, Secret>();
  /** Every value that this process has read: a response may repeat one that has been replaced since. */
  readonly #seen = new Map<string, Secret>();
  #known = new KnownValues([]);
  #salt: Buffer | undefined;

  constructor({ folder, dataFolder, env = process.env }: SecretsOptions) {
    this.#file = join(folder, FILE_NAME);
    this.#saltFile = join(dataFolder, SALT_NAME);
    this.#env = env;
    this.#take(readSecretsFile(this.#file, ''));
  }

  /** The names that have a value, and what is wrong with the file. Never contains a value. */
  view(): SecretsView {
    this.#refresh();
    const { problem } = this.#loaded;
    return {
      names: [...this.#values.values()].map(({ name }) => name).toSorted(),
      problem: problem === undefined ? '' : `${problem.message} ${problem.remedy}`,
    };
  }

  /** Why the file cannot be used: PB_SECRETS_INVALID or PB_SECRETS_EXPOSED; undefined if it can, or if there is no file. */
  get problem(): PostbenchError | undefined {
    this.#refresh();
    return this.#loaded.problem;
  }

  value(name: string): string | undefined {
    this.#refresh();
    return this.#values.get(secretKey(name))?.value;
  }

  fingerprint(name: string, value: string): string {
    this.#salt ??= saltOf(this.#saltFile);
    const digest = createHmac('sha256', this.#salt)
      .update(`${secretKey(name)}\0${value}`)
      .digest('hex');
    return digest.slice(0, FINGERPRINT_LENGTH);
  }

  whyMissing(name: string): string {
    const { problem } = this.#loaded;
    const why = `${secretText(name)} has no value on this machine.`;
    if (problem !== undefined) return `${why} ${problem.message} ${problem.remedy}`;
    return `${why} Set ${secretVariable(name)}, or add "${name}" to ${this.#file}, and retry.`;
  }

  /** As of the last check of the file, since this is read after each attempt and for each line of the log. */
  known(): KnownValues {
    return this.#known;
  }

  /** Calls back when the file is changed, created or removed. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    const look = () => {
      this.#refresh();
      listener();
    };
    watchFile(this.#file, { interval: LOOK_EVERY_MS, persistent: false }, look);
    return () => unwatchFile(this.#file, look);
  }

  /** Reads the file again if it has changed. */
  #refresh(): void {
    const next = readSecretsFile(this.#file, this.#loaded.version);
    if (next !== undefined) this.#take(next);
  }

  #take(loaded: Loaded | undefined): void {
    if (loaded !== undefined) this.#loaded = loaded;
    const values = new Map(this.#loaded.secrets.map((secret) => [secretKey(secret.name), secret]));
    for (const [variable, value] of Object.entries(this.#env)) {
      if (!variable.startsWith(SECRET_VARIABLES) || value === undefined || value === '') continue;
      const key = variable.slice(SECRET_VARIABLES.length);
      // If the file has the name, too, its spelling wins.
      values.set(secretKey(key), { name: values.get(secretKey(key))?.name ?? key, value });
    }
    this.#values = values;
    for (const secret of values.values()) this.#seen.set(`${secret.name} ${secret.value}`, secret);
    this.#known = new KnownValues([...this.#seen.values()]);
  }
}

/** Reads the file; undefined if it is still that of `version`. */
function readSecretsFile(file: string, version: string): Loaded | undefined {
  try {
    const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
    if (stat === undefined) {
      // A link that leads nowhere is there, and reading it says so.
      if (isThere(file)) readRegularFile(file, LARGEST);
      return version === '' ? undefined : NO_FILE;
    }
    const now = `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
    if (now === version) return undefined;
    const failed = (problem: PostbenchError): Loaded => ({ version: now, secrets: [], problem });
    // Windows has no such bits; there, a user's folder is closed to others.
    if (process.platform !== 'win32' && (stat.mode & 0o077n) !== 0n) {
      const problem = `Other users of this machine may read ${file}, so it is not used.`;
      return failed(
        new PostbenchError('PB_SECRETS_EXPOSED', problem, {
          remedy: `Run chmod 600 ${file}, and replace its values if others have seen them.`,
        }),
      );
    }
    try {
      return {
        version: now,
        secrets: secretsIn(readRegularFile(file, LARGEST).toString('utf8')),
        problem: undefined,
      };
    } catch (error) {
      return failed(invalid(file, error));
    }
  } catch (error) {
    // The file cannot be checked: reported once, not at each check.
    const now = `failed: ${messageOf(error)}`;
    return now === version ? undefined : { version: now, secrets: [], problem: invalid(file, error) };
  }
}

/** Does not use the message of the JSON parser, which may quote a value. */
function invalid(file: string, error: unknown): PostbenchError {
  const why =
    error instanceof SyntaxError
      ? 'it is not JSON'
      : error instanceof z.ZodError
        ? (error.issues[0]?.message ?? 'it is not an object of names and values')
        : errorCode(error) === undefined
          ? messageOf(error)
          : unreadable(error).message;
  return new PostbenchError('PB_SECRETS_INVALID', `${file} cannot be used: ${why.replace(/\.$/, '')}.`, {
    remedy: 'Write one JSON object of names and texts, such as { "API_KEY": "..." }.',
  });
}

function secretsIn(text: string): Secret[] {
  const secrets = Object.entries(fileSchema.parse(JSON.parse(text))).map(([name, value]) => ({
    name,
    value,
  }));
  const names = new Map<string, string>();
  for (const { name } of secrets) {
    if (!NAME.test(name)) throw new Error(`"${name}" is not a name for a secret`);
    const other = names.get(secretKey(name));
    if (other !== undefined) throw new Error(`"${other}" and "${name}" are the same secret`);
    names.set(secretKey(name), name);
  }
  return secrets;
}

/** The salt of a data folder, created on first use. If it cannot be stored, it is for this process only. */
function saltOf(file: string): Buffer {
  const fresh = randomBytes(32);
  try {
    writeFileSync(file, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch {
    try {
      const kept = readRegularFile(file, fresh.length);
      return kept.length === fresh.length ? kept : fresh;
    } catch {
      return fresh;
    }
  }
}
