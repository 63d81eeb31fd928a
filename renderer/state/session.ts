import { z } from 'zod';
import type { LoginMessage } from '../../shared/contract/login.ts';

/** In sessionStorage: of this tab and this origin alone, and gone with the tab. */
const KEY = 'postbench.session';
/** What the tabs of one engine's screen say to each other; a channel belongs to one origin, port included. */
const CHANNEL = 'postbench.session';
/** Real ms that other tabs may take to answer. */
const ANSWER_MS = 400;

const saying = z.union([z.strictObject({ ask: z.literal(true) }), z.strictObject({ session: z.string() })]);

/** What lets this tab in: the session it has, the token it was opened with, or a session that another tab gives. */
export class Session {
  readonly #channel = new BroadcastChannel(CHANNEL);
  #token = takeToken();
  /** Whether the engine knows the session: only then is it of use to other tabs. */
  #isKnown = false;

  /** @param onGiven called when another tab has been let in, which helps one that was not */
  constructor(onGiven: () => void, signal: AbortSignal) {
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const said = saying.safeParse(data).data;
      if (said === undefined) return;
      const own = sessionStorage.getItem(KEY);
      if ('ask' in said) {
        if (own !== null && this.#isKnown) this.#channel.postMessage({ session: own });
      } else if (!this.#isKnown) {
        sessionStorage.setItem(KEY, said.session);
        onGiven();
      }
    };
    signal.addEventListener('abort', () => this.#channel.close());
  }

  /** What to say to the engine first; undefined where nothing is left to try. */
  async next(): Promise<LoginMessage | undefined> {
    const own = sessionStorage.getItem(KEY) ?? (this.#token === undefined ? await this.#ask() : null);
    if (own !== null) return { session: own };
    return this.#token === undefined ? undefined : { token: this.#token };
  }

  /** The engine let this tab in. */
  accepted(session: string): void {
    this.#token = undefined;
    sessionStorage.setItem(KEY, session);
    if (this.#isKnown) return;
    this.#isKnown = true;
    this.#channel.postMessage({ session });
  }

  /** The engine did not; `said` is not tried again. */
  refused(said: LoginMessage): void {
    this.#isKnown = false;
    if ('token' in said) this.#token = undefined;
    else if (sessionStorage.getItem(KEY) === said.session) sessionStorage.removeItem(KEY);
  }

  async #ask(): Promise<string | null> {
    this.#channel.postMessage({ ask: true });
    const until = performance.now() + ANSWER_MS;
    // The answer comes by the channel's listener.
    while (sessionStorage.getItem(KEY) === null && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return sessionStorage.getItem(KEY);
  }
}

/** The token of the address, which it leaves at once: it must not be seen, copied or bookmarked. */
function takeToken(): string | undefined {
  const address = new URL(location.href);
  const token = address.searchParams.get('token');
  if (token === null) return undefined;
  address.searchParams.delete('token');
  history.replaceState(history.state, '', address);
  return token;
}
