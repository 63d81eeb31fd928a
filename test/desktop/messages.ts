/**
 * The stand-in for Electron spans three processes. The test holds the browser; the built main.js runs in a process
 * under it, the built engine-process.js in one under that. These are the messages between them.
 */

/** What happens on a port, seen from the end that is told. */
export type PortEvent =
  | { type: 'port-message'; port: number; data: unknown }
  | { type: 'port-closed'; port: number };

/** A native dialog with buttons. */
export interface MessageBox {
  message: string;
  detail: string;
  buttons: string[];
  defaultId: number;
  cancelId: number;
}

/** From the main process to the test. */
export type FromMain =
  | PortEvent
  /** BrowserWindow.loadURL; `preload` is the file's path. */
  | { type: 'load'; url: string; preload: string; width: number; height: number }
  | { type: 'shown' }
  | { type: 'response'; request: number; status: number; headers: [string, string][]; body: Uint8Array }
  /** WebContents.postMessage with one port. */
  | { type: 'port'; channel: string; port: number }
  /** Close the page, after its beforeunload. */
  | { type: 'close' }
  /** The answer to `prevent-unload`: whether the window closes all the same. */
  | { type: 'unload'; leave: boolean }
  | { type: 'error-box'; title: string; text: string }
  /** It stays until the test answers with `message-box-response`. */
  | { type: 'message-box'; box: MessageBox }
  | { type: 'engine-started'; pid: number }
  | { type: 'engine-exited'; code: number };

/** From the test to the main process. */
export type ToMain =
  | PortEvent
  | { type: 'request'; request: number; url: string; method: string }
  /** A document is loaded; the one before it is gone, and all that it held. */
  | { type: 'loaded' }
  /** The user clicks the window's close button. */
  | { type: 'close-button' }
  | { type: 'closed' }
  /** The user clicks the button with this index in the oldest message box. */
  | { type: 'message-box-response'; response: number }
  /** The page's beforeunload asks to stay. */
  | { type: 'prevent-unload' };

/** From the main process to the engine's. */
export type ToEngine = PortEvent | { type: 'parent'; data: unknown; ports: number[] };

/** From the engine's process to the main one. */
export type FromEngine = PortEvent | { type: 'parent'; data: unknown };
