import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** A request that learns its local port. */
export interface SentRequest {
  /** Its head is written from this local port. `fresh`: the connection was made for it. */
  sent(localPort: number, fresh: boolean): void;
}

/**
 * undici reports its sockets only through diagnostics channels, and it writes a request's head right after it calls the
 * handler's onRequestStart. So the request that started last is the one whose head is written.
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

/** Call it from a handler's onRequestStart if the request is not aborted: it is sent next. */
export function sentNext(request: SentRequest): void {
  starting = request;
}
