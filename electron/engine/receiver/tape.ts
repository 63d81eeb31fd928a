import { Bytes } from '../bytes.ts';
import { type BodyWalker, bodyWalker } from './framing.ts';

const CR = 13;
const LF = 10;
const BLANK = 32;
const END_OF_LINE = Buffer.from('\r\n');
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** What the parser has read of a request; enough to find the same request on the tape. */
export interface ParsedHead {
  method: string;
  target: string;
  httpVersion: string;
  transferEncoding: string | undefined;
  contentLength: string | undefined;
}

/**
 * The bytes read on one socket since its last finished request, without bodies. It is fed before the HTTP parser,
 * so it holds the very bytes of a head when the parser reports it, and what the parser refuses when it refuses.
 */
export class Tape {
  readonly #begins: () => void;
  readonly #bytes: Bytes;
  #walker: BodyWalker | undefined;
  #lost = false;

  /**
   * @param limit bytes kept of one head at most
   * @param begins called with the first byte of each request
   */
  constructor(limit: number, begins: () => void) {
    this.#bytes = new Bytes(limit);
    this.#begins = begins;
  }

  /** The bytes of a request whose head is not complete, without the blank lines before it. */
  pending(): { bytes: Buffer; arrived: number } {
    const all = this.#bytes.view();
    const start = skipBlankLines(all);
    return { bytes: all.subarray(start), arrived: this.#bytes.arrived - start };
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    if (this.#walker !== undefined) {
      const end = this.#walker.walk(chunk);
      if (end === -1) return;
      this.#walker = undefined;
      rest = chunk.subarray(end);
    }
    this.#hold(rest);
  }

  /**
   * The exact bytes of the head that the parser has just reported, from the request line to the empty line; to be
   * called once for each request, in order, as soon as it is reported. Undefined if they cannot be located.
   * Includes the body if all of it has been read already and it is not chunked.
   */
  takeHead(parsed: ParsedHead): { head: Buffer; body: Buffer | undefined } | undefined {
    if (this.#lost) return undefined;
    const all = this.#bytes.view();
    const start = skipBlankLines(all);
    const end = endOfHead(all, start, parsed.httpVersion);
    if (end === -1 || !startsAs(all, start, parsed)) {
      // Out of step with the parser: everything on this connection is rebuilt from what the parser reports.
      this.#lost = true;
      this.#bytes.clear();
      return undefined;
    }
    this.#bytes.clear();
    const head = all.subarray(start, end);
    const length = Number(parsed.contentLength ?? 0);
    const whole = parsed.transferEncoding === undefined && end + length <= all.length;
    if (!whole) this.#walker = bodyWalker(parsed.transferEncoding, length);
    const next = whole ? end + length : end;
    if (next < all.length) this.push(all.subarray(next));
    return { head, body: whole ? all.subarray(end, next) : undefined };
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#lost) this.#bytes.clear();
    if (this.#bytes.arrived === 0) this.#begins();
    this.#bytes.push(bytes);
  }
}

function skipBlankLines(bytes: Buffer): number {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start += 1;
  return start;
}

function endOfHead(bytes: Buffer, start: number, httpVersion: string): number {
  // HTTP/0.9 has a request line and nothing else, and the parser accepts it.
  const mark = httpVersion === '0.9' ? END_OF_LINE : END_OF_HEAD;
  const at = bytes.indexOf(mark, start);
  return at === -1 ? -1 : at + mark.length;
}

function startsAs(bytes: Buffer, start: number, { method, target }: ParsedHead): boolean {
  let at = start + method.length;
  if (bytes[at] !== BLANK || bytes.toString('latin1', start, at) !== method) return false;
  // The parser accepts more than one space between method and target.
  while (bytes[at] === BLANK) at += 1;
  return bytes.toString('latin1', at, at + target.length) === target;
}
