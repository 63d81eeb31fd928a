import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeMissingFolders } from './make-folder.ts';
import { readRegularFile } from './read-file.ts';
import { replaceFile } from './write-file.ts';

/** Bytes that the file may have: some 15,000 hashes. */
const LARGEST = 1024 * 1024;

const schema = z.array(z.string());

/** What names a text exactly. */
export function confirmationHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * What somebody at this machine has read and allowed, by its exact text. The file is in the data folder: a file of a
 * workspace must not be able to confirm its own wishes.
 */
export class Confirmations {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  has(text: string): boolean {
    return this.#read().includes(confirmationHash(text));
  }

  add(text: string): void {
    const hashes = new Set([...this.#read(), confirmationHash(text)]);
    makeMissingFolders(dirname(this.#path), 0o700);
    replaceFile(this.#path, `${JSON.stringify([...hashes], null, 2)}\n`, { mode: 0o600 });
  }

  #read(): string[] {
    try {
      const parsed = schema.safeParse(JSON.parse(readRegularFile(this.#path, LARGEST).toString('utf8')));
      return parsed.success ? parsed.data : [];
    } catch {
      // None yet, or unreadable: then none is confirmed.
      return [];
    }
  }
}
