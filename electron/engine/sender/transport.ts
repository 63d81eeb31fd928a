import { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { certificateHost, type TrustedCertificate } from '../../../shared/delivery/certificate.ts';
import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import { guardedConnector } from './certificates.ts';
import { causeOf, outcomeOf } from './outcome-of.ts';
import { guardedLookup, isAllowedByName, mayReachLiteral } from './reachable.ts';
import { following } from './request-events.ts';

/** Bytes of an answer that are kept. */
const ANSWER_KEPT = 1024 * 1024;
/** Bytes of an answer that are read; one that is longer never ends as far as a platform is concerned. */
const ANSWER_LIMIT = 16 * 1024 * 1024;
/** Connections a target: more than any profile has in flight, so that a request never waits inside the client. */
const CONNECTIONS = 100;

export interface Outgoing {
  url: WireUrl;
  method: string;
  headers: [string, string][];
  body: Buffer;
}

/** What became of one HTTP try; an answered one is judged by others. */
export interface AttemptResult {
  outcome: Exclude<AttemptOutcome, 'delivered' | 'not-accepted'> | 'answered';
  status: number | null;
  /** In wire order and case; null without an answer. */
  headers: [string, string][] | null;
  /** The body as received, at most 1 MiB of it. */
  body: Buffer;
  /** Bytes of the body that came. */
  bodyLength: number;
  /** Real ms from the start: until the connection stood (0 on one used before), the first byte, the end. */
  connectMs: number | null;
  firstByteMs: number | null;
  durationMs: number;
  /** What the client or the operating system said; empty when answered. */
  cause: string;
}

/** Sends one request; a function, so that tests and runs without a network can stand in for it. */
export type Transport = (outgoing: Outgoing, options: SendOptions) => Promise<AttemptResult>;

export interface SendOptions {
  signal: AbortSignal;
  /** Real ms until the connection must stand, and until the whole answer must be there after the request left. */
  connectTimeout: number;
  answerTimeout: number;
  /** Called with the local TCP port when the request leaves. */
  onSent?: (localPort: number) => void;
}

function pairs(raw: readonly (Buffer | string)[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([raw[i]!.toString('latin1'), raw[i + 1]!.toString('latin1')]);
  }
  return headers;
}

const NOTHING = Buffer.alloc(0);

/** Connections of one origin, all made while the same certificate was trusted. */
interface Connections {
  pool: Pool;
  trusted: string | undefined;
}

/**
 * Sends over real sockets with undici. `allowedHosts` and `certificates` are asked at each attempt, so that what is
 * allowed meanwhile, or no longer trusted, holds at once. Never rejects: what goes wrong is an outcome.
 */
export class HttpTransport {
  readonly #allowedHosts: () => readonly string[];
  readonly #certificates: () => readonly TrustedCertificate[];
  readonly #pools = new Map<string, Connections>();
  /** No longer used, but with requests under way. */
  readonly #retired = new Set<Pool>();

  constructor(
    allowedHosts: () => readonly string[],
    certificates: () => readonly TrustedCertificate[] = () => [],
  ) {
    this.#allowedHosts = allowedHosts;
    this.#certificates = certificates;
  }

  async close(): Promise<void> {
    const pools = [...this.#retired, ...[...this.#pools.values()].map(({ pool }) => pool)];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  readonly send: Transport = async (outgoing, options) => {
    const { signal, answerTimeout, connectTimeout } = options;
    const started = performance.now();
    const times: Pick<AttemptResult, 'connectMs' | 'firstByteMs'> = { connectMs: null, firstByteMs: null };
    const result = (part: Partial<AttemptResult> & Pick<AttemptResult, 'outcome'>): AttemptResult => ({
      status: null,
      headers: null,
      body: NOTHING,
      bodyLength: 0,
      cause: '',
      ...part,
      ...times,
      durationMs: performance.now() - started,
    });
    if (signal.aborted) return result({ outcome: 'cancelled' });
    if (!mayReachLiteral(outgoing.url.hostname, this.#allowedHosts())) {
      return result({ outcome: 'not-allowed', cause: `${outgoing.url.hostname} is not this machine` });
    }
    // undici takes an emitter too, at a fraction of an AbortSignal's price.
    const abort = new EventEmitter();
    let stopped: 'timeout' | 'endless-answer' | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = (why: 'timeout' | 'endless-answer') => {
      stopped = why;
      abort.emit('abort');
    };
    const onAbort = () => void abort.emit('abort');
    signal.addEventListener('abort', onAbort, { once: true });
    const events = {
      sent: (localPort: number, fresh: boolean) => {
        times.connectMs = fresh ? performance.now() - started : 0;
        // The answer's time runs from the request's leaving; the connection has its own limit.
        timer = setTimeout(() => stop('timeout'), answerTimeout);
        options.onSent?.(localPort);
      },
      answered: () => {
        times.firstByteMs = performance.now() - started;
      },
    };
    let answered: Pick<AttemptResult, 'status' | 'headers'> = { status: null, headers: null };
    const kept: Buffer[] = [];
    let keptLength = 0;
    let bodyLength = 0;
    try {
      const pool = this.#pool(outgoing.url.origin, connectTimeout);
      const response = await following(events, () =>
        pool.request({
          path: outgoing.url.target,
          method: outgoing.method,
          headers: outgoing.headers.flat(),
          body: outgoing.body.length > 0 ? outgoing.body : null,
          signal: abort,
          responseHeaders: 'raw',
        }),
      );
      answered = {
        status: response.statusCode,
        headers: pairs(response.headers as unknown as (Buffer | string)[]),
      };
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        bodyLength += chunk.length;
        if (keptLength < ANSWER_KEPT) {
          const part = chunk.subarray(0, ANSWER_KEPT - keptLength);
          kept.push(part);
          keptLength += part.length;
        }
        if (bodyLength > ANSWER_LIMIT) stop('endless-answer');
      }
      return result({ ...answered, outcome: 'answered', body: Buffer.concat(kept), bodyLength });
    } catch (error) {
      const partial = { ...answered, body: Buffer.concat(kept), bodyLength };
      if (signal.aborted) return result({ ...partial, outcome: 'cancelled' });
      if (stopped === 'timeout') {
        return result({ ...partial, outcome: 'timeout', cause: `no complete answer in ${answerTimeout} ms` });
      }
      if (stopped === 'endless-answer') {
        return result({ ...partial, outcome: 'endless-answer', cause: `more than ${ANSWER_LIMIT} bytes` });
      }
      const outcome = outcomeOf(error) as AttemptResult['outcome'];
      // A head without the rest of its body is an answer, only a broken one.
      const broken = answered.status !== null && outcome === 'reset';
      return result({ ...partial, outcome: broken ? 'bad-answer' : outcome, cause: causeOf(error) });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  };

  #pool(origin: string, connectTimeout: number): Pool {
    const key = `${connectTimeout} ${origin}`;
    const host = certificateHost(origin) ?? origin;
    const trusted = origin.startsWith('https:')
      ? this.#certificates().find((certificate) => certificate.host === host)?.sha256
      : undefined;
    const known = this.#pools.get(key);
    if (known !== undefined && known.trusted === trusted) return known.pool;
    // A connection that stands on a certificate trusted before must not serve another request.
    if (known !== undefined) this.#retire(known.pool);
    const lookup = guardedLookup((hostname) => isAllowedByName(hostname, this.#allowedHosts()));
    const pool = new Pool(origin, {
      connections: CONNECTIONS,
      allowH2: false,
      // The whole answer has one limit of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: guardedConnector({ timeout: connectTimeout, lookup, allowH2: false }, host, trusted),
    });
    this.#pools.set(key, { pool, trusted });
    return pool;
  }

  /** Ends its idle connections now and the others with their requests. */
  #retire(pool: Pool): void {
    this.#retired.add(pool);
    void pool.close().finally(() => this.#retired.delete(pool));
  }
}
