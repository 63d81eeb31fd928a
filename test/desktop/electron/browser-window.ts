import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as ElectronWindow,
  MessagePortMain,
  Rectangle,
  WebContents,
} from 'electron';
import { app } from './app.ts';
import { fromHolder, type Port, transferable } from './ports.ts';
import { preventable } from './preventable.ts';
import { onTest, tellTest } from './test-link.ts';

class Contents extends EventEmitter implements Pick<WebContents, 'postMessage' | 'setWindowOpenHandler'> {
  readonly #window: BrowserWindow;
  /** Held by the document that is shown now. */
  #ports: Port[] = [];

  constructor(window: BrowserWindow) {
    super();
    this.#window = window;
  }

  postMessage(channel: string, _message: unknown, transfer: MessagePortMain[] = []): void {
    this.#window.alive();
    for (const port of transfer.map(transferable)) {
      this.#ports.push(port);
      tellTest({ type: 'port', channel, port: port.id });
      port.transfer(tellTest);
    }
  }

  setWindowOpenHandler(): void {}

  /** Ports go with the document that holds them. */
  documentGone(): void {
    for (const port of this.#ports.splice(0)) port.close();
  }
}

type Used =
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'show';

/** A window whose page is in the test's browser. Like Electron's, it throws when it is used after it has closed. */
export class BrowserWindow extends EventEmitter implements Pick<ElectronWindow, Used> {
  readonly webContents: Contents;
  readonly #options: BrowserWindowConstructorOptions;
  readonly #bounds: Rectangle;
  #destroyed = false;
  #visible = false;
  #closing: ((closed: boolean) => void) | undefined;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#options = options;
    this.#bounds = { x, y, width, height };
    this.webContents = new Contents(this);
    app.windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    if (options.show !== false) this.show();
    onTest((message) => {
      if (message.type === 'port-message' || message.type === 'port-closed') fromHolder(message);
      else if (message.type === 'loaded') this.#loaded();
      else if (message.type === 'close-button') this.close();
      else if (message.type === 'prevent-unload') this.#preventUnload();
      else if (message.type === 'closed') this.#closed();
    });
  }

  async loadURL(url: string): Promise<void> {
    this.alive();
    const { width, height } = this.#bounds;
    tellTest({ type: 'load', url, preload: this.#options.webPreferences?.preload ?? '', width, height });
  }

  show(): void {
    this.alive();
    this.#visible = true;
    tellTest({ type: 'shown' });
  }

  close(): void {
    void this.askToClose();
  }

  askToClose(): Promise<boolean> {
    this.alive();
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return Promise.resolve(false);
    tellTest({ type: 'close' });
    return new Promise((resolve) => {
      this.#closing = resolve;
    });
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  getNormalBounds(): Rectangle {
    this.alive();
    return this.#bounds;
  }

  isMaximized(): boolean {
    this.alive();
    return false;
  }

  isMinimized(): boolean {
    this.alive();
    return false;
  }

  maximize(): void {
    this.alive();
  }

  restore(): void {
    this.alive();
  }

  focus(): void {
    this.alive();
  }

  #loaded(): void {
    this.webContents.documentGone();
    if (!this.#visible) this.emit('ready-to-show');
    this.webContents.emit('did-finish-load');
  }

  /** Electron asks nobody: the page's wish to stay holds unless a listener prevents it. */
  #preventUnload(): void {
    const event = preventable();
    this.webContents.emit('will-prevent-unload', event);
    tellTest({ type: 'unload', leave: event.defaultPrevented });
    if (!event.defaultPrevented) this.#closing?.(false);
  }

  #closed(): void {
    this.#destroyed = true;
    this.webContents.documentGone();
    this.emit('closed');
    this.#closing?.(true);
    app.closed(this);
  }
}
