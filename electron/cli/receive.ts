import { setImmediate } from 'node:timers/promises';
import type { CaptureSummary } from '../../shared/contract/captures.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import { parseResponses } from '../../shared/receiver/response-list.ts';
import { type ResponseRule, responseRuleSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { type KnownValues, NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { CaptureSearches } from '../engine/capture-search/capture-searches.ts';
import { storeError } from '../engine/disk-errors.ts';
import { captureJson } from '../engine/export/capture-json.ts';
import { type Log, logUncaught, openLog } from '../engine/log.ts';
import { maskedCapture, maskedSummary } from '../engine/masked-captures.ts';
import { Receiver, type ReceiverOptions } from '../engine/receiver/receiver.ts';
import { ResponseStack } from '../engine/receiver/response-stack.ts';
import { readRules, watchRules } from '../engine/receiver/rule-file.ts';
import { Settings } from '../engine/settings.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabase, setSynchronous } from '../engine/store/database.ts';
import { lockDataFolder } from '../engine/store/lock.ts';
import { captureLine, hasNote } from './capture-text.ts';
import { aborted, type CommandIo, receiverPort, reportError } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';
import { type EndpointCommandOptions, type ListenAs, listenAs, receiveSetup } from './receive-setup.ts';

export interface ReceiveOptions extends EndpointCommandOptions {
  /** '500x3,204,200' */
  response?: string;
  /** The same by its older name. */
  answer?: string;
  /** A file of response rules. */
  rules?: string;
  json?: boolean;
  showSecrets?: boolean;
  logLevel?: string | undefined;
}

/** Captures printed in one go, and real ms in which those that come are gathered. */
const BATCH = 200;
const BATCH_MS = 20;
/** Characters after which what is printed is handed over. */
const PIECE = 256 * 1024;

/**
 * Runs the receiver until the signal, prints a line for each capture, and gives the exit code: 0, or 3 when a
 * request could not be stored. Everything taken in is stored and printed before it resolves. Throws
 * PB_ARGUMENT_INVALID, PB_FILE_UNREADABLE, PB_RULES_INVALID, PB_DATA_FOLDER_IN_USE, PB_DATA_FOLDER_UNUSABLE, PB_PORT_TAKEN and PB_PORT_REFUSED.
 */
export async function receive(options: ReceiveOptions, io: CommandIo): Promise<number> {
  receiverPort(options.port);
  const setup = await receiveSetup(options);
  const responses = new ResponseStack();
  const list = listed(options);
  // Below the rules of the file: the list of --response, then what the endpoint says.
  if (setup.rules.length > 0) responses.setRules('workspace', [...rulesOf(list), ...setup.rules]);
  else if (list !== undefined) responses.set('workspace', list);
  if (options.rules !== undefined) responses.setRules('user', await readRules(options.rules));
  const lock = lockDataFolder(options.dataDir);
  try {
    const settings = new Settings(options.dataDir);
    const log = openLog(options.dataDir, 'receive', options.logLevel);
    log.setDefaultLevel(settings.logLevel);
    const database = openDatabase(options.dataDir, { log });
    const stopLogging = logUncaught(log);
    try {
      setSynchronous(database, settings.synchronous);
      const machine = machineSecrets(options.dataDir, io);
      const known = options.showSecrets === true ? NO_KNOWN_VALUES : machine.known();
      log.hide(() => machine.known().texts);
      const stopRules = followRules(options.rules, responses, io);
      const store = new CaptureStore(database);
      // Only to keep the index: who lists them later finds them sooner.
      const searches = new CaptureSearches({ store, folder: options.dataDir, log });
      try {
        const listen = await listenAs(setup, options, machine, io);
        return await run(store, { ...listen, responses }, options.json === true, io, log, known);
      } finally {
        await searches.close();
        await stopRules();
      }
    } finally {
      database.close();
      stopLogging();
    }
  } finally {
    lock.release();
  }
}

/** The list of --response. Throws PB_ARGUMENT_INVALID. */
function listed({ response, answer, forward }: ReceiveOptions): number[] | undefined {
  const given = response ?? answer;
  if (given === undefined || forward === undefined)
    return given === undefined ? undefined : parseResponses(given);
  throw new PostbenchError('PB_ARGUMENT_INVALID', '--response and --forward cannot be combined.', {
    remedy: 'Use --forward for your server’s own responses, and --rules for those in its place.',
  });
}

function rulesOf(list: number[] | undefined): ResponseRule[] {
  if (list === undefined) return [];
  const rule = responseRuleSchema.parse({ respond: {} });
  return [{ ...rule, respond: { ...rule.respond!, status: list } }];
}

/** Rules that change are in force at once; while the file is wrong, those before it stay. */
function followRules(file: string | undefined, responses: ResponseStack, io: CommandIo): () => Promise<void> {
  if (file === undefined) return async () => {};
  return watchRules(file, {
    onRules: (rules) => {
      responses.setRules('user', rules);
      io.err(`${file} was read again: ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'} in force.`);
    },
    onProblem: (error) => {
      reportError(error, io.err);
      io.err('The rules read before stay in force.');
    },
  });
}

async function run(
  store: CaptureStore,
  options: Omit<ReceiverOptions, 'store' | 'onError'> & Pick<ListenAs, 'onListening'>,
  json: boolean,
  io: CommandIo,
  log: Log,
  known: KnownValues,
): Promise<number> {
  let failed = false;
  let trouble = '';
  /** Tells why captures cannot be stored or read; once for each reason, since hundreds a second may fail for the same. */
  const tell = (sentence: string, thrown: unknown) => {
    failed = true;
    const error = storeError(thrown) ?? thrown;
    if (trouble === messageOf(error)) return;
    trouble = messageOf(error);
    log.error(sentence, { error });
    io.err(sentence);
    reportError(error, io.err);
  };
  const printer = new Printer(store, json, io, known, (error) => tell('Captures could not be read.', error));
  const receiver = new Receiver({
    store,
    ...options,
    onError: (error) => tell('A request could not be stored; the response was 503.', error),
  });
  await receiver.start();
  options.onListening(receiver.port);
  if (receiver.note !== '') io.err(receiver.note);
  io.err(`Listening on ${receiver.address}`);
  log.info('The receiver is listening.', { address: receiver.address, note: receiver.note });
  const stopListening = store.onChange(() => {
    if (trouble !== '') io.err('Requests are stored again.');
    trouble = '';
    printer.soon();
  });
  try {
    await aborted(io.signal);
  } finally {
    await receiver.stop();
    stopListening();
    await printer.finish();
    log.info('The receiver stopped.');
  }
  return failed ? 3 : 0;
}

/**
 * Prints captures as they come, many lines at a time: between two batches the receiver has its turn, and while nobody
 * reads what was printed nothing more is read from the store. What is missed meanwhile is printed later.
 */
class Printer {
  readonly #store: CaptureStore;
  readonly #textOf: (row: CaptureSummary) => string;
  readonly #io: CommandIo;
  readonly #onError: (error: unknown) => void;
  #last: number;
  #printing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    store: CaptureStore,
    json: boolean,
    io: CommandIo,
    known: KnownValues,
    onError: (error: unknown) => void,
  ) {
    this.#onError = onError;
    this.#store = store;
    this.#io = io;
    this.#textOf = json ? (row) => jsonOf(store, row, known) : (row) => lineOf(store, row, known);
    this.#last = store.newest;
  }

  /** There is something to print. */
  soon(): void {
    if (this.#printing !== undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#printing = this.#print().finally(() => {
        this.#printing = undefined;
      });
    }, BATCH_MS);
  }

  /** Prints what is left, and resolves when it is out or nobody reads it. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#printing;
    await this.#print();
  }

  /** A store that can no longer be read ends neither the receiver nor what is still to be done. */
  async #print(): Promise<void> {
    try {
      await this.#printAll();
    } catch (error) {
      this.#onError(error);
    }
  }

  async #printAll(): Promise<void> {
    for (;;) {
      const rows = this.#store.after(this.#last, BATCH);
      const last = rows.at(-1);
      if (last === undefined) return;
      this.#last = last.id;
      let text = '';
      for (const row of rows) {
        text += this.#textOf(row);
        // Bodies of megabytes must not come together in memory.
        if (text.length < PIECE && row !== last) continue;
        if (!(await this.#io.print(text))) return;
        text = '';
        // The receiver's turn.
        await setImmediate();
      }
    }
  }
}

function lineOf(store: CaptureStore, row: CaptureSummary, known: KnownValues): string {
  // Thousands of lines a second need none.
  const note = hasNote(row) ? (store.get(row.id, 0)?.note ?? '') : '';
  return `${captureLine(maskedSummary(row, known), known.mask(note))}\n`;
}

function jsonOf(store: CaptureStore, { id }: CaptureSummary, known: KnownValues): string {
  const capture = store.get(id, Number.MAX_SAFE_INTEGER);
  return capture === undefined ? '' : `${captureJson(maskedCapture(capture, known))}\n`;
}
