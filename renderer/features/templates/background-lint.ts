import type { Finding } from '../../../shared/template/lint/finding.ts';
import { lintPostback } from '../../../shared/template/lint/lint.ts';
import type { LintRequest } from './lint-worker.ts';

/** The parts of a Worker that are used here. */
export type LintThread = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

interface Job {
  request: LintRequest;
  done: (findings: Finding[]) => void;
}

/** ms after which a lint that nobody waits for any more is broken off, when another text is to be linted. */
const PATIENCE_MS = 2_000;

/**
 * Lints in a thread of its own, one text at a time; of those that wait only the newest is kept, and a job that was
 * overtaken is never answered. Where no thread can be had, the caller's own does the work.
 */
export class BackgroundLint {
  readonly #start: () => LintThread;
  readonly #now: () => number;
  #thread: LintThread | null = null;
  #running: { job: Job; since: number } | null = null;
  #waiting: Job | null = null;
  #broken = false;

  constructor(start: () => LintThread, now: () => number) {
    this.#start = start;
    this.#now = now;
  }

  /** Lints a text; `done` is called unless a later text overtakes it. Returns how to call it off. */
  lint(request: LintRequest, done: (findings: Finding[]) => void): () => void {
    const job = { request, done };
    this.#waiting = job;
    if (this.#running !== null && this.#now() - this.#running.since > PATIENCE_MS) this.#stop();
    this.#next();
    return () => {
      if (this.#waiting === job) this.#waiting = null;
      job.done = () => undefined;
    };
  }

  #next(): void {
    const job = this.#waiting;
    if (job === null || this.#running !== null) return;
    this.#waiting = null;
    if (this.#broken) {
      job.done(lintPostback(job.request.postback, job.request.options));
      return;
    }
    this.#running = { job, since: this.#now() };
    try {
      this.#thread ??= this.#open();
      this.#thread.postMessage(job.request);
    } catch {
      this.#fail();
    }
  }

  #open(): LintThread {
    const thread = this.#start();
    thread.onmessage = ({ data }: MessageEvent<Finding[]>) => {
      const done = this.#running?.job.done;
      this.#running = null;
      if (this.#waiting === null) done?.(data);
      this.#next();
    };
    // Not loaded, or fallen over: findings matter more than where they are made.
    thread.onerror = () => this.#fail();
    return thread;
  }

  #fail(): void {
    this.#broken = true;
    this.#waiting ??= this.#running?.job ?? null;
    this.#stop();
    this.#next();
  }

  #stop(): void {
    this.#thread?.terminate();
    this.#thread = null;
    this.#running = null;
  }
}

/** The thread of this page. */
export const backgroundLint = new BackgroundLint(
  () => new Worker(new URL('./lint-worker.ts', import.meta.url), { type: 'module', name: 'lint' }),
  () => performance.now(),
);
