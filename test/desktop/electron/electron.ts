/**
 * Stands in for Electron, of which only the binary is missing: the built desktop runs in processes of its own, its
 * page in a real browser, its messages over real ports. It offers what electron/desktop uses, typed by Electron.
 */
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { BaseWindow, Dialog, MessageBoxOptions, Net, protocol as Protocol, Screen } from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { MessageChannelMain } from './ports.ts';
import { session } from './session.ts';
import { onTest, tellTest } from './test-link.ts';
import { utilityProcess } from './utility-process.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
};

/** Fetches files, as the page's scheme needs it; Electron tells their type by their name, too. */
const net = {
  fetch: async (input: string | Request): Promise<Response> => {
    const url = new URL(typeof input === 'string' ? input : input.url);
    const type = TYPES[extname(url.pathname)] ?? 'application/octet-stream';
    return new Response(await readFile(url), { headers: { 'content-type': type } });
  },
} satisfies Pick<Net, 'fetch'>;

const protocol = {
  registerSchemesAsPrivileged: () => {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  },
} satisfies Pick<typeof Protocol, 'registerSchemesAsPrivileged'>;

/** Answers to message boxes, in the order in which they were shown. */
const boxes: ((response: number) => void)[] = [];
onTest((message) => {
  if (message.type === 'message-box-response') boxes.shift()?.(message.response);
});

const dialog = {
  showErrorBox: (title, text) => tellTest({ type: 'error-box', title, text }),
  showMessageBox: ((window: BaseWindow, options: MessageBoxOptions) => {
    if (window.isDestroyed()) throw new TypeError('Object has been destroyed');
    const { promise, resolve } = Promise.withResolvers<number>();
    boxes.push(resolve);
    const { message, detail = '', buttons = [], defaultId = -1, cancelId = 0 } = options;
    tellTest({ type: 'message-box', box: { message, detail, buttons, defaultId, cancelId } });
    return promise.then((response) => ({ response, checkboxChecked: false }));
  }) as Dialog['showMessageBox'],
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox'>;

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const screen = {
  getDisplayMatching: () => ({ workArea: area }),
} satisfies { getDisplayMatching: () => Pick<ReturnType<Screen['getDisplayMatching']>, 'workArea'> };

/** Wanted by electron-store at its start. */
const ipcMain = new EventEmitter();
const shell = {};

export { app, BrowserWindow, dialog, MessageChannelMain, net, protocol, screen, session, utilityProcess };
export default { app, ipcMain, shell };
