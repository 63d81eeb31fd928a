import { constants, setPriority } from 'node:os';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, messageOf, type Place, PostbenchError } from '../../../shared/errors.ts';
import { type BuiltBlock, IndexBuilder } from '../store/capture-index/index-builder.ts';
import { buffersOf } from '../store/capture-index/pack-block.ts';
import { QueryCancelled } from '../store/capture-query.ts';
import { CaptureStore } from '../store/captures.ts';
import { openDatabaseForReading } from '../store/reading.ts';
import { answer, type Question } from './questions.ts';

/** What a thread is for: one answers questions, one packs the index, so that neither waits for the other. */
export interface SearchWorkerData {
  folder: string;
  role: 'answer' | 'index';
}

/** A question, and a number that becomes 1 once nobody waits for the answer. */
export interface AskedQuestion {
  id: number;
  question: Question;
  cancelled: Int32Array<SharedArrayBuffer>;
}

/** An error as it crosses to another thread. */
export interface ToldError {
  message: string;
  /** Of a PostbenchError. */
  code?: ErrorCode;
  remedy?: string;
  place?: Place | undefined;
}

export type Answered = { id: number; damaged: number[] } & (
  | { type: 'answer'; answer: unknown }
  | { type: 'cancelled' }
  | { type: 'error'; error: ToldError }
);

/** What the thread that packs says: a block, or that there is none for now. */
export type Packed =
  | { type: 'packed'; built: BuiltBlock }
  | { type: 'done' }
  | { type: 'failed'; error: ToldError };

const { folder, role } = workerData as SearchWorkerData;
const port = parentPort as unknown as MessagePort;

function told(error: unknown): ToldError {
  if (!(error instanceof PostbenchError)) return { message: messageOf(error) };
  const { message, code, remedy, place } = error;
  return { message, code, remedy, place };
}

function openStore() {
  const database = openDatabaseForReading(folder);
  if (database === undefined) throw new Error(`There is no store in ${folder}.`);
  return { database, store: new CaptureStore(database) };
}

function answerQuestions(): void {
  const { database, store } = openStore();
  // The columns of one query, so that the next one need not read them again.
  database.exec('PRAGMA cache_size = -24576');
  const { damaged } = store.queries.index;
  const answerOf = ({ id, question, cancelled }: AskedQuestion): Answered => {
    const isCancelled = () => Atomics.load(cancelled, 0) === 1;
    try {
      if (isCancelled()) return { type: 'cancelled', id, damaged: [] };
      const found = answer(store, question, isCancelled);
      return { type: 'answer', id, answer: found, damaged: [...damaged] };
    } catch (error) {
      if (error instanceof QueryCancelled) return { type: 'cancelled', id, damaged: [...damaged] };
      return { type: 'error', id, error: told(error), damaged: [...damaged] };
    } finally {
      damaged.clear();
    }
  };
  port.on('message', (asked: AskedQuestion) => port.postMessage(answerOf(asked)));
}

function packBlocks(): void {
  // On Linux it is the priority of this thread; elsewhere it would be that of the engine, too.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { database, store } = openStore();
  const builder = new IndexBuilder(database, store.scan);
  // Each message asks for the next block.
  port.on('message', () => {
    let said: Packed;
    try {
      const built = builder.next();
      said = built === undefined ? { type: 'done' } : { type: 'packed', built };
    } catch (error) {
      said = { type: 'failed', error: told(error) };
    }
    port.postMessage(said, said.type === 'packed' ? buffersOf(said.built.packed) : []);
  });
}

if (role === 'answer') answerQuestions();
else packBlocks();
