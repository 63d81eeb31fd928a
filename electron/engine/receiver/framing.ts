const LF = 10;
/** Characters kept of a line in a chunked body: enough for any size, and to tell an empty line from any other. */
const LINE_KEPT = 64;

/** Walks over the bytes of one request's body as they arrive, to find where the next request begins. */
export interface BodyWalker {
  /** Takes bytes; returns the index of the first one after the body, or -1 while the body continues. */
  walk(bytes: Buffer): number;
}

/** A body of a known length. */
class CountedBody implements BodyWalker {
  #left: number;

  constructor(length: number) {
    this.#left = length;
  }

  walk(bytes: Buffer): number {
    if (bytes.length >= this.#left) return this.#left;
    this.#left -= bytes.length;
    return -1;
  }
}

/**
 * A chunked body, with extensions and trailers. It trusts what it reads: whatever is malformed is refused by the
 * HTTP parser, which reads the same bytes, and then nothing follows on this connection.
 */
class ChunkedBody implements BodyWalker {
  #line = '';
  /** Bytes left of the current chunk with its CRLF. */
  #left = 0;
  #inTrailers = false;

  walk(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, bytes.length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      const end = bytes.indexOf(LF, at);
      if (end === -1) {
        this.#take(bytes, at, bytes.length);
        return -1;
      }
      this.#take(bytes, at, end);
      const line = this.#line.trimEnd();
      this.#line = '';
      at = end + 1;
      if (this.#inTrailers) {
        if (line === '') return at;
      } else {
        const size = Number.parseInt(line, 16);
        if (size === 0) this.#inTrailers = true;
        // After an unreadable size the parser refuses the request; there is no next one to find.
        else this.#left = Number.isNaN(size) ? Number.POSITIVE_INFINITY : size + 2;
      }
    }
    return -1;
  }

  /** Adds to the current line. Only its start: a trailer that arrives byte by byte must not cost a string each. */
  #take(bytes: Buffer, from: number, to: number): void {
    const room = LINE_KEPT - this.#line.length;
    if (room > 0) this.#line += bytes.toString('latin1', from, Math.min(to, from + room));
  }
}

/** The walker for a body that is chunked, or has the length its head announces. */
export function bodyWalker(transferEncoding: string | undefined, length: number): BodyWalker {
  return transferEncoding === undefined ? new CountedBody(length) : new ChunkedBody();
}
