import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { LARGEST_MESSAGE } from '../../shared/contract/limits.ts';
import { mebibytes } from '../../shared/domain/mebibytes.ts';
import { PostbenchError } from '../../shared/errors.ts';

/** A way to the engine. */
export type EngineLink = ClientLink<ClientContext>;

/** What a connection tells of its life. `refused` is for good: asking again is of no use. */
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

/** Why a handshake failed is hidden from pages; the server says it of the page itself. */
async function isRefused(): Promise<boolean> {
  try {
    const { status } = await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return status === 401 || status === 403;
  } catch {
    // Nobody there at all: it may come back.
    return false;
  }
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
 * reconnect. Ends on abort, and when the server refuses this page for good.
 */
export function keepSocket(events: LinkEvents, signal: AbortSignal): void {
  const address = new URL('/rpc', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;

  const connect = () => {
    const next = new WebSocket(address);
    socket = next;
    // Before the link listens: calls that end now are known to have lost their connection.
    next.addEventListener('close', () => {
      if (signal.aborted) return;
      events.lost();
      void isRefused().then((refused) => {
        if (signal.aborted) return;
        if (refused) return events.refused();
        timer = setTimeout(connect, wait);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      });
    });
    refuseTooLarge(next);
    const link = new SocketLink({ websocket: next });
    next.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      events.open(link);
    });
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    socket?.close();
  });
  connect();
}
