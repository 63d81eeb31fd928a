import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Bytes written between two checkpoints. */
const INTERVAL = 4 * 1024 * 1024;
/** Pages of the log after which the writing connection checkpoints it: 64 MiB. */
const LOG_PAGES = 16_384;

/**
 * Opens the database each time, so that it is not held in between. A string, so that bundlers need not know about it.
 */
const WORKER = `
  const { DatabaseSync } = require('node:sqlite');
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.on('message', () => {
    try {
      const database = new DatabaseSync(workerData);
      try {
        database.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } finally {
        database.close();
      }
    } finally {
      parentPort.postMessage('done');
    }
  });
`;

/**
 * Checkpoints the log into the database on its own thread. On the thread that responds to requests, waiting for the disk
 * took up to two thirds of the time for storing. The log cannot restart while writes never pause; then the writing
 * connection does the rest at 64 MiB.
 */
export class BackgroundCheckpoint {
  readonly #file: string | null;
  #worker: Worker | undefined;
  #written = 0;
  #busy = false;

  /** @param database the connection that writes */
  constructor(database: DatabaseSync) {
    const { journal_mode: journal } = database.prepare('PRAGMA journal_mode').get() as {
      journal_mode: string;
    };
    // Without a log, there is nothing to copy.
    this.#file = journal === 'wal' ? database.location() : null;
    if (this.#file !== null) database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
  }

  /** Reports how many bytes have been committed since the last call. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written < INTERVAL || this.#busy || this.#file === null) return;
    this.#written = 0;
    this.#busy = true;
    this.#worker ??= this.#start(this.#file);
    this.#worker.postMessage('checkpoint');
  }

  #start(file: string): Worker {
    const worker = new Worker(WORKER, { eval: true, workerData: file });
    worker.on('message', () => {
      this.#busy = false;
    });
    // Without it, the writing connection still checkpoints.
    worker.on('error', () => {
      this.#worker = undefined;
    });
    // It must not keep the process alive; an interrupted checkpoint is repeated. This comes last, since each message
    // listener refs the worker again.
    worker.unref();
    return worker;
  }
}
