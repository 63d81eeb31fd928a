import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import { informationalText, responseFault } from '../../../shared/http/response-fault.ts';
import { Bytes } from '../bytes.ts';
import { causeOf, outcomeOf } from './outcome-of.ts';
import { type SentRequest, sentNext } from './request-sent.ts';
import type { ResponseStart } from './response-start.ts';
import type { AttemptResult, SendOptions } from './transport.ts';

/** How many bytes of a response are kept. */
const RESPONSE_KEPT = 1024 * 1024;
/** How many bytes of a response are read; a longer one counts as endless. */
const RESPONSE_LIMIT = 16 * 1024 * 1024;

function pairs(raw: readonly Buffer[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([raw[i]!.toString('latin1'), raw[i + 1]!.toString('latin1')]);
  }
  return headers;
}

/** What undici says about a response that it could not read: code, message, and the bytes from the fault on. */
function parserError(error: Error): { code: string; message: string; atFault: string } {
  const { code, data, message, name } = error as Error & { code?: unknown; data?: unknown };
  // Its parser's errors have no code, and the parser's own words in parentheses.
  if (name === 'HTTPParserError')
    return {
      code: 'HPE',
      message: /\((.+)\)$/.exec(message)?.[1] ?? message,
      atFault: typeof data === 'string' ? data : '',
    };
  return { code: typeof code === 'string' && code !== 'UND_ERR_SOCKET' ? code : '', message, atFault: '' };
}

/** Why we abort an exchange. */
type Stopped = 'cancelled' | 'timeout' | 'endless-answer';

/** One request and its response as undici reports them. `done` is called once, with the result. */
export class Exchange implements Dispatcher.DispatchHandler, SentRequest {
  readonly #options: SendOptions;
  readonly #done: (result: AttemptResult) => void;
  readonly #started = performance.now();
  #controller: Dispatcher.DispatchController | undefined;
  /** Why we aborted it. */
  #stopped: Stopped | undefined;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #connectMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #headers: [string, string][] | null = null;
  readonly #body = new Bytes(RESPONSE_KEPT);
  /** Of the connection that it was sent on. */
  #response: ResponseStart | undefined;

  constructor(options: SendOptions, done: (result: AttemptResult) => void) {
    this.#options = options;
    this.#done = done;
    options.cancellation.onCancel = () => this.#stop('cancelled');
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) {
      // Aborted while it waited for its connection.
      controller.abort(new Error('cancelled'));
      return;
    }
    this.#controller = controller;
    sentNext(this);
  }

  sent(localPort: number, fresh: boolean, response: ResponseStart | undefined): void {
    this.#response = response;
    this.#connectMs = fresh ? performance.now() - this.#started : 0;
    // The limit counts from when the request was sent; from the last time, if undici sends it again because an idle
    // connection had closed. The connection has its own limit.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop('timeout'), this.#options.responseTimeout);
    this.#options.onSent?.(localPort);
  }

  onResponseStart(controller: Dispatcher.DispatchController, statusCode: number): void {
    if (statusCode < 200) return;
    this.#firstByteMs = performance.now() - this.#started;
    this.#status = statusCode;
    this.#headers = pairs(controller.rawHeaders as Buffer[]);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body.push(chunk);
    if (this.#body.arrived > RESPONSE_LIMIT) this.#stop('endless-answer');
  }

  onResponseEnd(): void {
    this.#end('answered', '');
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#stopped !== undefined) {
      this.#end(this.#stopped, this.#whyStopped(this.#stopped));
      return;
    }
    const outcome = outcomeOf(error) as AttemptResult['outcome'];
    const isOfResponse = outcome === 'reset' || outcome === 'bad-answer';
    if (!isOfResponse || this.#response === undefined) {
      this.#end(outcome, causeOf(error));
      return;
    }
    const { text: start, informational } = this.#response;
    const fault = responseFault({
      ...parserError(error),
      start,
      headRead: this.#status !== null,
      bodyLength: this.#body.arrived,
      informational,
    });
    // A response that began and did not end is a broken one.
    this.#end(start === '' ? outcome : 'bad-answer', fault);
  }

  #stop(why: Stopped): void {
    this.#stopped ??= why;
    // Nothing has been sent: it has ended, whatever happens to its connection.
    if (this.#controller === undefined) this.#end(this.#stopped, '');
    else this.#controller.abort(new Error(why));
  }

  #whyStopped(why: Stopped): string {
    if (why === 'timeout') {
      const { text: start = '', informational = [] } = this.#response ?? {};
      const only =
        start === '' && informational.length > 0 ? `; only ${informationalText(informational)} came` : '';
      return `no complete response in ${this.#options.responseTimeout} ms${only}`;
    }
    return why === 'endless-answer' ? `more than ${RESPONSE_LIMIT} bytes` : '';
  }

  #end(outcome: AttemptResult['outcome'], cause: string): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#options.cancellation.onCancel = undefined;
    this.#done({
      outcome,
      status: this.#status,
      headers: this.#headers,
      body: this.#body.view(),
      bodyLength: this.#body.arrived,
      connectMs: this.#connectMs,
      firstByteMs: this.#firstByteMs,
      durationMs: performance.now() - this.#started,
      cause,
    });
  }
}
