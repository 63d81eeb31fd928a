import { messageOf } from '../../shared/errors.ts';
import { parseResponses } from '../../shared/receiver/responses.ts';
import { type Log, logUncaught, openLog } from '../engine/log.ts';
import { Receiver } from '../engine/receiver/receiver.ts';
import { ResponseStack } from '../engine/receiver/responses.ts';
import { Settings } from '../engine/settings.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabase, setSynchronous } from '../engine/store/database.ts';
import { lockDataFolder } from '../engine/store/lock.ts';
import { captureJson, captureLine } from './captures.ts';
import { aborted, type CommandIo, receiverPort } from './io.ts';

export interface ReceiveOptions {
  /** As typed; 7300 or the next free one without it. */
  port?: string;
  dataDir: string;
  /** '500x3,204,200' */
  answer?: string;
  json?: boolean;
  logLevel?: string | undefined;
}

/** Captures read from the store at a time for printing. */
const BATCH = 100;

/**
 * Runs the receiver until the signal, prints a line for each capture, and gives the exit code: 0, or 3 when a
 * request could not be stored. Everything taken in is stored and printed before it resolves. Throws
 * PB_ARGUMENT_INVALID, PB_DATA_FOLDER_IN_USE, PB_DATA_FOLDER_UNUSABLE, PB_PORT_TAKEN and PB_PORT_REFUSED.
 */
export async function receive(options: ReceiveOptions, io: CommandIo): Promise<number> {
  const port = receiverPort(options.port);
  const responses = new ResponseStack();
  if (options.answer !== undefined) responses.set('user', parseResponses(options.answer));
  const lock = lockDataFolder(options.dataDir);
  try {
    const settings = new Settings(options.dataDir);
    const log = openLog(options.dataDir, 'receive', options.logLevel);
    log.setDefaultLevel(settings.logLevel);
    const database = openDatabase(options.dataDir, log);
    const stopLogging = logUncaught(log);
    try {
      setSynchronous(database, settings.synchronous);
      return await run(new CaptureStore(database), port, responses, options.json === true, io, log);
    } finally {
      database.close();
      stopLogging();
    }
  } finally {
    lock.release();
  }
}

async function run(
  store: CaptureStore,
  port: number | 'default',
  responses: ResponseStack,
  json: boolean,
  io: CommandIo,
  log: Log,
): Promise<number> {
  let failed = false;
  const print = printer(store, json, io);
  const receiver = new Receiver({
    store,
    port,
    responses,
    now: Date.now,
    onError: (error) => {
      failed = true;
      log.error('A request could not be stored.', { error });
      io.err(`A request could not be stored: ${messageOf(error)}.`);
    },
  });
  await receiver.start();
  if (receiver.note !== '') io.err(receiver.note);
  io.err(`Listening on ${receiver.address}`);
  log.info('The receiver listens.', { address: receiver.address, note: receiver.note });
  const stopListening = store.onChange(print);
  try {
    await aborted(io.signal);
  } finally {
    await receiver.stop();
    stopListening();
    log.info('The receiver stopped.');
  }
  return failed ? 3 : 0;
}

/** Prints what the store has taken in since the last call. */
function printer(store: CaptureStore, json: boolean, io: CommandIo): () => void {
  let last = store.range().newest;
  const show = (id: number): void => {
    const capture = store.get(id, json ? Number.MAX_SAFE_INTEGER : 0);
    if (capture !== undefined) io.out(json ? captureJson(capture) : captureLine(capture, capture.note));
  };
  return () => {
    for (let rows = store.after(last, BATCH); rows.length > 0; rows = store.after(last, BATCH)) {
      for (const { id } of rows) {
        show(id);
        last = id;
      }
    }
  };
}
