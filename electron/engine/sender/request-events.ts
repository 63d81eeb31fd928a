import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** What happens to one request on its way; times are performance.now(). */
export interface RequestEvents {
  /** It leaves from this local port; `fresh` when the connection was made for it. */
  sent?: (localPort: number, fresh: boolean) => void;
  /** The answer's head is there. */
  answered?: () => void;
}

/**
 * undici tells of its sockets only through diagnostics channels, and creates a request synchronously inside
 * dispatch: what is being dispatched now is therefore the one that is created now.
 */
let dispatching: RequestEvents | undefined;
const followed = new WeakMap<object, RequestEvents>();
const used = new WeakSet<Socket>();

subscribe('undici:request:create', (message) => {
  if (dispatching) followed.set((message as { request: object }).request, dispatching);
});
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as { request: object; socket: Socket };
  const fresh = !used.has(socket);
  used.add(socket);
  followed.get(request)?.sent?.(socket.localPort ?? 0, fresh);
});
subscribe('undici:request:headers', (message) => {
  followed.get((message as { request: object }).request)?.answered?.();
});

/** Calls `dispatch` so that the request which it creates reports to `events`. */
export function following<T>(events: RequestEvents, dispatch: () => T): T {
  dispatching = events;
  try {
    return dispatch();
  } finally {
    dispatching = undefined;
  }
}
