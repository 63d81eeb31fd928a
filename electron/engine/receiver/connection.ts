import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sayFarewell } from './farewell.ts';
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
  /** The client takes longer than is allowed. */
  timeOut(): void;
}

/** The clocks: ms since the epoch, and monotonic ms for durations. */
export interface Clocks {
  now: () => number;
  clock: () => number;
}

/** One socket: its tape, its requests under way, and the one way it ends. */
export class Connection {
  readonly socket: Socket;
  readonly tape: Tape;
  /** "127.0.0.1:54112" */
  readonly remote: string;
  readonly remotePort: number;
  /** When the first byte of the request under way arrived: ms since the epoch, and by the monotonic clock. */
  receivedAt = 0;
  startedAt = 0;
  #ending = false;
  #reading: ReadingIntake | undefined;
  /** Requests that have arrived and whose answers have not gone out. */
  #owed = 0;
  readonly #answering = new Set<() => void>();
  #afterAnswers: (() => void)[] = [];

  constructor(socket: Socket, tapeLimit: number, clocks: Clocks) {
    this.socket = socket;
    this.tape = new Tape(tapeLimit, () => {
      this.receivedAt = clocks.now();
      this.startedAt = clocks.clock();
    });
    const address = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.remote = `${address.includes(':') ? `[${address}]` : address}:${this.remotePort}`;
    // Prepended, so that the tape has the bytes before the HTTP parser reports what is in them.
    socket.prependListener('data', (chunk: Buffer) => {
      if (!this.#ending) this.tape.push(chunk);
    });
    // Of pipelined answers, Node reports only the first as closed when their client goes away.
    socket.once('close', () => {
      for (const gone of this.#answering) gone();
    });
  }

  /** True once the last answer of this connection is decided: whatever still comes is not taken in. */
  get ending(): boolean {
    return this.#ending;
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

  /** Nothing that comes after this is taken in. */
  end(): void {
    this.#ending = true;
  }

  /** A request is complete and waits for its answer. */
  owes(): void {
    this.#owed += 1;
  }

  /** Its answer has gone out, or none can. */
  answered(): void {
    this.#owed -= 1;
    if (this.#owed > 0) return;
    const waiting = this.#afterAnswers;
    this.#afterAnswers = [];
    for (const next of waiting) next();
  }

  /** Sends an answer through Node; `then` runs once, when it is out or its client is gone. */
  answer(response: ServerResponse, reply: Reply, then: () => void): void {
    const gone = (): void => {
      if (!this.#answering.delete(gone)) return;
      this.answered();
      then();
    };
    this.#answering.add(gone);
    if (this.socket.destroyed) {
      gone();
      return;
    }
    response.once('close', gone);
    sendReply(response, reply);
  }

  /** Runs once the requests that came before have been answered: answers go out in order. */
  afterAnswers(next: () => void): void {
    if (this.#owed === 0) next();
    else this.#afterAnswers.push(next);
  }

  /** Closes, after the answers that come first, with these last bytes; null closes at once. */
  close(last: Reply | null): void {
    this.#ending = true;
    this.afterAnswers(() => {
      if (last === null) this.socket.destroy();
      else sayFarewell(this.socket, last.bytes);
    });
  }
}
