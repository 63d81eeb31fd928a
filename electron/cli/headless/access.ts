import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Refusal = { status: 401 | 403; message: string };

/** Who may reach the headless screen: holders of a random token, from the screen's own address. */
export class Access {
  readonly token = randomBytes(24).toString('base64url');
  readonly #port: () => number;

  constructor(port: () => number) {
    this.#port = port;
  }

  /** Cookies are shared by all ports of one host, so the name carries the port. */
  get cookieName(): string {
    return `postbench_${this.#port()}`;
  }

  /** The cookie that keeps a browser in after it came with the token once. */
  get cookie(): string {
    return `${this.cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  matches(given: string | undefined): boolean {
    const expected = Buffer.from(this.token);
    const actual = Buffer.from(given ?? '');
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }

  /**
   * Why a request is refused, if it is. A foreign Host means DNS rebinding, a foreign Origin another site's page;
   * without the token nobody is let in.
   */
  refusal(request: IncomingMessage): Refusal | undefined {
    const hosts = [`127.0.0.1:${this.#port()}`, `localhost:${this.#port()}`];
    const { host, origin, cookie } = request.headers;
    if (host === undefined || !hosts.includes(host))
      return { status: 403, message: 'This host is not served here.' };
    if (origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, message: 'Pages from other origins are not allowed.' };
    }
    if (this.matches(cookieValue(cookie, this.cookieName))) return undefined;
    return {
      status: 401,
      message: 'Open the address that Postbench printed when it started; it holds the token.',
    };
  }
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim().split('='))
    .find(([key]) => key === name)?.[1];
}
