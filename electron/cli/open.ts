import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WINDOW_READY } from '../../shared/window-ready.ts';
import { addressOfRunning } from './headless/running-screen.ts';
import type { CommandIo } from './io.ts';
import { browserHasRead, openBrowser } from './open-browser.ts';
import { serve } from './serve.ts';

/** Ms until a window must report ready; longer while Electron fetches its binary. */
const READY_MS = 10_000;
const READY_WITH_DOWNLOAD_MS = 30_000;

export interface OpenOptions {
  dataDir: string;
  logLevel?: string | undefined;
}

type Desktop = { shown: true; ended: Promise<number> } | { shown: false; why: string };

/** Electron's own launcher, which downloads its binary at first use, and whether it still has to. */
function findElectron(): { launcher: string; fetched: boolean } | undefined {
  try {
    const launcher = createRequire(import.meta.url).resolve('electron/cli.js');
    const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
    return { launcher, fetched: override !== undefined || existsSync(join(dirname(launcher), 'path.txt')) };
  } catch {
    return undefined;
  }
}

/** The last meaningful line of what a failing Electron prints. */
function reasonOf(lines: readonly string[], code: number | null): string {
  const telling = lines.findLast((line) =>
    /error|cannot|could not|failed|missing|not supported|no such/i.test(line),
  );
  const text = telling ?? lines.at(-1) ?? `Electron ended with code ${code}`;
  return text
    .replace(/^\[[^\]]*\]\s*/, '')
    .trim()
    .slice(0, 200);
}

async function startDesktop({ dataDir, logLevel }: OpenOptions, io: CommandIo): Promise<Desktop> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { shown: false, why: 'there is no display' };
  }
  const electron = findElectron();
  if (electron === undefined) return { shown: false, why: 'Electron is not installed' };
  const main = join(dirname(fileURLToPath(import.meta.url)), 'main.js');
  const program = [main, join(dirname(main), '..', 'main.js')].find((path) => existsSync(path));
  if (program === undefined) return { shown: false, why: 'this package comes without one' };
  const child = spawn(process.execPath, [electron.launcher, program, `--data-dir=${resolve(dataDir)}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(logLevel === undefined ? {} : { POSTBENCH_LOG_LEVEL: logLevel }) },
  });
  for (const pipe of [child.stdout, child.stderr]) pipe.on('error', () => {});
  const end = () => child.kill('SIGTERM');
  io.signal.addEventListener('abort', end, { once: true });
  const said: string[] = [];
  const listen = (line: string) => void said.push(line);
  createInterface(child.stderr).on('line', listen);
  const ended = new Promise<number | null>((done) => {
    child.once('error', (error) => {
      said.push(error.message);
      done(null);
    });
    child.once('exit', (code) => done(code));
  });
  const ready = new Promise<'ready'>((done) => {
    createInterface(child.stdout).on('line', (line) =>
      line === WINDOW_READY ? done('ready') : listen(line),
    );
  });
  const limit = electron.fetched ? READY_MS : READY_WITH_DOWNLOAD_MS;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), limit);
  });
  const first = await Promise.race([ready, late, ended.then((code) => ({ code }))]);
  clearTimeout(timer);
  if (first === 'ready') return { shown: true, ended: ended.then((code) => code ?? 0) };
  io.signal.removeEventListener('abort', end);
  if (first !== 'late') return { shown: false, why: reasonOf(said, first.code) };
  child.kill('SIGKILL');
  await ended;
  return { shown: false, why: `no window reported ready in ${limit / 1000} s` };
}

/**
 * `postbench open`: opens the desktop window. If Electron cannot, prints why in one line and uses the browser. Where the
 * screen of this data folder is served already, it lets another tab of the browser in, and ends.
 */
export async function open(options: OpenOptions, io: CommandIo): Promise<number> {
  const dataFolder = resolve(options.dataDir);
  const running = await addressOfRunning(dataFolder);
  if (running !== undefined) {
    io.out(`Postbench is at ${running}`);
    await browserHasRead(await openBrowser(running, dataFolder), io.signal);
    return 0;
  }
  const desktop = await startDesktop(options, io);
  if (desktop.shown) return desktop.ended;
  if (io.signal.aborted) return 0;
  io.err(`No desktop window: ${desktop.why}. Opening in the browser instead.`);
  return serve({ ...options, open: true }, io);
}
