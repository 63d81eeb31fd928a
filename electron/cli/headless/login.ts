import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { type LoginMessage, loginMessage, NOT_LET_IN } from '../../../shared/contract/login.ts';
import type { Access } from './access.ts';

/** Real ms in which a page must say who it is, and bytes in which it can. */
const LOGIN_MS = 10_000;
const LOGIN_BYTES = 4 * 1024;

/**
 * Waits for the first message of a WebSocket and calls `letIn` once it holds a session, or a token to trade for one.
 * Anything else closes it. `socket` is the one below: whoever is not let in yet may not make the server keep much.
 */
export function awaitLogin(
  ws: WebSocket,
  socket: Duplex,
  { access, letIn }: { access: Access; letIn: () => void },
): void {
  let arrived = 0;
  const count = (chunk: Buffer) => {
    arrived += chunk.length;
    if (arrived > LOGIN_BYTES) ws.terminate();
  };
  const late = setTimeout(() => ws.terminate(), LOGIN_MS);
  socket.on('data', count);
  ws.once('close', () => clearTimeout(late));
  ws.once('message', (data, isBinary) => {
    clearTimeout(late);
    socket.off('data', count);
    const session = isBinary ? undefined : sessionOf(read(data), access);
    if (session === undefined) {
      ws.close(NOT_LET_IN, 'not let in');
      return;
    }
    ws.send(JSON.stringify({ session }));
    letIn();
  });
}

function sessionOf(message: LoginMessage | undefined, access: Access): string | undefined {
  if (message === undefined) return undefined;
  if ('token' in message) return access.sessionFor(message.token);
  return access.isSession(message.session) ? message.session : undefined;
}

/** @param data a Buffer, as ws gives it unless told otherwise */
function read(data: RawData): LoginMessage | undefined {
  try {
    return loginMessage.safeParse(JSON.parse((data as Buffer).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
