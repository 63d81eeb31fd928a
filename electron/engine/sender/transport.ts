import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import type { WireUrl } from '../../../shared/template/url.ts';

export interface Outgoing {
  url: WireUrl;
  method: string;
  headers: [string, string][];
  body: Buffer;
}

/** Why a request is not sent. */
export interface Unsendable {
  outcome: 'malformed-url' | 'secret-missing';
  cause: string;
}

/** Breaks a try off. An AbortController cost a twentieth of the time of sending. */
export class Cancellation {
  #isCancelled = false;
  /** Called once it is cancelled; whose try it is sets it. */
  onCancel: (() => void) | undefined;

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.onCancel?.();
  }
}

export interface SendOptions {
  cancellation: Cancellation;
  /** The folder of the workspace that says which hosts and certificates are allowed. */
  workspace: string;
  /** Real ms for connecting, and for the whole response after the request was sent. */
  connectTimeout: number;
  responseTimeout: number;
  /** Called with the local TCP port when the request leaves. */
  onSent?: (localPort: number) => void;
}

/** The result of one HTTP request. Whether a response counts as success is decided elsewhere. */
export interface AttemptResult {
  outcome: Exclude<AttemptOutcome, 'delivered' | 'not-accepted'> | 'answered';
  status: number | null;
  /** In wire order and case; null without a response. */
  headers: [string, string][] | null;
  /** The body as received, at most 1 MiB of it. */
  body: Buffer;
  /** Bytes of the body that arrived. */
  bodyLength: number;
  /** Real ms from the start until the connection (0 if it was reused), the first byte, and the end. */
  connectMs: number | null;
  firstByteMs: number | null;
  durationMs: number;
  /** The message of the client or the operating system; empty with a response. */
  cause: string;
}

/** Sends one request. A function, so that tests can replace it. */
export type Transport = (outgoing: Outgoing, options: SendOptions) => Promise<AttemptResult>;

const NOTHING = Buffer.alloc(0);

/** The result of a request for which no connection is tried. */
export function unsent(outcome: AttemptResult['outcome'], cause = ''): AttemptResult {
  return {
    outcome,
    status: null,
    headers: null,
    body: NOTHING,
    bodyLength: 0,
    connectMs: null,
    firstByteMs: null,
    durationMs: 0,
    cause,
  };
}
