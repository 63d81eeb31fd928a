import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Contents, type FileKind, type ReadYaml, readYamlHere } from './file-kinds.ts';
import type { YamlJob, YamlWorkerData } from './yaml-worker.ts';

/** Real ms that reading one file may take; one that takes longer is a problem of its own. */
const LONGEST_MS = 10_000;
/** Real ms in which a thread has started, or never will. */
const START_MS = 10_000;
/** Characters that are read at once in the thread that asks: a few ms, however wrong they are. */
const SMALL = 8 * 1024;
/** A text that asks for more memory is given up, too. */
const LIMITS = { maxOldGenerationSizeMb: 512 };
/** Files whose result is remembered, and the characters that they may have together. */
const MOST_KNOWN = 4_000;
const MOST_CHARACTERS = 64 * 1024 * 1024;

type Result = ReadYaml<Contents[FileKind]>;

/** The worker beside this file: its source, or what it was built into. */
function workerFile(): URL | undefined {
  return ['./yaml-worker.ts', './yaml-worker.js', '../yaml-worker.js']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url));
}

interface Running {
  worker: Worker;
  port: MessagePort;
  counter: Int32Array<SharedArrayBuffer>;
}

/**
 * Reads YAML files, in a thread of their own unless they are small, within a time limit, and once for each text. A
 * receiver beside it responds meanwhile: `prepare` waits without blocking; `now` blocks only for a text that was not
 * prepared.
 */
export class YamlReader {
  readonly #longestMs: number;
  readonly #known = new Map<string, { result: Result; length: number }>();
  #characters = 0;
  /** One thread for those who wait without blocking, one for those who block: their results must not be mixed up. */
  readonly #running: { soon?: Running; now?: Running } = {};
  /** Where no worker can be started, texts are read in the thread that asks. */
  #hasWorker = true;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ longestMs = LONGEST_MS }: { longestMs?: number } = {}) {
    this.#longestMs = longestMs;
  }

  /** What a text says, at once. Blocks for as long as it takes, at most the limit, if it was not read before. */
  now<Kind extends FileKind>(kind: Kind, file: string, text: string): ReadYaml<Contents[Kind]> {
    const job = { kind, file, text };
    const known = this.#known.get(keyOf(job));
    const result = known?.result ?? this.#remember(job, this.#readNow(job));
    return result as ReadYaml<Contents[Kind]>;
  }

  /** Whether `now` would not block for a text. */
  knows(job: YamlJob): boolean {
    return this.#known.has(keyOf(job));
  }

  /** Reads texts without blocking, one after the other, so that `now` knows them. Ends early when the signal aborts. */
  async prepare(jobs: readonly YamlJob[], signal?: AbortSignal): Promise<void> {
    const turn = this.#queue.then(async () => {
      for (const job of jobs) {
        if (signal?.aborted === true) return;
        if (!this.knows(job)) this.#remember(job, await this.#readSoon(job, signal));
      }
    });
    this.#queue = turn.catch(() => {});
    await turn;
  }

  async #readSoon(job: YamlJob, signal: AbortSignal | undefined): Promise<Result> {
    const running = job.text.length > SMALL ? this.#start('soon') : undefined;
    if (running === undefined) return readYamlHere(job.kind, job.file, job.text);
    const { worker, port } = running;
    worker.ref();
    const over = new AbortController();
    try {
      return await new Promise<Result>((resolve) => {
        const givenUp = () => resolve(this.#giveUp(job, 'soon'));
        const timer = setTimeout(givenUp, this.#longestMs);
        over.signal.addEventListener('abort', () => clearTimeout(timer));
        signal?.addEventListener('abort', givenUp, { signal: over.signal });
        port.once('message', resolve);
        worker.once('error', () => resolve(this.#failed(job, 'soon')));
        over.signal.addEventListener('abort', () => {
          port.removeAllListeners('message');
          worker.removeAllListeners('error');
          worker.on('error', () => {});
        });
        port.postMessage(job);
      });
    } finally {
      over.abort();
      worker.unref();
      port.unref();
    }
  }

  #readNow(job: YamlJob): Result {
    const running = job.text.length > SMALL ? this.#start('now') : undefined;
    if (running === undefined) return readYamlHere(job.kind, job.file, job.text);
    const { port, counter } = running;
    if (!reached(counter, 1, START_MS)) return this.#failed(job, 'now');
    const before = Atomics.load(counter, 0);
    port.postMessage(job);
    if (!reached(counter, before + 1, this.#longestMs)) return this.#giveUp(job, 'now');
    return (receiveMessageOnPort(port) as { message: Result }).message;
  }

  #start(slot: 'soon' | 'now'): Running | undefined {
    if (this.#running[slot] !== undefined || !this.#hasWorker) return this.#running[slot];
    const file = workerFile();
    if (file === undefined) return undefined;
    const { port1: port, port2 } = new MessageChannel();
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const workerData: YamlWorkerData = { port: port2, counter };
    const worker = new Worker(file, {
      workerData,
      transferList: [port2],
      execArgv: [],
      resourceLimits: LIMITS,
    });
    worker.on('error', () => {});
    worker.unref();
    port.unref();
    this.#running[slot] = { worker, port, counter };
    return this.#running[slot];
  }

  /** Ends the thread, which may be in the middle of a text, and says that the file took too long. */
  #giveUp({ file }: YamlJob, slot: 'soon' | 'now'): Result {
    void this.#running[slot]?.worker.terminate();
    this.#running[slot]?.port.close();
    delete this.#running[slot];
    const message = `Reading this file took longer than ${Math.max(1, Math.round(this.#longestMs / 1000))} s, so it was given up.`;
    const remedy = 'Check it for mistakes that repeat, and split it into smaller files.';
    return { ok: false, problems: [{ file, line: null, column: null, message, remedy }] };
  }

  /** The thread ended by itself: out of memory, unless it never started. */
  #failed(job: YamlJob, slot: 'soon' | 'now'): Result {
    const running = this.#running[slot];
    const started = running !== undefined && Atomics.load(running.counter, 0) > 0;
    const problem = this.#giveUp(job, slot);
    if (started) return problem;
    this.#hasWorker = false;
    return readYamlHere(job.kind, job.file, job.text);
  }

  #remember(job: YamlJob, result: Result): Result {
    const { length } = job.text;
    this.#known.set(keyOf(job), { result, length });
    this.#characters += length;
    for (const [key, oldest] of this.#known) {
      if (this.#known.size <= MOST_KNOWN && this.#characters <= MOST_CHARACTERS) break;
      this.#known.delete(key);
      this.#characters -= oldest.length;
    }
    return result;
  }
}

/** Blocks until a counter has reached a number; false if it has not in that many ms. */
function reached(counter: Int32Array<SharedArrayBuffer>, wanted: number, ms: number): boolean {
  const end = performance.now() + ms;
  for (;;) {
    const seen = Atomics.load(counter, 0);
    if (seen >= wanted) return true;
    if (Atomics.wait(counter, 0, seen, Math.max(0, end - performance.now())) === 'timed-out') return false;
  }
}

/** The file's name is part of it, since problems and places name the file. */
function keyOf({ kind, file, text }: YamlJob): string {
  return `${kind} ${createHash('sha256').update(text).digest('base64')} ${file}`;
}

/** The reader of this process: each text is read once, whoever asks. */
export const yamlReader = new YamlReader();
