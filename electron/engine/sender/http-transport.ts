import { Pool } from 'undici';
import { certificateHost, type TrustedCertificate } from '../../../shared/delivery/certificate.ts';
import { HEADERS_LIMIT } from '../../../shared/http/response-fault.ts';
import type { WireUrl } from '../../../shared/template/url.ts';
import { guardedLookup, isAllowedByName, mayReachLiteral } from './allowed-hosts.ts';
import { guardedConnector } from './certificates.ts';
import { Exchange } from './exchange.ts';
import { type AttemptResult, type Outgoing, type SendOptions, type Transport, unsent } from './transport.ts';

/** Connections per target: more than any profile has in flight, so that no request waits inside the client. */
const CONNECTIONS = 100;

const NO_CERTIFICATES: readonly TrustedCertificate[] = [];

/** The decision for a target, and what it depends on. */
interface Way {
  workspace: string;
  origin: string;
  connectTimeout: number;
  allowedHosts: readonly string[];
  certificates: readonly TrustedCertificate[];
  /** Why nothing is sent there, or the connections to use. */
  to: AttemptResult | Pool;
}

/** Connections of one origin, all made while the same certificate was trusted. */
interface Connections {
  pool: Pool;
  trusted: string | undefined;
}

/** Names and values alternating. Not by flat(), which took longer than finding the connection. */
function inTurn(headers: Outgoing['headers']): string[] {
  const all: string[] = [];
  for (const [name, value] of headers) all.push(name, value);
  return all;
}

/**
 * Sends over real sockets with undici. `allowedHosts` and `certificates` of a workspace are read at each attempt, so
 * changes apply at once; a changed list must be a new array. Never rejects: failures are outcomes.
 */
export class HttpTransport {
  readonly #allowedHosts: (workspace: string) => readonly string[];
  readonly #certificates: (workspace: string) => readonly TrustedCertificate[];
  readonly #pools = new Map<string, Connections>();
  /** No longer used, but with requests in flight. */
  readonly #retired = new Set<Pool>();
  /** The last decision. Deliveries of one postback share it, and looking it up took a tenth of a request's time. */
  #way: Way | undefined;

  constructor(
    allowedHosts: (workspace: string) => readonly string[],
    certificates: (workspace: string) => readonly TrustedCertificate[] = () => NO_CERTIFICATES,
  ) {
    this.#allowedHosts = allowedHosts;
    this.#certificates = certificates;
  }

  async close(): Promise<void> {
    const pools = [...this.#retired, ...[...this.#pools.values()].map(({ pool }) => pool)];
    this.#pools.clear();
    this.#way = undefined;
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  readonly send: Transport = (outgoing, options) =>
    new Promise((resolve) => {
      const { url, method, headers, body } = outgoing;
      if (options.cancellation.isCancelled) return resolve(unsent('cancelled'));
      const to = this.#wayTo(url, options);
      if (!(to instanceof Pool)) return resolve(to);
      to.dispatch(
        { path: url.target, method, headers: inTurn(headers), body: body.length > 0 ? body : null },
        new Exchange(options, resolve),
      );
    });

  #wayTo({ origin, hostname }: WireUrl, { workspace, connectTimeout }: SendOptions): Way['to'] {
    const allowedHosts = this.#allowedHosts(workspace);
    const certificates = this.#certificates(workspace);
    const last = this.#way;
    const isSame =
      last?.origin === origin &&
      last.workspace === workspace &&
      last.connectTimeout === connectTimeout &&
      last.allowedHosts === allowedHosts &&
      last.certificates === certificates;
    if (isSame) return last.to;
    const to = mayReachLiteral(hostname, allowedHosts)
      ? this.#pool(origin, workspace, connectTimeout)
      : unsent('not-allowed', `${hostname} is not this machine`);
    this.#way = { workspace, origin, connectTimeout, allowedHosts, certificates, to };
    return to;
  }

  #pool(origin: string, workspace: string, connectTimeout: number): Pool {
    // Each workspace has its own connections: another one may not allow the same.
    const key = `${connectTimeout} ${origin} ${workspace}`;
    const host = certificateHost(origin) ?? origin;
    const trusted = origin.startsWith('https:')
      ? this.#certificates(workspace).find((certificate) => certificate.host === host)?.sha256
      : undefined;
    const known = this.#pools.get(key);
    if (known !== undefined && known.trusted === trusted) return known.pool;
    // A connection made under a formerly trusted certificate must not be used again.
    if (known !== undefined) this.#retire(known.pool);
    const lookup = guardedLookup((hostname) => isAllowedByName(hostname, this.#allowedHosts(workspace)));
    const pool = new Pool(origin, {
      connections: CONNECTIONS,
      allowH2: false,
      // The whole response has its own limit.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: HEADERS_LIMIT,
      connect: guardedConnector({ timeout: connectTimeout, lookup, allowH2: false }, host, trusted),
    });
    this.#pools.set(key, { pool, trusted });
    return pool;
  }

  /** Closes idle connections now, and others after their requests. */
  #retire(pool: Pool): void {
    this.#retired.add(pool);
    void pool.close().finally(() => this.#retired.delete(pool));
  }
}
