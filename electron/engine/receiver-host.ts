import type { ReceiverState, ReceiverView } from '../../shared/contract/engine.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import type { Log } from './log.ts';
import { Receiver, type ReceiverOptions } from './receiver/receiver.ts';
import { ResponseStack, type RuleClock } from './receiver/response-stack.ts';
import { UserRules } from './receiver/user-rules.ts';
import { Signal } from './signal.ts';

/** The engine's receiver: its life, what went wrong with it, and how it responds. */
export class ReceiverHost {
  /** Its responses, by owner. */
  readonly responses: ResponseStack;
  /** The rules that the user sets for now. */
  readonly rules: UserRules;
  readonly #receiver: Receiver;
  readonly #log: Log;
  readonly #changed = new Signal();
  #state: ReceiverState = 'stopped';
  #problem = '';
  /** Why the last request could not be stored; empty once one was. */
  #unstored = '';

  constructor({
    log,
    onError,
    clock,
    ...options
  }: Omit<ReceiverOptions, 'responses' | 'onError' | 'now'> & {
    log: Log;
    /** The clock of the simulator. */
    clock: RuleClock;
    /** Told once for each reason why requests cannot be stored; they get a 503. */
    onError: ((error: unknown) => void) | undefined;
  }) {
    this.#log = log;
    this.responses = new ResponseStack(clock);
    this.rules = new UserRules(this.responses);
    this.#receiver = new Receiver({
      ...options,
      now: () => clock.now(),
      responses: this.responses,
      onError: (error) => {
        const why = sentenceOf(error);
        // Once for each reason: hundreds of requests a second may fail for the same.
        if (this.#unstored === why) return;
        this.#unstored = why;
        this.#log.error('A request could not be stored.', { error });
        onError?.(error);
        this.#changed.tell();
      },
    });
    options.store.onChange(({ type }) => {
      if (type !== 'added' || this.#unstored === '') return;
      this.#unstored = '';
      this.#log.info('Requests are stored again.');
      this.#changed.tell();
    });
    this.responses.onChange(() => this.#changed.tell());
  }

  /** "http://127.0.0.1:7300" while it listens, otherwise ''. */
  get address(): string {
    return this.#receiver.address;
  }

  view(): ReceiverView {
    return {
      state: this.#state === 'listening' && this.#unstored !== '' ? 'not-storing' : this.#state,
      address: this.#receiver.address,
      note: this.#problem || this.#unstored || this.#receiver.note,
      responses: [...this.responses.statuses],
    };
  }

  /** Starts listening. Throws PB_PORT_TAKEN or PB_PORT_REFUSED, which `view` shows as well. */
  async start(): Promise<void> {
    this.#state = 'starting';
    this.#problem = '';
    try {
      await this.#receiver.start();
      this.#state = 'listening';
      this.#log.info('The receiver is listening.', { address: this.address, note: this.#receiver.note });
    } catch (error) {
      this.#state = 'failed';
      this.#problem = sentenceOf(error);
      this.#log.error('The receiver could not start.', { error });
      throw error;
    } finally {
      this.#changed.tell();
    }
  }

  /** Restarts; a failure is shown in `view`, not thrown. */
  async restart(): Promise<ReceiverView> {
    await this.#receiver.stop();
    await this.start().catch(() => {});
    return this.view();
  }

  async stop(): Promise<void> {
    await this.#receiver.stop();
  }

  /** Calls back when anything in `view` may have changed. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }
}

/** What is wrong and what to do about it. */
function sentenceOf(error: unknown): string {
  return error instanceof PostbenchError ? `${error.message} ${error.remedy}` : messageOf(error);
}
