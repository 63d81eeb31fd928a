import { type Server as HttpServer, type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type FastifyHttpOptions, type FastifyInstance, fastify } from 'fastify';
import { DEFAULT_ENDPOINT } from '../../../shared/receiver/endpoints/endpoint-name.ts';
import { guardSockets } from '../guard-sockets.ts';
import type { CaptureStore } from '../store/captures.ts';
import { brokeOffInHead, onClientError } from './client-errors.ts';
import { Connection, type Refusal } from './connection.ts';
import type { ForwardRequest } from './forwarding.ts';
import { takeInHandshake } from './handshake.ts';
import { Intake } from './intake.ts';
import type { IntakeContext } from './intake-context.ts';
import { BODY_LIMIT, MAX_HEAD, STOP_GRACE_MS, TAPE_LIMIT, TIMEOUTS } from './limits.ts';
import { listenOn, type PortChoice } from './listen.ts';
import { KEEP_ALIVE_SECONDS } from './reply.ts';
import { type ResponseSource, ResponseStack } from './response-stack.ts';
import { openTlsDoor, type ReceiverTls } from './tls-door.ts';

export interface ReceiverOptions extends PortChoice {
  store: CaptureStore;
  /** 127.0.0.1 by default: nobody else can reach it. */
  host?: string;
  /** The name of the endpoint that a request target belongs to; '' for what has none. "default" without it. */
  endpointOf?: (target: string) => string;
  /** Passes requests on; without it, none is. */
  forward?: ForwardRequest;
  /** Why a request is not let in; everything is let in without it. */
  denied?: IntakeContext['denied'];
  /** HTTPS, with these certificates; HTTP without it. */
  tls?: ReceiverTls | undefined;
  /** The responses; 200 to everything by default. */
  responses?: ResponseSource;
  /** Most bytes of a body, 10 MiB by default; a larger one gets a 413. */
  bodyLimit?: number;
  /** Ms since the epoch on the simulator's clock; real time by default. */
  now?: () => number;
  /** The attempt that this engine sends from a local port, if it does. */
  attemptOf?: (remotePort: number) => number | undefined;
  /** Called when a capture could not be stored; its request got a 503, or a 507 for a full disk. */
  onError?: (error: unknown) => void;
  /** Ms for a head (60 s by default) and for a whole request (5 min by default). */
  timeouts?: { head: number; request: number };
}

const PLAIN_TO_TLS: Refusal = {
  status: 400,
  note: 'The client speaks plain HTTP to an endpoint of HTTPS. Use https:// in its URL, or remove tls from the endpoint.',
};

/** Captures any request byte for byte, and responds as configured once it is stored. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #context: IntakeContext;
  readonly #connections = new Map<Duplex, Connection>();
  #server: FastifyInstance | undefined;
  #address = '';
  #port = 0;
  #note = '';
  readonly #stopping = new AbortController();
  #underWay = 0;
  #whenIdle: (() => void) | undefined;
  /** Ends the connections that have not said yet what they are. */
  #closeDoor: () => void = () => {};

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#context = {
      store: options.store,
      responses: options.responses ?? new ResponseStack({ now: options.now ?? Date.now }),
      forward: options.forward ?? (async () => ({ ok: false, problem: 'this receiver does not forward' })),
      stopping: this.#stopping.signal,
      denied: options.denied ?? (() => undefined),
      endpointOf: options.endpointOf ?? (() => DEFAULT_ENDPOINT),
      bodyLimit: options.bodyLimit ?? BODY_LIMIT,
      real: Date.now,
      now: options.now ?? Date.now,
      clock: () => performance.now(),
      requestTimeout: (options.timeouts ?? TIMEOUTS).request,
      attemptOf: options.attemptOf ?? (() => undefined),
      deliveryOf: (attemptId) => options.store.deliveryOfAttempt(attemptId),
      onError: options.onError ?? (() => undefined),
      began: () => {
        this.#underWay += 1;
      },
      ended: () => {
        this.#underWay -= 1;
        this.#tellIfIdle();
      },
    };
  }

  /** "http://127.0.0.1:7300" while it listens, otherwise ''. */
  get address(): string {
    return this.#address;
  }

  /** The port it listens on, 0 while it does not. */
  get port(): number {
    return this.#port;
  }

  /** A sentence if it listens on another port than the default one, otherwise ''. */
  get note(): string {
    return this.#note;
  }

  /** Starts listening. Throws PB_PORT_TAKEN or PB_PORT_REFUSED. */
  async start(): Promise<void> {
    const host = this.#options.host ?? '127.0.0.1';
    let server = this.#build();
    this.#note = await listenOn(this.#options, host, async (port) => {
      try {
        await server.listen({ host, port });
      } catch (error) {
        await server.close();
        server = this.#build();
        throw error;
      }
    });
    this.#server = server;
    const { port, address, family } = server.server.address() as AddressInfo;
    this.#port = port;
    this.#address = `${this.#options.tls === undefined ? 'http' : 'https'}://${connectable(address, family)}:${port}`;
  }

  /**
   * Stops listening, responds to what has been read, captures unfinished requests as broken off, and
   * resolves when everything is stored.
   */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = server.close();
    for (const connection of this.#connections.values()) {
      connection.afterResponses(() => connection.socket.destroySoon());
    }
    const grace = setTimeout(() => {
      this.#stopping.abort();
      for (const { raw } of this.#connections.values()) raw.destroy();
    }, STOP_GRACE_MS);
    this.#closeDoor();
    await closed;
    clearTimeout(grace);
    // A server counts as closed before its last sockets have emitted their close.
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
      this.#tellIfIdle();
    });
    this.#address = '';
    this.#port = 0;
    this.#note = '';
  }

  #build(): FastifyInstance {
    const timeouts = this.#options.timeouts ?? TIMEOUTS;
    const { tls } = this.#options;
    const http = {
      maxHeaderSize: MAX_HEAD,
      requireHostHeader: false,
      headersTimeout: timeouts.head,
      connectionsCheckingInterval: Math.min(5000, timeouts.head),
    };
    const served: Pick<FastifyHttpOptions<HttpServer>, 'http' | 'serverFactory'> = tls === undefined
      ? { http }
      : {
          serverFactory: (handler) =>
            createServer(
              {
                ...http,
                ...tls.current(),
                requestTimeout: timeouts.request,
                keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
              },
              handler,
            ),
        };
    const server = fastify({
      logger: false,
      exposeHeadRoutes: false,
      return503OnClosing: false,
      keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
      requestTimeout: timeouts.request,
      ...served,
      // A receiver of everything needs no routes; the target is read before this.
      rewriteUrl: () => '/',
      clientErrorHandler: (error, socket) => {
        const connection = this.#connections.get(socket);
        if (connection !== undefined) onClientError(this.#context, connection, error);
      },
    });
    for (const method of METHODS) {
      if (!server.supportedMethods.includes(method)) server.addHttpMethod(method);
    }
    server.addHook('onRequest', (request, reply) => {
      // Before Fastify looks at the body or its type: all of them are accepted.
      reply.hijack();
      this.#takeIn(request.raw, request.originalUrl, reply.raw);
    });
    server.all('/', () => undefined);
    this.#listenBelow(server);
    return server;
  }

  /** What Fastify leaves to Node. */
  #listenBelow(fastifyServer: FastifyInstance): void {
    const { server } = fastifyServer;
    guardSockets(server);
    server.maxHeadersCount = 0;
    // A client may close its side after the request and still wait for the response, as `nc -N` does.
    Object.assign(server, { httpAllowHalfOpen: true });
    const { tls } = this.#options;
    if (tls === undefined) server.on('connection', (socket: Socket) => this.#take(socket));
    else this.#takeTls(server as HttpsServer, tls);
    // An Expect header gets the same response as any request; Node would send a 417 by itself.
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      server.emit('request', request, response);
    });
    server.on('connect', (request: IncomingMessage, socket: Duplex, first: Buffer) => {
      const connection = this.#connections.get(socket);
      if (connection === undefined || connection.ending) return;
      const intake = new Intake(this.#context, connection, request, request.url ?? '', undefined);
      connection.end();
      intake.readSocket(socket, first);
    });
  }

  #take(socket: Socket, options: { raw?: Socket; refusal?: Refusal | undefined } = {}): Connection {
    const connection = new Connection(socket, TAPE_LIMIT, this.#context, options);
    this.#connections.set(socket, connection);
    socket.once('close', () => {
      brokeOffInHead(this.#context, connection);
      this.#connections.delete(socket);
      this.#tellIfIdle();
    });
    return connection;
  }

  /** Connections of an HTTPS server, from their handshake on. */
  #takeTls(server: HttpsServer, tls: ReceiverTls): void {
    const context = this.#context;
    this.#closeDoor = openTlsDoor(server, {
      tls,
      choose: () => context.responses.chooseHandshake(context.endpointOf(''), context.now()),
      opened: (socket, opening, isTls) => {
        if (!isTls) {
          this.#take(socket, { refusal: PLAIN_TO_TLS });
          return;
        }
        const connection = this.#take(socket, { raw: opening.raw });
        socket.once('close', () => {
          // A client judges a certificate after the handshake, too.
          const isJudged = opening.chosen !== undefined || opening.problem.includes('alert');
          if (!connection.spoken && isJudged) takeInHandshake(context, opening);
        });
      },
      failed: (opening) => takeInHandshake(context, opening),
    });
  }

  #tellIfIdle(): void {
    if (this.#underWay === 0 && this.#connections.size === 0) this.#whenIdle?.();
  }

  #takeIn(request: IncomingMessage, target: string, response: ServerResponse): void {
    const connection = this.#connections.get(request.socket);
    if (connection === undefined || connection.ending) return;
    new Intake(this.#context, connection, request, target, response).readRequest();
  }
}

/** A host to connect to, as in a URL: a wildcard address becomes the local one. */
function connectable(address: string, family: string): string {
  if (family !== 'IPv6') return address === '0.0.0.0' ? '127.0.0.1' : address;
  return address === '::' ? '[::1]' : `[${address}]`;
}
