import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import openInBrowser from 'open';
import { replaceFile } from '../engine/write-file.ts';

/** In the data folder: a page that leads to the screen. */
const FILE = 'open-postbench.html';
/** Real ms that a browser may take to start and read it. */
const READ_MS = 30_000;

/** Without a screen a text browser would take over the terminal. */
function canShowBrowser(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A page that leads on at once. The address has no character that HTML would read otherwise. */
const leadingTo = (url: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Postbench</title>
<p><a href="${url}">Open Postbench</a></p>
</html>
`;

/**
 * Opens an address with a token in the user's browser. The browser gets it from a file that only the user can read: an
 * argument would stand in the list of processes, for everybody on this machine. Resolves with what removes the file.
 */
export async function openBrowser(url: string, dataFolder: string): Promise<() => void> {
  const path = join(dataFolder, FILE);
  const remove = () => rmSync(path, { force: true });
  if (!canShowBrowser()) return remove;
  try {
    // A former one would keep its mode.
    remove();
    replaceFile(path, leadingTo(url), { mode: 0o600 });
    const child = await openInBrowser(path);
    // A missing browser is not an error: the address is in the terminal.
    child.once('error', () => {});
    void wait(READ_MS, undefined, { ref: false }).then(remove);
  } catch {
    // As above.
  }
  return remove;
}

/** Waits until a browser has had time to read the file, or the signal ends it, and removes it. */
export async function browserHasRead(remove: () => void, signal: AbortSignal): Promise<void> {
  if (canShowBrowser()) await wait(READ_MS, undefined, { signal }).catch(() => undefined);
  remove();
}
