import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../engine/write-file.ts';

/** In the data folder, readable only by its user: how `postbench open` gets an address of a screen that is served already. */
const FILE = 'screen.json';
/** Where it asks, with the key of the file. */
export const ADDRESS_PATH = '/address';
/** Real ms that a served screen may take to give an address. */
const ASK_MS = 2_000;

const fileShape = z.object({ origin: z.url(), key: z.string() });

/** Says in the data folder where a screen is served. Returns the check of a key, and what takes the file away. */
export function announceScreen(
  dataFolder: string,
  origin: string,
): { isKey: (given: string | undefined) => boolean; remove: () => void } {
  const path = join(dataFolder, FILE);
  const key = randomBytes(24).toString('base64url');
  // A former one would keep its mode.
  rmSync(path, { force: true });
  replaceFile(path, `${JSON.stringify({ origin, key })}\n`, { mode: 0o600 });
  return {
    isKey: (given) => {
      const [actual, wanted] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${key}`)];
      return actual.length === wanted.length && timingSafeEqual(actual, wanted);
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** An address, with a token of its own, of the screen that is served over a data folder; undefined if none is. */
export async function addressOfRunning(dataFolder: string): Promise<string | undefined> {
  try {
    const { origin, key } = fileShape.parse(JSON.parse(readFileSync(join(dataFolder, FILE), 'utf8')));
    // The file could have been left by a process that was killed, and the port be somebody else's now.
    if (new URL(origin).hostname !== '127.0.0.1') return undefined;
    const response = await fetch(new URL(ADDRESS_PATH, origin), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ASK_MS),
    });
    const address = await response.text();
    return response.ok && address.startsWith(`${origin}/?token=`) ? address : undefined;
  } catch {
    return undefined;
  }
}
