/** What Electron does in a utility process before the given module runs: a `process.parentPort`, and its ports. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { MessagePortMain, ParentPort } from 'electron';
import type { FromEngine, ToEngine } from '../messages.ts';

const ports = new Map<number, EnginePort>();
const send = (message: FromEngine) => process.send?.(message);

/** Like Electron's, it is an EventEmitter without addEventListener, and silent until start(). */
class EnginePort extends EventEmitter implements Pick<MessagePortMain, 'close' | 'postMessage' | 'start'> {
  readonly #id: number;
  readonly #waiting: unknown[] = [];
  #started = false;

  constructor(id: number) {
    super();
    this.#id = id;
    ports.set(id, this);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  postMessage(data: unknown): void {
    if (ports.has(this.#id)) send({ type: 'port-message', port: this.#id, data });
  }

  close(): void {
    if (!ports.has(this.#id)) return;
    send({ type: 'port-closed', port: this.#id });
    this.closed();
  }

  take(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  closed(): void {
    if (ports.delete(this.#id)) this.emit('close');
  }
}

class Parent extends EventEmitter implements Pick<ParentPort, 'postMessage'> {
  readonly #waiting: unknown[] = [];

  constructor() {
    super();
    // Messages that came before the first listener are kept for it.
    this.on('newListener', (name) => {
      if (name === 'message') queueMicrotask(() => this.#flush());
    });
  }

  postMessage(data: unknown): void {
    send({ type: 'parent', data });
  }

  take(event: { data: unknown; ports: EnginePort[] }): void {
    this.#waiting.push(event);
    if (this.listenerCount('message') > 0) this.#flush();
  }

  #flush(): void {
    for (const event of this.#waiting.splice(0)) this.emit('message', event);
  }
}

const parent = new Parent();
Object.defineProperty(process, 'parentPort', { value: parent });
process.on('message', (received) => {
  const message = received as ToEngine;
  if (message.type === 'parent')
    parent.take({ data: message.data, ports: message.ports.map((id) => new EnginePort(id)) });
  else if (message.type === 'port-message') ports.get(message.port)?.take(message.data);
  else ports.get(message.port)?.closed();
});

const [, self, module] = process.argv;
process.argv.splice(process.argv.indexOf(self!), 1);
await import(pathToFileURL(module!).href);
