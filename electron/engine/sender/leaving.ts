import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** A request that is told from where it leaves. */
export interface Leaving {
  /** It leaves from this local port; `fresh` when the connection was made for it. */
  left(localPort: number, fresh: boolean): void;
}

/**
 * undici tells of its sockets only through diagnostics channels, and writes a request's head right after it has told
 * the handler that the request starts: the one that starts now is therefore the one whose head is written now.
 */
let starting: Leaving | undefined;
const used = new WeakSet<Socket>();

subscribe('undici:client:sendHeaders', (message) => {
  const { socket } = message as { socket: Socket };
  const fresh = !used.has(socket);
  if (fresh) used.add(socket);
  const request = starting;
  starting = undefined;
  request?.left(socket.localPort ?? 0, fresh);
});

/** To be called from a handler's onRequestStart where the request is not aborted: it leaves next. */
export function leavesNext(request: Leaving): void {
  starting = request;
}
