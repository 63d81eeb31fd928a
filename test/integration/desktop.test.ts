import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ParentPort } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import * as stub from '../fixtures/electron-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'postbench-desktop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the desktop', () => {
  const printed: string[] = [];
  beforeAll(async () => {
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    process.argv.push(`--data-dir=${folder}`);
    await import('../../electron/desktop/main.ts');
    await vi.waitFor(() => expect(stub.BrowserWindow.opened).toHaveLength(1));
    const [window] = stub.BrowserWindow.opened;
    window!.webContents.emit('did-finish-load');
    stub.utilityProcess.forked[0]!.emit('message', { type: 'ready' });
    window!.emit('ready-to-show');
    write.mockRestore();
  });
  const theWindow = () => stub.BrowserWindow.opened[0]!;

  it('opens one sandboxed, isolated window without Node, never smaller than 900x600', () => {
    expect(theWindow().options).toMatchObject({
      minWidth: 900,
      minHeight: 600,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
    });
    expect(theWindow().options.webPreferences.preload).toMatch(/preload\.cjs$/);
    expect(theWindow().url).toBe('postbench://app/index.html');
    expect(theWindow().shown).toBe(true);
    expect(stub.protocol.schemes).toMatchObject([
      { scheme: 'postbench', privileges: { standard: true, secure: true } },
    ]);
  });

  it('says that its window is ready once the page is loaded and the engine runs', () => {
    expect(printed.join('')).toBe('POSTBENCH_WINDOW_READY\n');
  });

  it('starts the engine in its own process with the data folder, and hands a new port to each load', () => {
    const engine = stub.utilityProcess.forked[0]!;
    expect(engine.entry).toMatch(/engine-process\.js$/);
    expect(engine.sent[0]).toEqual({ message: { type: 'open', dataFolder: folder }, ports: [] });
    theWindow().webContents.emit('did-finish-load');
    const ports = engine.sent.filter(({ message }) => (message as { type: string }).type === 'port');
    expect(ports).toHaveLength(2);
    expect(ports[0]!.ports[0]).not.toBe(ports[1]!.ports[0]);
    expect(theWindow().webContents.posted.map(({ channel }) => channel)).toEqual([
      'engine-port',
      'engine-port',
    ]);
  });

  it('refuses to navigate, to open windows, to hold webviews and to give permissions', () => {
    const { webContents } = theWindow();
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      let prevented = false;
      webContents.emit(event, { preventDefault: () => (prevented = true) }, 'http://evil.example/');
      expect(prevented, event).toBe(true);
    }
    expect((webContents.openHandler as () => unknown)()).toEqual({ action: 'deny' });
    const { permissionRequest, permissionCheck } = stub.session.defaultSession as unknown as {
      permissionRequest: (c: unknown, p: string, a: (granted: boolean) => void) => void;
      permissionCheck: (c: unknown, p: string) => boolean;
    };
    const granted: Record<string, boolean> = {};
    for (const name of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-sanitized-write',
    ]) {
      permissionRequest(null, name, (yes) => {
        granted[name] = yes;
      });
    }
    expect(granted).toEqual({
      media: false,
      geolocation: false,
      notifications: false,
      openExternal: false,
      'clipboard-sanitized-write': true,
    });
    expect(permissionCheck(null, 'clipboard-read')).toBe(false);
  });

  it('remembers the window’s place in the settings file', () => {
    theWindow().emit('close');
    const settings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(settings.window).toEqual({ x: 11, y: 22, width: 1001, height: 702, maximized: false });
  });

  it('serves only the page’s own files, under a policy that allows nothing foreign', async () => {
    const { servePage } = await import('../../electron/desktop/security.ts');
    const page = join(folder, 'page');
    mkdirSync(page);
    writeFileSync(join(page, 'index.html'), '<p>hello</p>');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    servePage(stub.session.defaultSession as never, page);
    const get = (url: string, init?: RequestInit) =>
      stub.session.defaultSession.handlers.get('postbench')!(new Request(url, init));
    const good = await get('postbench://app/index.html');
    expect(await good.text()).toBe('<p>hello</p>');
    expect(good.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of [
      'postbench://app/../secret.txt',
      'postbench://app/%2e%2e/secret.txt',
      'postbench://app/..%2fsecret.txt',
      'postbench://other/index.html',
      'postbench://app/',
      'postbench://app/%zz',
    ]) {
      expect((await get(url)).status, url).toBe(404);
    }
    expect((await get('postbench://app/index.html', { method: 'POST' })).status).toBe(404);
  });

  it('ends the engine in order when the window is closed', async () => {
    const engine = stub.utilityProcess.forked[0]!;
    stub.app.emit('window-all-closed');
    expect(engine.sent.at(-1)?.message).toEqual({ type: 'close' });
    engine.emit('exit', 0);
    await vi.waitFor(() => expect(stub.app.exits).toEqual([0]));
  });
});

describe('the preload', () => {
  it('hands the engine’s port to the page and shows the page nothing else of Electron', async () => {
    const messages: unknown[][] = [];
    vi.stubGlobal('window', { postMessage: (...args: unknown[]) => messages.push(args) });
    vi.stubGlobal('location', { origin: 'postbench://app' });
    await import('../../electron/desktop/preload.ts');
    stub.ipcRenderer.emit('engine-port', { ports: ['the port'] });
    expect(messages).toEqual([['engine-port', 'postbench://app', ['the port']]]);
    expect(stub.contextBridge.exposed).toEqual({ postbenchDesktop: true });
    vi.unstubAllGlobals();
  });
});

describe('the engine’s process', () => {
  class Parent extends EventEmitter {
    told: unknown[] = [];
    postMessage(message: unknown): void {
      this.told.push(message);
      this.emit('told');
    }
  }
  const host = async (parent: Parent, exit: (code: number) => void) => {
    const { hostEngine } = await import('../../electron/desktop/engine-process.ts');
    hostEngine(parent as unknown as ParentPort, exit);
  };

  it('answers the whole contract over a MessagePort, names a second owner, and ends on request', async () => {
    const data = join(folder, 'data');
    const parent = new Parent();
    let exited: (code: number) => void = () => {};
    const exit = new Promise<number>((resolve) => {
      exited = resolve;
    });
    await host(parent, exited);
    const ready = once(parent, 'told');
    parent.emit('message', { data: { type: 'open', dataFolder: data }, ports: [] });
    await ready;
    expect(parent.told).toEqual([{ type: 'ready' }]);

    const { port1, port2 } = new MessageChannel();
    parent.emit('message', { data: { type: 'port' }, ports: [port1] });
    const port: MessagePort = port2;
    const client: EngineClient = createORPCClient(new RPCLink({ port }));
    port.start();
    expect(await client.workspace.recent()).toEqual([join(data, 'sample-workspace')]);
    await expect(client.activity.restore({ key: 999 })).rejects.toMatchObject({
      code: 'PB_ACTION_UNKNOWN',
      data: { remedy: expect.stringContaining('Select') as string },
    });

    const second = new Parent();
    await host(second, () => {});
    const told = once(second, 'told');
    second.emit('message', { data: { type: 'open', dataFolder: data }, ports: [] });
    await told;
    expect(second.told).toMatchObject([
      { type: 'failed', exit: 2, title: expect.stringContaining(String(process.pid)) as string },
    ]);

    parent.emit('message', { data: { type: 'close' }, ports: [] });
    expect(await exit).toBe(0);
    port.close();
  });
});
