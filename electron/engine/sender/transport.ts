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
  /** Real ms until the connection must stand, and until the whole answer must be there after the request left. */
  connectTimeout: number;
  responseTimeout: number;
  /** Called with the local TCP port when the request leaves. */
  onSent?: (localPort: number) => void;
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

const NOTHING = Buffer.alloc(0);

/** What becomes of a request for which not even a connection is tried. */
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
