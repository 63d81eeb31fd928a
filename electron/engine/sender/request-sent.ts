import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { type ResponseStart, responseStartOf } from './response-start.ts';

/** A request that learns its connection. */
export interface SentRequest {
  /** Its head is written from this local port. `fresh`: the connection was made for it. `response`: of its connection. */
  sent(localPort: number, fresh: boolean, response: ResponseStart | undefined): void;
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
  const response = responseStartOf(socket);
  response?.begin();
  request?.sent(socket.localPort ?? 0, fresh, response);
});

/** Call it from a handler's onRequestStart if the request is not aborted: it is sent next. */
export function sentNext(request: SentRequest): void {
  starting = request;
}
