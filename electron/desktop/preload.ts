import { contextBridge, ipcRenderer } from 'electron';

/** Tells the page that a port to the engine will come, so that it does not look for a server. */
contextBridge.exposeInMainWorld('postbenchDesktop', true);

// Ports cannot cross the bridge, so they are passed on as a message from the page to itself.
ipcRenderer.on('engine-port', (event) => {
  window.postMessage('engine-port', location.origin, [...event.ports]);
});
