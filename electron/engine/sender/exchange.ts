import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import { causeOf, outcomeOf } from './outcome-of.ts';
import { type SentRequest, sentNext } from './request-sent.ts';
import type { AttemptResult, SendOptions } from './transport.ts';

/** Bytes of an answer that are kept. */
const ANSWER_KEPT = 1024 * 1024;
/** Bytes of an answer that are read; one that is longer never ends as far as a platform is concerned. */
const ANSWER_LIMIT = 16 * 1024 * 1024;

function pairs(raw: readonly Buffer[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([raw[i]!.toString('latin1'), raw[i + 1]!.toString('latin1')]);
  }
  return headers;
}

/** Why we break an exchange off. */
type Stopped = 'cancelled' | 'timeout' | 'endless-answer';

/** One request and its answer as undici tells of them, until `done` is called, once, with what became of it. */
export class Exchange implements Dispatcher.DispatchHandler, SentRequest {
  readonly #options: SendOptions;
  readonly #done: (result: AttemptResult) => void;
  readonly #started = performance.now();
  #controller: Dispatcher.DispatchController | undefined;
  /** Why we broke it off ourselves. */
  #stopped: Stopped | undefined;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #connectMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #headers: [string, string][] | null = null;
  #kept: Buffer[] = [];
  #keptLength = 0;
  #bodyLength = 0;

  constructor(options: SendOptions, done: (result: AttemptResult) => void) {
    this.#options = options;
    this.#done = done;
    options.cancellation.onCancel = () => this.#stop('cancelled');
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) {
      // Broken off while it waited for its connection.
      controller.abort(new Error('cancelled'));
      return;
    }
    this.#controller = controller;
    sentNext(this);
  }

  sent(localPort: number, fresh: boolean): void {
    this.#connectMs = fresh ? performance.now() - this.#started : 0;
    // The answer's time runs from the request's leaving, the last one where undici sends again what an idle
    // connection's end swallowed; the connection has its own limit.
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
    this.#bodyLength += chunk.length;
    if (this.#keptLength < ANSWER_KEPT) {
      const part = chunk.subarray(0, ANSWER_KEPT - this.#keptLength);
      this.#kept.push(part);
      this.#keptLength += part.length;
    }
    if (this.#bodyLength > ANSWER_LIMIT) this.#stop('endless-answer');
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
    // A head without the rest of its body is an answer, only a broken one.
    const broken = this.#status !== null && outcome === 'reset';
    this.#end(broken ? 'bad-answer' : outcome, causeOf(error));
  }

  #stop(why: Stopped): void {
    this.#stopped ??= why;
    // Nothing of it has left yet: it is over, whatever becomes of its connection.
    if (this.#controller === undefined) this.#end(this.#stopped, '');
    else this.#controller.abort(new Error(why));
  }

  #whyStopped(why: Stopped): string {
    if (why === 'timeout') return `no complete response in ${this.#options.responseTimeout} ms`;
    return why === 'endless-answer' ? `more than ${ANSWER_LIMIT} bytes` : '';
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
      body: this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept),
      bodyLength: this.#bodyLength,
      connectMs: this.#connectMs,
      firstByteMs: this.#firstByteMs,
      durationMs: performance.now() - this.#started,
      cause,
    });
  }
}
