import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import { RPCHandler } from '@orpc/server/ws';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { CONTENT_SECURITY_POLICY } from '../../../shared/content-security-policy.ts';
import { LARGEST_MESSAGE } from '../../../shared/contract/limits.ts';
import { createRouter } from '../../engine/api/router.ts';
import type { Engine } from '../../engine/engine.ts';
import { guardSockets } from '../../engine/guard-sockets.ts';
import { Access } from './access.ts';
import { awaitLogin } from './login.ts';
import { ADDRESS_PATH, announceScreen } from './running-screen.ts';
import { listenOnFirst } from './screen-port.ts';

/** WebSockets that have not said yet who they are. */
const MOST_STRANGERS = 100;
/** Pieces in which one message may arrive. Each costs hundreds of bytes, so that a message in single bytes would cost gigabytes. */
const MOST_PIECES = 16 * 1024;

export interface HeadlessServer {
  /** The screen's address with its token. */
  url: string;
  port: number;
  close(): Promise<void>;
}

export interface HeadlessOptions {
  engine: Engine;
  /** Folder of the built page. */
  pageFolder: string;
  /** Ports of the screen, not of the receiver, tried in turn; 0 takes any. */
  ports: readonly number[];
}

/**
 * Serves the screen and its WebSocket on 127.0.0.1. The page's files hold nothing of anybody's and are given to every
 * browser of this machine; the WebSocket begins with a login, see `Access`.
 */
export async function serveHeadless({ engine, pageFolder, ports }: HeadlessOptions): Promise<HeadlessServer> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  guardSockets(app.server);
  const access = new Access({ port: () => (app.server.address() as AddressInfo).port });
  let isKey: ((given: string | undefined) => boolean) | undefined;

  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const refusal = access.refusal(request.raw);
    if (refusal === undefined) return;
    return reply.code(403).type('text/plain; charset=utf-8').send(`${refusal}\n`);
  });
  app.post(ADDRESS_PATH, async (request, reply) => {
    // No page has a reason to ask, also none of our own.
    const isFromPage = request.headers.origin !== undefined;
    if (isFromPage || isKey?.(request.headers.authorization) !== true)
      return reply
        .code(401)
        .type('text/plain; charset=utf-8')
        .send('This needs the key of the data folder.\n');
    return reply.type('text/plain; charset=utf-8').send(access.address());
  });
  await app.register(fastifyStatic, { root: pageFolder, cacheControl: false });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    maxBufferedChunks: MOST_PIECES,
    maxFragments: MOST_PIECES,
  });
  const handler = new RPCHandler(createRouter(engine));
  let strangers = 0;
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const status = statusFor(request);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      strangers += 1;
      const known = once(() => {
        strangers -= 1;
      });
      ws.once('close', known);
      awaitLogin(ws, socket, {
        access,
        letIn: () => {
          known();
          void handler.upgrade(ws, { context: {} });
        },
      });
    });
  });
  const statusFor = (request: IncomingMessage): number | undefined => {
    if (request.url !== '/rpc') return 404;
    if (access.refusal(request) !== undefined) return 403;
    return strangers < MOST_STRANGERS ? undefined : 503;
  };

  await listenOnFirst(ports, (port) => app.listen({ host: '127.0.0.1', port }));
  const url = access.address();
  const announced = announceScreen(engine.dataFolder, new URL(url).origin);
  isKey = announced.isKey;
  return {
    port: (app.server.address() as AddressInfo).port,
    url,
    close: async () => {
      announced.remove();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await app.close();
    },
  };
}

/** A function that does something the first time it is called. */
function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
