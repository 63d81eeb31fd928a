import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostbenchError } from '../../shared/errors.ts';
import { DEFAULT_ENDPOINT } from '../../shared/receiver/endpoints/endpoint-name.ts';
import { Engine } from '../engine/engine.ts';
import { logUncaught, openLog } from '../engine/log.ts';
import type { Settings } from '../engine/settings.ts';
import { addressOption, askToBind } from './allow-bind.ts';
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
  allowBind?: string[];
  logLevel?: string | undefined;
}

/** Keeps the screen's port for the next start; returns a sentence when it is not where it was. */
function rememberPort(settings: Settings, port: number): string {
  const { screenPort } = settings;
  if (screenPort === null) settings.screenPort = port;
  if (screenPort === null || screenPort === port) return '';
  return `Port ${screenPort}, where the app was before, is taken; using port ${port} this time. What the browser remembers of the app (target, scenario, panes) belongs to port ${screenPort}.`;
}

/** Asks for the addresses that wait for it, where somebody can be asked; then says where the endpoints are, or why not. */
async function tellEndpoints({ receiver }: Engine, io: CommandIo): Promise<void> {
  for (const question of receiver.unconfirmed)
    if (await askToBind(question, io)) await receiver.allowBind(question);
  for (const { name, address, path, state, note } of receiver.view().endpoints) {
    if (state === 'listening' && name !== DEFAULT_ENDPOINT) io.err(`Endpoint ${name} at ${address}${path}`);
    if (note !== '' && name !== DEFAULT_ENDPOINT) io.err(`Endpoint ${name}: ${note}`);
  }
}

/** `postbench serve`: runs the engine with its screen in the browser until it is told to end. */
export async function serve(options: ServeOptions, io: CommandIo): Promise<number> {
  const dataFolder = resolve(options.dataDir);
  const log = openLog(dataFolder, 'serve', options.logLevel);
  const engine = await Engine.open({
    dataFolder,
    port: receiverPort(options.port),
    allowBind: (options.allowBind ?? []).map((address) => addressOption(address, '--allow-bind')),
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
    await tellEndpoints(engine, io);
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
