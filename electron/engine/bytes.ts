const NONE = Buffer.alloc(0);

/**
 * Bytes that arrive in pieces, of which at most `limit` are kept; the rest is only counted. A single piece is kept as
 * it is, more are copied into one growing buffer: a body that arrives byte by byte must not cost an object each.
 */
export class Bytes {
  readonly #limit: number;
  #buffer: Buffer = NONE;
  #kept = 0;
  #arrived = 0;

  /** @param limit bytes kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that arrived, whether kept or not. */
  get arrived(): number {
    return this.#arrived;
  }

  get kept(): number {
    return this.#kept;
  }

  push(piece: Buffer): void {
    this.#arrived += piece.length;
    const taken = Math.min(piece.length, this.#limit - this.#kept);
    if (taken <= 0) return;
    if (this.#kept === 0) {
      this.#buffer = taken === piece.length ? piece : Buffer.from(piece.subarray(0, taken));
    } else {
      this.#room(this.#kept + taken);
      piece.copy(this.#buffer, this.#kept, 0, taken);
    }
    this.#kept += taken;
  }

  /** The kept bytes, without a copy: valid until the next `push` or `clear`. */
  view(): Buffer {
    return this.#buffer.length === this.#kept ? this.#buffer : this.#buffer.subarray(0, this.#kept);
  }

  clear(): void {
    this.#buffer = NONE;
    this.#kept = 0;
    this.#arrived = 0;
  }

  #room(needed: number): void {
    // After the first piece always a new buffer: that piece belongs to the socket and cannot grow.
    if (this.#buffer.length >= needed) return;
    const grown = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(needed, this.#buffer.length * 2)));
    this.#buffer.copy(grown, 0, 0, this.#kept);
    this.#buffer = grown;
  }
}

/** "1 byte", "2 bytes" */
export const plural = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
