import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, MessagePortMain, UtilityProcess } from 'electron';
import type { FromEngine, ToEngine } from '../messages.ts';
import { fromHolder, type Port, transferable } from './ports.ts';
import { tellTest } from './test-link.ts';

const ENTRY = fileURLToPath(new URL('./engine-entry.ts', import.meta.url));

/** A real process that runs the given module with a `process.parentPort`. */
class Utility extends EventEmitter implements Pick<UtilityProcess, 'kill' | 'postMessage'> {
  readonly #child: ChildProcess;
  readonly #ports: Port[] = [];

  constructor(module: string, args: readonly string[]) {
    super();
    this.#child = fork(ENTRY, [module, ...args], {
      // Not the hook of the main process: nothing in a utility process imports 'electron'.
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    // The test has gone, killed perhaps. Only then: an app that ends without its engine has to be noticed.
    process.once('disconnect', () => {
      this.#child.kill('SIGKILL');
      process.exit(1);
    });
    tellTest({ type: 'engine-started', pid: this.#child.pid! });
    this.#child.on('message', (message) => {
      const event = message as FromEngine;
      if (event.type === 'parent') this.emit('message', event.data);
      else fromHolder(event);
    });
    this.#child.on('exit', (code) => {
      for (const port of this.#ports) port.close();
      tellTest({ type: 'engine-exited', code: code ?? 15 });
      this.emit('exit', code ?? 15);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    const handed = transfer.map(transferable);
    this.#send({ type: 'parent', data, ports: handed.map(({ id }) => id) });
    for (const port of handed) {
      this.#ports.push(port);
      port.transfer((event) => this.#send(event));
    }
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  /** A process that has ended is told nothing, without an error. */
  #send(message: ToEngine): void {
    if (this.#child.connected) this.#child.send(message);
  }
}

export const utilityProcess = {
  fork: (module: string, args: string[] = [], _options?: ForkOptions): Utility => new Utility(module, args),
};
