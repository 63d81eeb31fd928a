import { JOBS } from './template-jobs.ts';

/** The parts of a Worker that are used here. */
export type Thread = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

interface Job<Request, Answer> {
  request: Request;
  done: (answer: Answer) => void;
}

/** ms after which work that nobody waits for any more is broken off, when other work is to be done. */
const PATIENCE_MS = 2_000;

/**
 * Does one kind of work in a thread of its own, one request at a time; of those that wait only the newest is kept, and
 * one that was overtaken is never answered. Where no thread can be had, the caller's own does the work.
 */
export class Background<Request, Answer> {
  readonly #work: (request: Request) => Answer;
  readonly #start: () => Thread;
  readonly #now: () => number;
  #thread: Thread | null = null;
  #running: { job: Job<Request, Answer>; since: number } | null = null;
  #waiting: Job<Request, Answer> | null = null;
  #broken = false;

  constructor(work: (request: Request) => Answer, start: () => Thread, now: () => number) {
    this.#work = work;
    this.#start = start;
    this.#now = now;
  }

  /** Asks for an answer; `done` is called unless a later request overtakes it. Returns how to call it off. */
  ask(request: Request, done: (answer: Answer) => void): () => void {
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
      job.done(this.#work(job.request));
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

  #open(): Thread {
    const thread = this.#start();
    thread.onmessage = ({ data }: MessageEvent<Answer>) => {
      const done = this.#running?.job.done;
      this.#running = null;
      if (this.#waiting === null) done?.(data);
      this.#next();
    };
    // Not loaded, or fallen over: what is found matters more than where it is found.
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

const now = () => performance.now();

// A thread each: a lint of 100 ms must not keep the table waiting. The build wants to see each of them start.
export const backgroundLint = new Background(
  JOBS.lint,
  () => new Worker(new URL('./template-worker.ts', import.meta.url), { type: 'module', name: 'lint' }),
  now,
);
export const backgroundValues = new Background(
  JOBS.values,
  () => new Worker(new URL('./template-worker.ts', import.meta.url), { type: 'module', name: 'values' }),
  now,
);
