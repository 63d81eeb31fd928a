import type { MessagePortMain } from 'electron';
import type { PortEvent } from '../messages.ts';

const open = new Map<number, Port>();
let made = 0;

/**
 * One end of a channel, as the main process holds it: only to hand it to another process. What is sent to it before
 * that waits.
 */
export class Port implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  readonly id = ++made;
  peer: Port | undefined;
  #deliver: ((event: PortEvent) => void) | undefined;
  readonly #waiting: PortEvent[] = [];

  constructor() {
    open.set(this.id, this);
  }

  /** Hands this end over: from now on, `deliver` takes what comes for it. Like in Electron, this works once. */
  transfer(deliver: (event: PortEvent) => void): void {
    if (this.#deliver !== undefined) throw new Error('Port is already neutered');
    this.#deliver = deliver;
    for (const event of this.#waiting.splice(0)) deliver(event);
  }

  postMessage(data: unknown): void {
    const { peer } = this;
    if (peer !== undefined) peer.#take({ type: 'port-message', port: peer.id, data });
  }

  start(): void {}

  close(): void {
    const { peer } = this;
    open.delete(this.id);
    this.peer = undefined;
    if (peer === undefined) return;
    peer.peer = undefined;
    open.delete(peer.id);
    peer.#take({ type: 'port-closed', port: peer.id });
  }

  #take(event: PortEvent): void {
    if (this.#deliver === undefined) this.#waiting.push(event);
    else this.#deliver(event);
  }
}

/** Only ports can be transferred; Electron refuses anything else in these words. */
export function transferable(value: unknown): Port {
  if (!(value instanceof Port)) throw new TypeError('Invalid value for transfer');
  return value;
}

export class MessageChannelMain {
  readonly port1 = new Port();
  readonly port2 = new Port();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** The process that a port was handed to has sent or closed. */
export function fromHolder(event: PortEvent): void {
  const port = open.get(event.port);
  if (event.type === 'port-closed') port?.close();
  else port?.postMessage(event.data);
}
