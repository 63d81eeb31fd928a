import type { Socket } from 'node:net';
import { HEADERS_LIMIT } from '../../../shared/http/response-fault.ts';

/** Most bytes of informational responses before one final response. */
const INFORMATIONAL_LIMIT = 1024 * 1024;

/** Too many bytes of informational responses; the message says which limit. */
class InformationalOverflowError extends Error {
  readonly code = 'PB_INFORMATIONAL_OVERFLOW';
}

const HEADER_TOO_LONG = `The head of an informational (1xx) response is larger than ${HEADERS_LIMIT / 1024} KiB, the most that is read.`;
const ALL_TOO_LONG = 'More than 1 MiB of informational (1xx) responses came before the final response.';

const INFORMATIONAL = Buffer.from('HTTP/1.x 1');
/** Where the minor version stands, which may be any digit. */
const MINOR = 7;
const [CR, LF] = [0x0d, 0x0a];

/** Whether bytes begin with a 1xx status line; undefined while there are too few to say. */
function isInformational(bytes: Buffer): boolean | undefined {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start += 1;
  const length = Math.min(INFORMATIONAL.length, bytes.length - start);
  for (let i = 0; i < length; i += 1) {
    if (i !== MINOR && bytes[start + i] !== INFORMATIONAL[i]) return false;
  }
  return length === INFORMATIONAL.length ? true : undefined;
}

/** The length of a head that begins here, with the blank line that ends it; undefined while that has not come. */
function headLength(bytes: Buffer): number | undefined {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start += 1;
  for (let at = bytes.indexOf(LF, start); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return undefined;
}

const starts = new WeakMap<Socket, ResponseStart>();

export type { ResponseStart };

/** What watches the responses on a connection; undefined if nothing does. */
export function responseStartOf(socket: Socket): ResponseStart | undefined {
  return starts.get(socket);
}

/** Watches the responses on a connection that was just made. */
export function watchResponses(socket: Socket): void {
  starts.set(socket, new ResponseStart(socket));
}

/**
 * The start of each response on a connection, seen before undici's parser sees it. Informational (1xx) responses are
 * left out: RFC 9110 lets a client ignore those it did not ask for, and undici closes the connection on a 100. The
 * first bytes of the final response are kept, since the parser does not name what is wrong with them.
 */
class ResponseStart {
  readonly #socket: Socket;
  readonly #push: Socket['push'];
  #isAtStart = false;
  /** Bytes of which it is not known yet whether they are informational. */
  #pending: Buffer | undefined;
  #kept: Buffer[] = [];
  #keptLength = 0;
  #informational: number[] = [];
  #informationalLength = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#push = socket.push.bind(socket);
    socket.push = (chunk: Buffer | null, encoding) => this.#take(chunk, encoding);
  }

  /** Statuses of the informational responses before the present response. */
  get informational(): readonly number[] {
    return this.#informational;
  }

  /** At least the first 16 KiB of the present response, one character a byte. */
  get text(): string {
    const all = this.#pending === undefined ? this.#kept : [...this.#kept, this.#pending];
    return Buffer.concat(all).toString('latin1');
  }

  /** A request is sent: what comes next is its response. */
  begin(): void {
    this.#isAtStart = true;
    this.#kept = [];
    this.#keptLength = 0;
    this.#informational = [];
    this.#informationalLength = 0;
  }

  #take(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (chunk === null) {
      if (this.#pending !== undefined) this.#pass(this.#pending);
      return this.#push(null);
    }
    if (!this.#isAtStart) return this.#pass(chunk, encoding);
    const bytes = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = undefined;
    return this.#skip(bytes);
  }

  /** Leaves out informational responses and passes on what follows them. */
  #skip(bytes: Buffer): boolean {
    let rest = bytes;
    for (;;) {
      const is = rest.length === 0 ? undefined : isInformational(rest);
      if (is === false) return this.#pass(rest);
      const length = is && headLength(rest);
      if (length === undefined) return this.#wait(rest);
      this.#informational.push(Number(/ (\d+)/.exec(rest.toString('latin1', 0, 20))?.[1]));
      this.#informationalLength += length;
      rest = rest.subarray(length);
    }
  }

  #wait(rest: Buffer): boolean {
    this.#pending = rest.length === 0 ? undefined : rest;
    const tooLong = rest.length > HEADERS_LIMIT ? HEADER_TOO_LONG : ALL_TOO_LONG;
    if (rest.length <= HEADERS_LIMIT && this.#informationalLength <= INFORMATIONAL_LIMIT) return true;
    this.#socket.destroy(new InformationalOverflowError(tooLong));
    return false;
  }

  #pass(chunk: Buffer, encoding?: BufferEncoding): boolean {
    this.#isAtStart = false;
    this.#pending = undefined;
    if (this.#keptLength < HEADERS_LIMIT) {
      this.#kept.push(chunk);
      this.#keptLength += chunk.length;
    }
    return this.#push(chunk, encoding);
  }
}
