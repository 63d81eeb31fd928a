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
import { listenOnFirst } from './screen-port.ts';

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
 * Serves the screen and its WebSocket on 127.0.0.1. The token comes once in the address and is kept in a cookie,
 * so that it is neither in a page nor in the history of a reload.
 */
export async function serveHeadless({ engine, pageFolder, ports }: HeadlessOptions): Promise<HeadlessServer> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  guardSockets(app.server);
  const access = new Access(() => (app.server.address() as AddressInfo).port);

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
    const { token } = request.query as { token?: unknown };
    const hasToken = request.url.startsWith('/?') && typeof token === 'string' && access.matches(token);
    // Also for a browser that already has the cookie: the token must not stay in the address bar.
    if (hasToken && refusal?.status !== 403) {
      return reply.header('set-cookie', access.cookie).redirect('/', 303);
    }
    if (refusal === undefined) return;
    return reply.code(refusal.status).type('text/plain; charset=utf-8').send(`${refusal.message}\n`);
  });
  await app.register(fastifyStatic, { root: pageFolder, cacheControl: false });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    maxBufferedChunks: MOST_PIECES,
    maxFragments: MOST_PIECES,
  });
  const handler = new RPCHandler(createRouter(engine));
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = request.url === '/rpc' ? access.refusal(request) : { status: 404 };
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      void handler.upgrade(ws, { context: {} });
    });
  });

  await listenOnFirst(ports, (port) => app.listen({ host: '127.0.0.1', port }));
  const address = app.server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/?token=${access.token}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await app.close();
    },
  };
}
