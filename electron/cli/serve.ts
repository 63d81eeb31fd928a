import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostbenchError } from '../../shared/errors.ts';
import { Engine } from '../engine/engine.ts';
import { logUncaught, openLog } from '../engine/log.ts';
import type { Settings } from '../engine/settings.ts';
import { screenPorts } from './headless/screen-port.ts';
import { serveHeadless } from './headless/server.ts';
import { aborted, type CommandIo, receiverPort, reportError } from './io.ts';
import { openBrowser } from './open-browser.ts';

/** The built page is next to the built programs: dist/renderer and dist/node. */
function pageFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const page = join(folder, 'renderer');
    if (existsSync(join(page, 'index.html')) && existsSync(join(folder, 'node'))) return page;
    if (dirname(folder) === folder) {
      throw new PostbenchError('PB_FILE_UNREADABLE', 'The built page is missing.', {
        remedy: 'Run npm run build.',
      });
    }
  }
}

export interface ServeOptions {
  port?: string;
  dataDir: string;
  open: boolean;
  logLevel?: string | undefined;
}

/** Keeps the screen's port for the next start; returns a sentence when it is not where it was. */
function rememberPort(settings: Settings, port: number): string {
  const { screenPort } = settings;
  if (screenPort === null) settings.screenPort = port;
  if (screenPort === null || screenPort === port) return '';
  return `Port ${screenPort}, where the app was before, is taken; using port ${port} this time. What the browser remembers of the app (target, scenario, panes) belongs to port ${screenPort}.`;
}

/** `postbench serve`: runs the engine with its screen in the browser until it is told to end. */
export async function serve(options: ServeOptions, io: CommandIo): Promise<number> {
  const dataFolder = resolve(options.dataDir);
  const log = openLog(dataFolder, 'serve', options.logLevel);
  const engine = await Engine.open({
    dataFolder,
    port: receiverPort(options.port),
    onError: (error) => reportError(error, io.err),
    log,
  });
  const stopLogging = logUncaught(log);
  try {
    const server = await serveHeadless({
      engine,
      pageFolder: pageFolder(),
      ports: screenPorts(engine.settings.screenPort),
    });
    const note = rememberPort(engine.settings, server.port);
    if (note !== '') io.err(note);
    const { address, note: moved } = engine.receiver.view();
    if (moved !== '') io.err(moved);
    if (engine.clockNote !== '') io.err(engine.clockNote);
    io.err(`Receiver listening on ${address}`);
    io.out(`Postbench is at ${server.url}`);
    const forget = options.open ? await openBrowser(server.url, dataFolder) : undefined;
    await aborted(io.signal);
    forget?.();
    await server.close();
    return 0;
  } finally {
    await engine.close();
    stopLogging();
  }
}
