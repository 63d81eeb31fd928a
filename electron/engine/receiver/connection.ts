import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeGracefully } from './close-gracefully.ts';
import { type Reply, sendReply } from './reply.ts';
import { Tape } from './tape.ts';

/** What a connection needs to know about the request whose body is being read. */
export interface ReadingIntake {
  /** True once all of it has arrived, even if its stream has not delivered the end yet. */
  readonly arrived: boolean;
  /** True while it waits for more of its stream. */
  readonly waiting: boolean;
  /** The HTTP parser refuses the body. */
  refuse(reason: string, rest: Buffer): void;
  /** The client has stopped sending for good. */
  breakOff(): void;
  /** The client takes longer than allowed. */
  timeOut(): void;
}

/** The clocks: ms since the epoch of real time and of the simulator's, and monotonic ms for durations. */
export interface Clocks {
  real: () => number;
  now: () => number;
  clock: () => number;
}

/** Why nothing on a connection gets the response that it would get elsewhere. */
export interface Refusal {
  status: number;
  /** A sentence, and what to do about it. */
  note: string;
}

/** One socket: its tape, its open requests, and the only way in which it closes. */
export class Connection {
  readonly socket: Socket;
  readonly tape: Tape;
  /** What is refused on this connection, whatever is requested; undefined for nothing. */
  readonly refusal: Refusal | undefined;
  /** The TCP socket: the same as `socket` without TLS. */
  readonly raw: Socket;
  /** "127.0.0.1:54112" */
  readonly remote: string;
  readonly remotePort: number;
  readonly remoteAddress: string;
  /** When the first byte of the current request arrived, by each of the clocks. */
  receivedAt = 0;
  virtualAt = 0;
  startedAt = 0;
  #ending = false;
  #spoken = false;
  #reading: ReadingIntake | undefined;
  /** Requests that have arrived and whose responses have not been sent. */
  #owed = 0;
  readonly #responding = new Set<() => void>();
  #afterResponses: (() => void)[] = [];

  constructor(
    socket: Socket,
    tapeLimit: number,
    clocks: Clocks,
    { raw = socket, refusal }: { raw?: Socket; refusal?: Refusal | undefined } = {},
  ) {
    this.socket = socket;
    this.raw = raw;
    this.refusal = refusal;
    this.tape = new Tape(tapeLimit, () => {
      this.receivedAt = clocks.real();
      this.virtualAt = clocks.now();
      this.startedAt = clocks.clock();
    });
    const address = socket.remoteAddress ?? '';
    this.remoteAddress = address;
    this.remotePort = socket.remotePort ?? 0;
    this.remote = `${address.includes(':') ? `[${address}]` : address}:${this.remotePort}`;
    // Prepended, so that the tape has the bytes before the HTTP parser reports what they contain.
    socket.prependListener('data', (chunk: Buffer) => {
      this.#spoken = true;
      if (!this.#ending) this.tape.push(chunk);
    });
    // Of pipelined responses, Node reports only the first as closed when the client goes away.
    socket.once('close', () => {
      for (const gone of this.#responding) gone();
    });
  }

  /** True once the last response of this connection is decided: whatever still arrives is not captured. */
  get ending(): boolean {
    return this.#ending;
  }

  /** True once anything has arrived. */
  get spoken(): boolean {
    return this.#spoken;
  }

  /** The request whose body is being read, if there is one. */
  get reading(): ReadingIntake | undefined {
    return this.#reading?.arrived === false ? this.#reading : undefined;
  }

  /** True while an earlier request has not been read to its end. */
  get behind(): boolean {
    return this.#reading?.waiting === true;
  }

  /** A request's head has arrived, and its body is read from now on. */
  reads(intake: ReadingIntake): void {
    this.#reading = intake;
  }

  /** Nothing that comes after this is captured. */
  end(): void {
    this.#ending = true;
  }

  /** A request is complete and waits for its response. */
  owes(): void {
    this.#owed += 1;
  }

  /** Its response has been sent, or cannot be. */
  responded(): void {
    this.#owed -= 1;
    if (this.#owed > 0) return;
    const waiting = this.#afterResponses;
    this.#afterResponses = [];
    for (const next of waiting) next();
  }

  /** Sends a response through Node; `then` runs once, when it has been sent or the client is gone. */
  respond(response: ServerResponse, reply: Reply, then: () => void): void {
    const gone = (): void => {
      if (!this.#responding.delete(gone)) return;
      this.responded();
      then();
    };
    this.#responding.add(gone);
    if (this.socket.destroyed) {
      gone();
      return;
    }
    response.once('close', gone);
    sendReply(response, reply);
  }

  /** Hands the socket over once the earlier responses are out; nothing follows this one. `then` runs when it is closed. */
  sendRaw(send: (socket: Socket, raw: Socket) => void, then: () => void): void {
    this.#ending = true;
    this.responded();
    if (this.socket.destroyed) {
      then();
      return;
    }
    this.socket.once('close', then);
    this.afterResponses(() => send(this.socket, this.raw));
  }

  /** Runs once the earlier requests have been answered: responses are sent in order. */
  afterResponses(next: () => void): void {
    if (this.#owed === 0) next();
    else this.#afterResponses.push(next);
  }

  /** Closes with these last bytes, after the responses before them; null closes at once. */
  close(last: Reply | null): void {
    this.#ending = true;
    this.afterResponses(() => {
      if (last === null) this.socket.destroy();
      else closeGracefully(this.socket, last.bytes);
    });
  }
}
