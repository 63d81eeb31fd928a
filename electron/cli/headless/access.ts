import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Real ms in which a token lets in again, as a second tab or a reload of the printed address needs it. */
export const TOKEN_LASTS_MS = 10 * 60_000;

const fresh = () => randomBytes(24).toString('base64url');

function same(given: string, expected: string): boolean {
  const [actual, wanted] = [Buffer.from(given), Buffer.from(expected)];
  return actual.length === wanted.length && timingSafeEqual(actual, wanted);
}

export interface AccessOptions {
  /** The port that the screen listens on. */
  port: () => number;
  /** Monotonic ms. */
  now?: () => number;
}

/**
 * Who may reach the headless screen: holders of a token, which they trade for a session. Sessions last as long as the
 * engine. Nothing is kept in cookies, which a browser would send to every other server of this machine.
 */
export class Access {
  readonly #port: () => number;
  readonly #now: () => number;
  /** When each token was first used; undefined while it was not. */
  readonly #tokens = new Map<string, number | undefined>();
  readonly #sessions = new Set<string>();

  constructor({ port, now = () => performance.now() }: AccessOptions) {
    this.#port = port;
    this.#now = now;
  }

  /** The screen's address with a token of its own. */
  address(): string {
    const token = fresh();
    this.#tokens.set(token, undefined);
    return `http://127.0.0.1:${this.#port()}/?token=${token}`;
  }

  /** A session for a token, at any time the first time and for ten minutes after; undefined otherwise. */
  sessionFor(given: string): string | undefined {
    const token = [...this.#tokens.keys()].find((known) => same(given, known));
    if (token === undefined) return undefined;
    const first = this.#tokens.get(token) ?? this.#now();
    this.#tokens.set(token, first);
    if (this.#now() - first > TOKEN_LASTS_MS) {
      this.#tokens.delete(token);
      return undefined;
    }
    const session = fresh();
    this.#sessions.add(session);
    return session;
  }

  isSession(given: string): boolean {
    return [...this.#sessions].some((known) => same(given, known));
  }

  /**
   * Why a request is refused whoever sends it, if it is. A foreign Host means DNS rebinding, a foreign Origin another
   * site's page.
   */
  refusal({ headers: { host, origin } }: IncomingMessage): string | undefined {
    const hosts = [`127.0.0.1:${this.#port()}`, `localhost:${this.#port()}`];
    if (host === undefined || !hosts.includes(host)) return 'This host is not served here.';
    if (origin !== undefined && origin !== `http://${host}`)
      return 'Pages from other origins are not allowed.';
    return undefined;
  }
}
