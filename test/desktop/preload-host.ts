/**
 * Runs in the page before its own scripts. It gives the built preload the two parts of Electron that it asks for, and
 * joins the page's ports to those of the main process. The document sees the port that the preload hands it; the
 * other end stays here.
 */
import type { PortEvent } from './messages.ts';

type Listener = (event: { ports: MessagePort[] }) => void;

/** Called by the test in the page. */
export interface PreloadHost {
  port: (channel: string, id: number) => void;
  take: (event: PortEvent) => void;
}

declare global {
  interface Window {
    preloadHost: PreloadHost;
    /** Calls the test. */
    tellTest: (event: PortEvent | { type: 'violation'; blocked: string }) => Promise<void>;
  }
}

/** It is sent to the page as text, so that it must not use anything from outside. */
export function hostPreload(preload: (require: () => object) => void): void {
  const listeners = new Map<string, Listener>();
  const ports = new Map<number, MessagePort>();
  window.preloadHost = {
    port(channel, id) {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.addEventListener('message', ({ data }) => {
        void window.tellTest({ type: 'port-message', port: id, data });
      });
      port1.addEventListener('close', () => {
        void window.tellTest({ type: 'port-closed', port: id });
      });
      port1.start();
      listeners.get(channel)?.({ ports: [port2] });
    },
    take(event) {
      const port = ports.get(event.port);
      if (event.type === 'port-message') port?.postMessage(event.data);
      else port?.close();
    },
  };
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    void window.tellTest({ type: 'violation', blocked: `${effectiveDirective} ${blockedURI}` });
  });
  preload(() => ({
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => Object.assign(window, { [name]: value }),
    },
    ipcRenderer: { on: (channel: string, listener: Listener) => listeners.set(channel, listener) },
  }));
}
