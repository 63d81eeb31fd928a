import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { EngineMessage, HostMessage } from './messages.ts';

/** Ms the engine may take to shut down before it is killed. Nothing is lost then; attempts in flight become unknown. */
const CLOSE_MS = 5_000;

/** The engine's process: started once, given one port for each load of the page. */
export class EngineHost {
  readonly #process: UtilityProcess;
  readonly #exited: Promise<number>;

  constructor(entry: string, dataFolder: string, onMessage: (message: EngineMessage) => void) {
    this.#process = utilityProcess.fork(entry, [], { serviceName: 'Postbench engine', stdio: 'inherit' });
    this.#exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.on('message', (message: EngineMessage) => onMessage(message));
    this.#post({ type: 'open', dataFolder });
  }

  /** Resolves with the exit code once the process has ended, for whatever reason. */
  get exited(): Promise<number> {
    return this.#exited;
  }

  /** A port can be transferred only once, so each load of a page gets a channel of its own. */
  connect(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#process.postMessage({ type: 'port' } satisfies HostMessage, [port1]);
    page.postMessage('engine-port', null, [port2]);
  }

  /** Answers `ask-to-run` and `ask-to-bind`. */
  answer(question: number, allowed: boolean): void {
    this.#post({ type: 'allowed', question, allowed });
  }

  async close(): Promise<void> {
    this.#post({ type: 'close' });
    const timer = setTimeout(() => this.#process.kill(), CLOSE_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #post(message: HostMessage): void {
    this.#process.postMessage(message);
  }
}
