import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { LARGEST_MESSAGE } from '../../shared/contract/limits.ts';
import { loginReply, NOT_LET_IN } from '../../shared/contract/login.ts';
import { mebibytes } from '../../shared/domain/mebibytes.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { Session } from './session.ts';

/** A way to the engine. */
export type EngineLink = ClientLink<ClientContext>;

/** What a connection tells of its life. `refused`: the engine does not know this tab. */
export interface LinkEvents {
  open: (link: EngineLink) => void;
  lost: () => void;
  refused: () => void;
}

declare global {
  interface Window {
    /** Set by the desktop's preload: a port to the engine will come by message. */
    postbenchDesktop?: boolean;
  }
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 3_000;

/** Ports handed over by the desktop's preload; each reload of the engine brings a new one. Ends on abort. */
export function listenForPorts(events: LinkEvents, signal: AbortSignal): void {
  let current: MessagePort | undefined;
  window.addEventListener(
    'message',
    (event) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'engine-port' || port === undefined) return;
      const former = current;
      current = port;
      if (former !== undefined) {
        events.lost();
        // The side that closes a port is not told; what waits for an answer on it must be.
        former.dispatchEvent(new Event('close'));
        former.close();
      }
      // Before the link listens: calls that end now are known to have lost their connection.
      port.addEventListener('close', () => {
        if (current !== port) return;
        current = undefined;
        events.lost();
      });
      const link = new PortLink({ port });
      port.start();
      events.open(link);
    },
    { signal },
  );
  signal.addEventListener('abort', () => current?.close());
}

/** The server ends a connection whose message is too large, and with it every other call: such a message is not sent. */
function refuseTooLarge(socket: WebSocket): void {
  const send = socket.send.bind(socket);
  socket.send = (data) => {
    const size = typeof data === 'string' ? new Blob([data]).size : 0;
    if (size > LARGEST_MESSAGE)
      throw new PostbenchError(
        'PB_ARGUMENT_INVALID',
        `This is too large to be sent to the engine: ${mebibytes(size)}, and ${mebibytes(LARGEST_MESSAGE)} are allowed.`,
        { remedy: 'Split it, or use a file of the workspace.' },
      );
    send(data);
  };
}

/**
 * A WebSocket to the server that this page came from, tried again for as long as it takes: oRPC's own link does not
 * reconnect. Its first message says who this tab is. Ends on abort; where the engine does not know this tab, it waits for
 * another tab that is let in.
 */
export function keepSocket(events: LinkEvents, signal: AbortSignal): void {
  const address = new URL('/rpc', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  let isRefused = false;
  const session = new Session(() => {
    if (isRefused) void connect();
  }, signal);

  const connect = async () => {
    isRefused = false;
    const login = await session.next();
    if (signal.aborted) return;
    if (login === undefined) {
      isRefused = true;
      events.refused();
      return;
    }
    const next = new WebSocket(address);
    socket = next;
    // Before the link listens: calls that end now are known to have lost their connection.
    next.addEventListener('close', ({ code }) => {
      if (signal.aborted) return;
      events.lost();
      if (code === NOT_LET_IN) {
        session.refused(login);
        void connect();
        return;
      }
      timer = setTimeout(() => void connect(), wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    });
    next.addEventListener('open', () => next.send(JSON.stringify(login)));
    next.addEventListener(
      'message',
      ({ data }) => {
        session.accepted(loginReply.parse(JSON.parse(String(data))).session);
        wait = FIRST_WAIT_MS;
        refuseTooLarge(next);
        events.open(new SocketLink({ websocket: next }));
      },
      { once: true },
    );
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    socket?.close();
  });
  void connect();
}
