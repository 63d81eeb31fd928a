import { BLOCK } from '../capture-blocks.ts';
import {
  addBit,
  addBits,
  BITS_BYTES,
  type BlockBits,
  bitsOfBytes,
  bytesOfBits,
  includesBits,
  keepBits,
  noBits,
} from './block-bits.ts';
import { gramFilter, mayHave } from './gram-filter.ts';
import { bytesOf, IndexDamaged, sealed, unsealed, wordsOf } from './sealed.ts';

/**
 * The text of the captures of one block, cut into pieces at line ends and between the parts of queries, JSON and XML. A
 * piece that several captures have is kept once, with the captures that have it: most of a request is what the one
 * before said. What only one capture has is kept one after the other. Each piece has the cut at both of its ends, so a
 * text that is looked for is within a piece unless a cut is within the text.
 */
const CUTS = ['\n', '?', '&', ',', '>'].map((char) => char.charCodeAt(0));
const IS_CUT = new Uint8Array(256);
for (const char of CUTS) IS_CUT[char] = 1;
/** Behind each piece: no UTF-8 has this byte. */
const BETWEEN = 0xff;
const SEPARATOR = String.fromCharCode(BETWEEN);

/** The texts of a block: the pieces that several captures have, with what tells that none of the others has a text; the others. */
export interface PackedTexts {
  common: Uint8Array;
  own: Uint8Array;
}

/** A copy with ASCII letters in lower case, as SQLite's lower() does. */
export function foldAscii(bytes: Uint8Array): Buffer {
  const folded = Buffer.from(bytes);
  for (let at = 0; at < folded.length; at += 1) {
    const byte = folded[at]!;
    if (byte >= 65 && byte <= 90) folded[at] = byte + 32;
  }
  return folded;
}

/** Puts the texts of a block together. */
export class TextsBuilder {
  /** Where each piece is: at one place, or at these. */
  readonly #pieces = new Map<string, number | BlockBits>();

  /** Adds a text of the capture at a place. */
  add(place: number, bytes: Uint8Array): void {
    const buffer = foldAscii(bytes);
    let from = 0;
    for (let at = 0; at < buffer.length; at += 1) {
      if (IS_CUT[buffer[at]!] === 0) continue;
      this.#addPiece(place, buffer.toString('latin1', from, at + 1));
      from = at;
    }
    if (from < buffer.length) this.#addPiece(place, buffer.toString('latin1', from));
  }

  packed(): PackedTexts {
    const shared: string[] = [];
    const places: Uint8Array[] = [];
    const own: string[][] = Array.from({ length: BLOCK }, () => []);
    for (const [piece, where] of this.#pieces) {
      if (typeof where === 'number') own[where]!.push(piece + SEPARATOR);
      else {
        shared.push(piece + SEPARATOR);
        places.push(bytesOfBits(where));
      }
    }
    const ownTexts = own.map((pieces) => pieces.join(''));
    const text = Buffer.from(ownTexts.join(''), 'latin1');
    return {
      common: sealed(
        Buffer.from(shared.join(''), 'latin1'),
        endsOf(shared),
        Buffer.concat(places),
        gramFilter(text),
      ),
      own: sealed(text, endsOf(ownTexts)),
    };
  }

  #addPiece(place: number, piece: string): void {
    const where = this.#pieces.get(piece);
    if (where === undefined) this.#pieces.set(piece, place);
    else if (typeof where !== 'number') addBit(where, place);
    else if (where !== place) {
      const bits = noBits();
      addBit(bits, where);
      addBit(bits, place);
      this.#pieces.set(piece, bits);
    }
  }
}

/** Bytes that are looked for, and what a block can say about them. */
export interface Needle {
  /** Pieces that a capture has if it has the text. */
  parts: readonly Uint8Array[];
  /** Whether a capture that has them has the text. */
  isExact: boolean;
}

/** What is looked for in the texts of a block; undefined for bytes that they do not have as they are. */
export function needleOf(folded: Uint8Array): Needle | undefined {
  if (folded.includes(BETWEEN)) return undefined;
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = 1; at < folded.length - 1; at += 1) {
    if (IS_CUT[folded[at]!] === 0) continue;
    parts.push(folded.subarray(from, at + 1));
    from = at;
  }
  parts.push(folded.subarray(from));
  return { parts, isExact: parts.length === 1 };
}

/** Reads the packed texts of a block, what each needle needs of them. Throws IndexDamaged. */
export class Texts {
  readonly #present: BlockBits;
  readonly #read: (part: keyof PackedTexts) => unknown;
  #common: { text: Buffer; ends: Uint32Array; places: Buffer; filter: Buffer } | undefined;
  #own: { text: Buffer; ends: Uint32Array } | undefined;

  /**
   * @param read gives one part of the packed texts
   * @param present the places that have a capture
   */
  constructor(read: (part: keyof PackedTexts) => unknown, present: BlockBits) {
    this.#read = read;
    this.#present = present;
  }

  /** The places whose text has all parts of a needle. */
  placesWith({ parts }: Needle): BlockBits {
    const [first = noBits(), ...others] = parts.map((part) => this.#placesWithPart(part));
    for (const other of others) keepBits(first, other);
    return first;
  }

  #placesWithPart(part: Uint8Array): BlockBits {
    const bits = noBits();
    const { text, ends, places, filter } = this.#commonPieces();
    eachHit(text, part, ends, (index) => {
      addBits(bits, bitsOfBytes(places.subarray(index * BITS_BYTES, (index + 1) * BITS_BYTES)));
    });
    // Where all captures have it, what each has of its own, which is the larger part, need not be read.
    if (!includesBits(bits, this.#present) && mayHave(filter, part)) {
      const own = this.#ownPieces();
      eachHit(own.text, part, own.ends, (place) => addBit(bits, place));
    }
    return bits;
  }

  #commonPieces() {
    if (this.#common !== undefined) return this.#common;
    const [text, ends, places, filter] = unsealed(this.#read('common'), 4);
    this.#common = { text: text!, ends: wordsOf(ends!), places: places!, filter: filter! };
    if (places!.length !== this.#common.ends.length * BITS_BYTES) throw new IndexDamaged('of another form');
    return this.#common;
  }

  #ownPieces() {
    if (this.#own !== undefined) return this.#own;
    const [text, ends] = unsealed(this.#read('own'), 2);
    this.#own = { text: text!, ends: wordsOf(ends!) };
    if (this.#own.ends.length !== BLOCK) throw new IndexDamaged('of another form');
    return this.#own;
  }
}

/** Where each text ends when they stand one after the other. */
function endsOf(texts: readonly string[]): Uint8Array {
  let end = 0;
  return bytesOf(
    Uint32Array.from(texts, ({ length }) => {
      end += length;
      return end;
    }),
  );
}

/** Calls back with the index of each stretch of a text that has a part; the stretches end at `ends`. */
function eachHit(text: Buffer, part: Uint8Array, ends: Uint32Array, hit: (index: number) => void): void {
  let index = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, ends[index]!)) {
    while (ends[index]! <= at) index += 1;
    hit(index);
  }
}
