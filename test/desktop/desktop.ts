import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { ROOT } from '../fixtures/command.ts';
import type { FromMain, MessageBox, ToMain } from './messages.ts';
import { hostPreload } from './preload-host.ts';

/** The page's scheme is not known to the browser; this origin stands for it and is just as trustworthy. */
const ORIGIN = 'http://app.postbench.localhost';
const SCHEME_ORIGIN = 'postbench://app';

/** The built desktop: its main process, the engine's process under it, and its window in the test's browser. */
export class Desktop implements AsyncDisposable {
  /** In the order in which it happened: what ended with which exit code. */
  readonly ends: string[] = [];
  readonly errorBoxes: string[] = [];
  readonly messageBoxes: MessageBox[] = [];
  /** What the page logged as an error or threw. */
  readonly complaints: string[] = [];
  /** What the content security policy has blocked: the directive, and what. */
  readonly violations: string[] = [];
  enginePid: number | undefined;
  /** Ports that the page was given so far. */
  portsGiven = 0;
  shown = false;
  printed = '';
  /** Resolves when the main process has ended. */
  readonly ended: Promise<void>;
  readonly #context: BrowserContext;
  readonly #main: ChildProcess;
  readonly #page = Promise.withResolvers<Page>();
  readonly #responses = new Map<number, (response: Extract<FromMain, { type: 'response' }>) => void>();
  #requests = 0;
  #unload: ((leave: boolean) => void) | undefined;
  /** Messages are worked off one after the other, so that none overtakes another on its way to the page. */
  #turn = Promise.resolve();

  constructor(context: BrowserContext, dataFolder: string) {
    this.#context = context;
    const register = pathToFileURL(join(import.meta.dirname, 'electron/register.ts')).href;
    const main = join(ROOT, 'dist/node/main.js');
    this.#main = spawn(process.execPath, ['--import', register, main, `--data-dir=${dataFolder}`], {
      cwd: ROOT,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.#main.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.printed += text;
    });
    this.#main.on('message', (message) => this.#fromMain(message as FromMain));
    // Disconnected, too: all that it said before it ended has come.
    this.ended = Promise.all([once(this.#main, 'close'), once(this.#main, 'disconnect')]).then(() => {
      this.ends.push(`main ${String(this.#main.exitCode ?? this.#main.signalCode)}`);
    });
  }

  /** The page of its window, once it is loaded. */
  async page(): Promise<Page> {
    const ended = this.ended.then(() => Promise.reject(new Error('The desktop ended without a window.')));
    return Promise.race([this.#page.promise, ended]);
  }

  /** The user clicks the window's close button. */
  clickClose(): void {
    this.#tell({ type: 'close-button' });
  }

  /** The user clicks a button of the oldest message box that is shown. */
  clickInBox(button: string): void {
    const response = this.messageBoxes.at(-1)?.buttons.indexOf(button) ?? -1;
    if (response < 0) throw new Error(`No message box has a button ${button}.`);
    this.#tell({ type: 'message-box-response', response });
  }

  /** Whether the engine's process is there. */
  engineRuns(): boolean {
    try {
      return this.enginePid !== undefined && process.kill(this.enginePid, 0);
    } catch {
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#main.exitCode === null && this.#main.signalCode === null) this.#main.kill('SIGKILL');
    // It holds the same output, without whose end the main process is not over.
    if (this.engineRuns()) process.kill(this.enginePid!, 'SIGKILL');
    await this.ended;
  }

  #tell(message: ToMain): void {
    if (this.#main.connected) this.#main.send(message);
  }

  #fromMain(message: FromMain): void {
    switch (message.type) {
      case 'load':
        void this.#load(message).then(this.#page.resolve, this.#page.reject);
        break;
      case 'shown':
        this.shown = true;
        break;
      case 'response':
        this.#responses.get(message.request)?.(message);
        this.#responses.delete(message.request);
        break;
      case 'port':
        this.portsGiven += 1;
        this.#inPage((page) =>
          page.evaluate(({ channel, port }) => window.preloadHost.port(channel, port), message),
        );
        break;
      case 'port-message':
      case 'port-closed':
        this.#inPage((page) => page.evaluate((event) => window.preloadHost.take(event), message));
        break;
      case 'close':
        void this.#page.promise.then((page) => page.close({ runBeforeUnload: true }));
        break;
      case 'unload':
        this.#unload?.(message.leave);
        break;
      case 'error-box':
        this.errorBoxes.push(`${message.title} ${message.text}`);
        break;
      case 'message-box':
        this.messageBoxes.push(message.box);
        break;
      case 'engine-started':
        this.enginePid = message.pid;
        break;
      case 'engine-exited':
        this.ends.push(`engine ${message.code}`);
        break;
    }
  }

  /** A document that is gone takes nothing any more, and nobody is told. */
  #inPage(act: (page: Page) => Promise<void>): void {
    this.#turn = this.#turn.then(() => this.#page.promise.then(act)).catch(() => {});
  }

  async #load({ url, preload, width, height }: Extract<FromMain, { type: 'load' }>): Promise<Page> {
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height });
    await page.exposeBinding('tellTest', (_source, event: Parameters<Window['tellTest']>[0]) => {
      if (event.type === 'violation') this.violations.push(event.blocked);
      else this.#tell(event);
    });
    await page.addInitScript({
      content: `(${String(hostPreload)})((require) => {\n${readFileSync(preload, 'utf8')}\n});`,
    });
    await page.route(`${ORIGIN}/**`, (route) => this.#answer(route));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('load', () => this.#tell({ type: 'loaded' }));
    page.on('close', () => this.#tell({ type: 'closed' }));
    page.on('dialog', async (dialog) => {
      const leave = new Promise<boolean>((resolve) => {
        this.#unload = resolve;
      });
      this.#tell({ type: 'prevent-unload' });
      await ((await leave) ? dialog.accept() : dialog.dismiss());
    });
    await page.goto(url.replace(SCHEME_ORIGIN, ORIGIN));
    return page;
  }

  async #answer(route: Route): Promise<void> {
    const request = ++this.#requests;
    const responded = new Promise<Extract<FromMain, { type: 'response' }>>((resolve) => {
      this.#responses.set(request, resolve);
    });
    const url = route.request().url().replace(ORIGIN, SCHEME_ORIGIN);
    this.#tell({ type: 'request', request, url, method: route.request().method() });
    const { status, headers, body } = await responded;
    await route.fulfill({ status, headers: Object.fromEntries(headers), body: Buffer.from(body) });
  }
}
