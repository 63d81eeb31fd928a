import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { buildConnector, Pool } from 'undici';
import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import { isAccepted } from '../../../shared/delivery/outcome.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import type { SendingSettings } from '../../../shared/workspace/schema.ts';
import { guardedLookup, isAllowedByName, mayReachLiteral } from './reachable.ts';

/** Bytes of an answer that are kept; the rest is read and counted. */
const ANSWER_KEPT = 1024 * 1024;
/** Connections a target; the assumed in-flight maximum. */
const CONNECTIONS = 10;

export interface Outgoing {
  url: WireUrl;
  method: string;
  headers: [string, string][];
  body: Buffer;
}

/** What became of one HTTP try. */
export interface AttemptResult {
  outcome: AttemptOutcome;
  status: number | null;
  /** In wire order and case; null without an answer. */
  headers: [string, string][] | null;
  body: Buffer;
  /** Bytes of the body that came. */
  bodyLength: number;
  /** Real milliseconds from the start to the end. */
  durationMs: number;
  /** What the client or the operating system said; empty when answered. */
  cause: string;
}

/** Sends one request; a function so that tests and runs without a network can stand in for it. */
export type Transport = (outgoing: Outgoing, options: SendOptions) => Promise<AttemptResult>;

export interface SendOptions {
  signal: AbortSignal;
  /** Called with the local TCP port when the request leaves. */
  onSent?: (localPort: number) => void;
}

type Settings = Pick<SendingSettings, 'allowedHosts' | 'connectTimeout' | 'answerTimeout'>;

const OUTCOME_OF_CODE: Record<string, AttemptOutcome> = {
  PB_HOST_NOT_ALLOWED: 'not-allowed',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'unresolvable',
  EAI_AGAIN: 'unresolvable',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'bad-answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad-answer',
  UND_ERR_RESPONSE: 'bad-answer',
  UND_ERR_INVALID_ARG: 'malformed-url',
  EPROTO: 'tls-error',
};

const CERTIFICATE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_OSSL)/;

interface Thrown {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  errors?: unknown;
  cause?: unknown;
}

/** The outcome that an error of the client stands for, by its code and those inside it. */
function outcomeOf(error: unknown): AttemptOutcome {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (const item of queue) {
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    const { name, code, errors, cause } = item as Thrown;
    if (name === 'HTTPParserError') return 'bad-answer';
    if (typeof code === 'string') {
      const known = OUTCOME_OF_CODE[code];
      if (known !== undefined) return known;
      if (CERTIFICATE.test(code)) return 'tls-error';
    }
    if (Array.isArray(errors)) queue.push(...errors);
    queue.push(cause);
  }
  return 'reset';
}

function causeOf(error: unknown): string {
  const { code, message, errors } = (error ?? {}) as Thrown;
  const inner = Array.isArray(errors) && errors.length > 0 ? causeOf(errors[0]) : '';
  const text = typeof message === 'string' && message !== '' ? message : inner || String(error);
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}

/**
 * undici tells which socket a request leaves on only through its diagnostics channels, and creates the request
 * synchronously inside dispatch: what is being dispatched now is therefore the one that is created now.
 */
let dispatching: ((localPort: number) => void) | undefined;
const listeners = new WeakMap<object, (localPort: number) => void>();
subscribe('undici:request:create', (message) => {
  if (dispatching) listeners.set((message as { request: object }).request, dispatching);
});
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as { request: object; socket: Socket };
  listeners.get(request)?.(socket.localPort ?? 0);
});

function pairs(raw: readonly (Buffer | string)[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([raw[i]!.toString('latin1'), raw[i + 1]!.toString('latin1')]);
  }
  return headers;
}

/**
 * Sends over real sockets with undici. `settings` is asked at each attempt, so that a host allowed meanwhile is
 * reachable at once. Never rejects: what goes wrong is an outcome.
 */
export class HttpTransport {
  readonly #settings: () => Settings;
  readonly #pools = new Map<string, Pool>();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  readonly send: Transport = async (outgoing, { signal, onSent }) => {
    const started = performance.now();
    const { allowedHosts, answerTimeout } = this.#settings();
    const result = (part: Partial<AttemptResult> & { outcome: AttemptOutcome }): AttemptResult => ({
      status: null,
      headers: null,
      body: Buffer.alloc(0),
      bodyLength: 0,
      cause: '',
      ...part,
      durationMs: performance.now() - started,
    });
    if (signal.aborted) return result({ outcome: 'cancelled' });
    if (!mayReachLiteral(outgoing.url.hostname, allowedHosts)) {
      return result({ outcome: 'not-allowed', cause: `${outgoing.url.hostname} is not this machine` });
    }
    const abort = new AbortController();
    let timedOut = false;
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => abort.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    const sent = (localPort: number) => {
      // The answer's time runs from the request's leaving; the connection has its own limit.
      timer = setTimeout(() => {
        timedOut = true;
        abort.abort();
      }, answerTimeout);
      onSent?.(localPort);
    };
    let answered: Pick<AttemptResult, 'status' | 'headers'> = { status: null, headers: null };
    const kept: Buffer[] = [];
    let keptLength = 0;
    let bodyLength = 0;
    try {
      const pool = this.#pool(outgoing.url.origin);
      dispatching = sent;
      const pending = pool.request({
        path: outgoing.url.target,
        method: outgoing.method,
        headers: outgoing.headers.flat(),
        body: outgoing.body.length > 0 ? outgoing.body : null,
        signal: abort.signal,
        responseHeaders: 'raw',
      });
      dispatching = undefined;
      const response = await pending;
      const raw = response.headers as unknown as (Buffer | string)[];
      answered = { status: response.statusCode, headers: pairs(raw) };
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        bodyLength += chunk.length;
        if (keptLength < ANSWER_KEPT) {
          const part = chunk.subarray(0, ANSWER_KEPT - keptLength);
          kept.push(part);
          keptLength += part.length;
        }
      }
      const outcome = isAccepted(response.statusCode) ? 'delivered' : 'not-accepted';
      return result({ ...answered, outcome, body: Buffer.concat(kept), bodyLength });
    } catch (error) {
      const partial = { ...answered, body: Buffer.concat(kept), bodyLength };
      if (signal.aborted) return result({ ...partial, outcome: 'cancelled' });
      if (timedOut)
        return result({ ...partial, outcome: 'timeout', cause: `no complete answer in ${answerTimeout} ms` });
      const outcome = outcomeOf(error);
      // A head without the rest of its body is an answer, only a broken one.
      return result({
        ...partial,
        outcome: answered.status !== null && outcome === 'reset' ? 'bad-answer' : outcome,
        cause: causeOf(error),
      });
    } finally {
      dispatching = undefined;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  };

  #pool(origin: string): Pool {
    const { connectTimeout, answerTimeout } = this.#settings();
    const key = `${origin} ${connectTimeout} ${answerTimeout}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const lookup = guardedLookup((hostname) => isAllowedByName(hostname, this.#settings().allowedHosts));
    const pool = new Pool(origin, {
      connections: CONNECTIONS,
      allowH2: false,
      // The whole answer has one limit of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: buildConnector({ timeout: connectTimeout, lookup, allowH2: false }),
    });
    this.#pools.set(key, pool);
    return pool;
  }
}
