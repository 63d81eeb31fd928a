import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { EngineMessage, HostMessage } from './messages.ts';

/** Ms that the engine may take to end in order before it is killed; nothing is lost then, only marked unknown. */
const CLOSE_MS = 5_000;

/** The engine's process: started once, handed one port for each load of the page. */
export class EngineHost {
  readonly #process: UtilityProcess;
  readonly #exited: Promise<number>;

  constructor(entry: string, dataFolder: string, onMessage: (message: EngineMessage) => void) {
    this.#process = utilityProcess.fork(entry, [], { serviceName: 'Postbench engine', stdio: 'inherit' });
    this.#exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.on('message', (message: EngineMessage) => onMessage(message));
    this.#post({ type: 'open', dataFolder });
  }

  /** Resolves with the exit code when the process has ended, whatever the cause. */
  get exited(): Promise<number> {
    return this.#exited;
  }

  /** A port can be handed over once, so that each load of a page gets a channel of its own. */
  connect(page: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#process.postMessage({ type: 'port' } satisfies HostMessage, [port1]);
    page.postMessage('engine-port', null, [port2]);
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
