import type { ReceiverState } from '../../shared/contract/engine.ts';
import { messageOf, PostbenchError } from '../../shared/errors.ts';
import { Receiver, type ReceiverOptions } from './receiver/receiver.ts';

/** What is wrong and what to do about it. */
export function sentenceOf(error: unknown): string {
  return error instanceof PostbenchError ? `${error.message} ${error.remedy}` : messageOf(error);
}

/** One port on which the engine receives: its life, and what went wrong with it. */
export class Listener {
  readonly #options: () => Promise<ReceiverOptions>;
  #receiver: Receiver | undefined;
  #lastPort = 0;
  readonly #changed: () => void;
  #state: ReceiverState = 'stopped';
  #problem = '';

  /**
   * @param options read at each start
   * @param changed called after each change of state
   */
  constructor(options: () => Promise<ReceiverOptions>, changed: () => void) {
    this.#options = options;
    this.#changed = changed;
  }

  get state(): ReceiverState {
    return this.#state;
  }

  /** "http://127.0.0.1:7300" while it listens, otherwise ''. */
  get address(): string {
    return this.#receiver?.address ?? '';
  }

  /** The port it listened on last, 0 if it never did. */
  get lastPort(): number {
    return this.#lastPort;
  }

  /** Why it does not listen, with what to do about it, or why it took another port: a sentence, or ''. */
  get note(): string {
    return this.#problem || (this.#receiver?.note ?? '');
  }

  /** Starts listening. Throws PB_PORT_TAKEN or PB_PORT_REFUSED, which `state` and `note` show as well. */
  async start(): Promise<void> {
    this.#set('starting', '');
    try {
      this.#receiver = new Receiver(await this.#options());
      await this.#receiver.start();
      this.#lastPort = this.#receiver.port;
      this.#set('listening', '');
    } catch (error) {
      this.#set('failed', sentenceOf(error));
      throw error;
    }
  }

  /** Responds to what has been read, and stops. */
  async stop(): Promise<void> {
    await this.#receiver?.stop();
    this.#set('stopped', '');
  }

  #set(state: ReceiverState, problem: string): void {
    this.#state = state;
    this.#problem = problem;
    this.#changed();
  }
}
