import { setTimeout as wait } from 'node:timers/promises';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import { createRateWindow, type RateWindow } from '../../../shared/delivery/rate-limit.ts';
import { isThisMachine } from '../../../shared/http/this-machine.ts';
import { secretOf } from '../../../shared/secrets/name.ts';
import { type EncodingPlace, encodeFor } from '../../../shared/template/encode.ts';
import { parseTemplate } from '../../../shared/template/parse.ts';
import { type RenderedRequest, wireOf } from '../../../shared/template/postback.ts';
import { responseText } from '../sender/response-text.ts';
import type { SecretValues } from '../sender/secret-values.ts';
import { Cancellation, type Transport } from '../sender/transport.ts';

/** Characters of a response that are kept. */
const KEPT = 64 * 1024;
/** A second, and what timers are early by. */
const WINDOW_MS = 1_002;

export interface RequestSenderOptions {
  transport: Transport;
  secrets: Pick<SecretValues, 'value' | 'whyMissing'>;
  /** Folder of the workspace that says which hosts are allowed; '' without one. */
  workspace: string;
  /** Real ms. */
  connectTimeout: number;
  responseTimeout: number;
  /** Most requests in a real second to a receiver that is not on this machine. */
  ceiling: number;
  /** The same for one on this machine, where the user wants it. */
  localCeiling?: number | undefined;
  /** Characters of a response that are kept; 64 Ki without it. */
  kept?: number;
  signal: AbortSignal;
}

/** Sends the requests of checks, each once. Never rejects. */
export class RequestSender {
  readonly #options: RequestSenderOptions;
  #window: RateWindow | undefined;

  constructor(options: RequestSenderOptions) {
    this.#options = options;
  }

  async send(request: RenderedRequest): Promise<StoryResponse> {
    const {
      transport,
      secrets,
      workspace,
      connectTimeout,
      responseTimeout,
      signal,
      kept = KEPT,
    } = this.#options;
    const filled = withSecretValues(request, secrets);
    if ('missing' in filled) return noResponse('secret-missing', secrets.whyMissing(filled.missing));
    const wire = wireOf(filled);
    if (!wire.ok) return noResponse('malformed-url', wire.reason);
    await this.#turn(wire.url.hostname);
    const { url } = wire;
    const outgoing = {
      url,
      method: filled.method,
      headers: filled.headers,
      body: Buffer.from(wire.body, 'utf8'),
    };
    const cancellation = new Cancellation();
    const cancel = () => cancellation.cancel();
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const result = await transport(outgoing, { cancellation, workspace, connectTimeout, responseTimeout });
    signal.removeEventListener('abort', cancel);
    const headers = result.headers ?? [];
    return {
      outcome: result.outcome,
      status: result.status,
      headers,
      body: result.outcome === 'answered' ? responseText(headers, result.body).slice(0, kept) : result.cause,
      ms: result.durationMs,
      cut: result.bodyLength > result.body.length,
    };
  }

  /** Waits for its turn under the ceiling. */
  async #turn(hostname: string): Promise<void> {
    const { ceiling, localCeiling, signal } = this.#options;
    const most = isThisMachine(hostname) ? localCeiling : ceiling;
    if (most === undefined) return;
    this.#window ??= createRateWindow(most, WINDOW_MS);
    const now = performance.now();
    const at = this.#window.earliest(now);
    this.#window.take(at);
    if (at > now) await wait(at - now, undefined, { signal }).catch(() => undefined);
  }
}

function noResponse(outcome: string, cause: string): StoryResponse {
  return { outcome, status: null, headers: [], body: cause, ms: 0 };
}

/** A request with the values of its secrets, or the name of one that has none. */
export function withSecretValues(
  request: RenderedRequest,
  secrets: Pick<SecretValues, 'value'>,
): RenderedRequest | { missing: string } {
  let missing: string | undefined;
  const fill = (text: string, place: EncodingPlace) =>
    parseTemplate(text)
      .map((segment) => {
        const name = segment.type === 'placeholder' ? secretOf(segment.name) : undefined;
        if (name === undefined) return text.slice(segment.start, segment.end);
        const value = secrets.value(name);
        if (value === undefined) missing ??= name;
        return encodeFor(place, value ?? '');
      })
      .join('');
  const { url, headers, body, method } = request;
  const filled = {
    method,
    url: fill(url, 'url'),
    headers: headers.map(([name, value]): [string, string] => [name, fill(value, 'header')]),
    body: body === null ? null : fill(body, bodyPlace(headers)),
  };
  return missing === undefined ? filled : { missing };
}

function bodyPlace(headers: readonly [string, string][]): EncodingPlace {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/json/i.test(type)) return 'json';
  return /xml/i.test(type) ? 'xml' : 'form';
}
