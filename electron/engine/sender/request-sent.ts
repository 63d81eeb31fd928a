import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** A request that is told from where it is sent. */
export interface SentRequest {
  /** Its head is written from this local port; `fresh` when the connection was made for it. */
  sent(localPort: number, fresh: boolean): void;
}

/**
 * undici tells of its sockets only through diagnostics channels, and writes a request's head right after it has told
 * the handler that the request starts: the one that starts now is therefore the one whose head is written now.
 */
let starting: SentRequest | undefined;
const used = new WeakSet<Socket>();

subscribe('undici:client:sendHeaders', (message) => {
  const { socket } = message as { socket: Socket };
  const fresh = !used.has(socket);
  if (fresh) used.add(socket);
  const request = starting;
  starting = undefined;
  request?.sent(socket.localPort ?? 0, fresh);
});

/** To be called from a handler's onRequestStart where the request is not aborted: it is sent next. */
export function sentNext(request: SentRequest): void {
  starting = request;
}
