import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { PostbenchError } from '../../../shared/errors.ts';
import { type Log, SILENT_LOG } from '../log.ts';
import { blockOf } from '../store/capture-blocks.ts';
import { QueryCancelled } from '../store/capture-query.ts';
import type { CaptureChange, CaptureStore } from '../store/captures.ts';
import { answer, type CaptureQuestions, type Question } from './questions.ts';
import type { Answered, AskedQuestion, Packed, SearchWorkerData, ToldError } from './search-worker.ts';

/** Real ms after which it is looked again for blocks whose attempts had not ended. */
const AGAIN_MS = 5_000;

/** What a block makes is soon gone: a larger nursery would only be more memory. */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 };

/** The worker beside this file: its source, or what it was built into. */
function workerFile(): URL | undefined {
  return ['./search-worker.ts', './search-worker.js', '../search-worker.js']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url));
}

/** A search that nobody waits for any more. */
function cancelled(): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', 'The search was cancelled.', {
    remedy: 'Search again.',
  });
}

function errorOf({ code, message, remedy = '', place }: ToldError): Error {
  return code === undefined ? new Error(message) : new PostbenchError(code, message, { remedy, place });
}

interface Waiting {
  question: Question;
  cancelled: Int32Array<SharedArrayBuffer>;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Searches captures in a thread with a connection of its own, so that the receiver responds meanwhile, and keeps their
 * index: another thread packs blocks, and this one writes them, since it is the one that writes to the store. Where no
 * thread can be had, as over a temporary store, questions are answered here.
 */
export class CaptureSearches {
  readonly #store: CaptureStore;
  readonly #folder: string;
  readonly #log: Log;
  readonly #stop: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #answers: Worker | undefined;
  #packs: Worker | undefined;
  /** Whether a block is being packed, or is to be once that one is written. */
  #packing: 'no' | 'yes' | 'again' = 'no';
  /** The thread that packs ended by itself; captures are found one by one from then on. */
  #isPackingOver = false;
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = -1;
  #file: URL | undefined;

  /** @param folder the data folder, or null for a store that only this connection may read */
  constructor({
    store,
    folder,
    log = SILENT_LOG,
  }: { store: CaptureStore; folder: string | null; log?: Log }) {
    this.#store = store;
    this.#folder = folder ?? '';
    this.#log = log;
    this.#file = folder === null ? undefined : workerFile();
    this.#stop = store.onChange((change) => this.#changed(change));
    if (this.#file === undefined) return;
    const { length } = store.missingIndex();
    if (length === 0) return;
    log.info('Captures are being indexed.', { blocks: length });
    this.#pack();
  }

  /**
   * The answer to a question, found without blocking. Throws what the question is refused with, and PB_ARGUMENT_INVALID
   * once the signal aborts.
   */
  async ask<Name extends keyof CaptureQuestions>(
    name: Name,
    asked: CaptureQuestions[Name]['asked'],
    signal?: AbortSignal,
  ): Promise<CaptureQuestions[Name]['answer']> {
    if (signal?.aborted === true) throw cancelled();
    const question = { name, asked } as Question;
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const abort = () => {
      Atomics.store(flag, 0, 1);
    };
    signal?.addEventListener('abort', abort);
    try {
      return (await this.#answerTo(question, flag)) as CaptureQuestions[Name]['answer'];
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the threads. What is asked for gets no answer any more. */
  async close(): Promise<void> {
    this.#stop();
    clearTimeout(this.#timer);
    this.#file = undefined;
    const [answers, packs] = [this.#answers, this.#packs];
    this.#answers = undefined;
    this.#packs = undefined;
    this.#giveUp(cancelled());
    await answers?.terminate();
    await packs?.terminate();
  }

  #answerTo(question: Question, flag: Int32Array<SharedArrayBuffer>): Promise<unknown> {
    const worker = this.#answering();
    if (worker === undefined) return Promise.resolve(answer(this.#store, question, () => false));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { question, cancelled: flag, resolve, reject });
      worker.ref();
      worker.postMessage({ id, question, cancelled: flag } satisfies AskedQuestion);
    });
  }

  #answering(): Worker | undefined {
    if (this.#answers !== undefined) return this.#answers;
    const worker = this.#start('answer', () => {
      this.#answers = undefined;
      this.#answerHere();
    });
    worker?.on('message', (said: Answered) => this.#answered(said));
    worker?.unref();
    this.#answers = worker;
    return worker;
  }

  #answered(said: Answered): void {
    const waiting = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if (this.#waiting.size === 0) this.#answers?.unref();
    if (said.damaged.length > 0) this.#replace(said.damaged);
    if (said.type === 'answer') waiting?.resolve(said.answer);
    else waiting?.reject(said.type === 'cancelled' ? cancelled() : errorOf(said.error));
  }

  /** The thread ended by itself: what was asked is answered here, and no other one is started. */
  #answerHere(): void {
    this.#file = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { question, cancelled: flag, resolve, reject } of all) {
      try {
        resolve(answer(this.#store, question, () => Atomics.load(flag, 0) === 1));
      } catch (error) {
        reject(error instanceof QueryCancelled ? cancelled() : error);
      }
    }
  }

  #giveUp(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #changed(change: CaptureChange): void {
    if (change.type === 'marked') return;
    if (change.type === 'removed') {
      this.#lookedAt = -1;
      this.#pack();
      return;
    }
    // Nothing is to be packed before another block is full.
    const block = blockOf(change.newest);
    if (block === this.#lookedAt) return;
    this.#lookedAt = block;
    if (block > 0) this.#pack();
  }

  #pack(): void {
    if (this.#packing !== 'no') {
      this.#packing = 'again';
      return;
    }
    const worker = this.#packer();
    if (worker === undefined) return;
    this.#packing = 'yes';
    worker.postMessage('next');
  }

  #packer(): Worker | undefined {
    if (this.#packs !== undefined) return this.#packs;
    if (this.#isPackingOver) return undefined;
    const worker = this.#start('index', () => {
      this.#packs = undefined;
      this.#packing = 'no';
      this.#isPackingOver = true;
    });
    worker?.on('message', (said: Packed) => this.#packed(said));
    // It must not keep the process alive: what is missing is packed after the next start.
    worker?.unref();
    this.#packs = worker;
    return worker;
  }

  #packed(said: Packed): void {
    const isMore = this.#packing === 'again';
    this.#packing = 'no';
    if (said.type === 'failed') {
      this.#failed(errorOf(said.error));
      return;
    }
    if (said.type === 'packed') {
      try {
        this.#store.writeIndex(said.built.packed, said.built.revision);
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
    if (said.type === 'packed' || isMore) this.#pack();
    else this.#lookAgain();
  }

  /** Attempts that had not ended will have, without a capture that says so. */
  #lookAgain(): void {
    clearTimeout(this.#timer);
    if (this.#file === undefined || this.#store.missingIndex().length === 0) return;
    this.#timer = setTimeout(() => this.#pack(), AGAIN_MS);
    this.#timer.unref();
  }

  /** Captures are found without an index, too; a disk that has room again is seen at the next block. */
  #failed(error: unknown): void {
    this.#log.warn('Captures could not be indexed.', { error });
  }

  #replace(damaged: readonly number[]): void {
    this.#log.warn('The index of captures was damaged and is being made again.', { blocks: damaged.length });
    try {
      this.#store.dropIndex(damaged);
      this.#pack();
    } catch (error) {
      this.#failed(error);
    }
  }

  #start(role: SearchWorkerData['role'], ended: () => void): Worker | undefined {
    if (this.#file === undefined) return undefined;
    const workerData: SearchWorkerData = { folder: this.#folder, role };
    const worker = new Worker(this.#file, { workerData, execArgv: [], resourceLimits: LIMITS });
    worker.on('error', (error) => {
      this.#log.warn('A thread that searches captures ended.', { error });
      ended();
    });
    return worker;
  }
}
