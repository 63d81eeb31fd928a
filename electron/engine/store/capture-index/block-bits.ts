import { BLOCK } from '../capture-blocks.ts';

/** A set of captures of one block, by their place in it: 0 to 511. */
export type BlockBits = Uint32Array;

export const BITS_BYTES = BLOCK / 8;

export const noBits = (): BlockBits => new Uint32Array(BLOCK / 32);

export function addBit(bits: BlockBits, place: number): void {
  bits[place >>> 5]! |= 1 << (place & 31);
}

export const hasBit = (bits: BlockBits, place: number) => ((bits[place >>> 5]! >>> (place & 31)) & 1) === 1;

/** Adds what is in `other`. */
export function addBits(bits: BlockBits, other: BlockBits): void {
  for (let at = 0; at < bits.length; at += 1) bits[at]! |= other[at]!;
}

/** Leaves what is in `other`, too. */
export function keepBits(bits: BlockBits, other: BlockBits): void {
  for (let at = 0; at < bits.length; at += 1) bits[at]! &= other[at]!;
}

/** Removes what is in `other`. */
export function dropBits(bits: BlockBits, other: BlockBits): void {
  for (let at = 0; at < bits.length; at += 1) bits[at]! &= ~other[at]!;
}

/** Whether it has all of what is in `other`. */
export const includesBits = (bits: BlockBits, other: BlockBits) =>
  other.every((word, at) => (word & ~bits[at]!) === 0);

export const isEmpty = (bits: BlockBits) => bits.every((word) => word === 0);

export function countBits(bits: BlockBits): number {
  let count = 0;
  for (let word of bits) {
    for (; word !== 0; word &= word - 1) count += 1;
  }
  return count;
}

/** The places in a set, ascending. */
export function placesOf(bits: BlockBits): number[] {
  const places: number[] = [];
  for (let at = 0; at < bits.length; at += 1) {
    for (let word = bits[at]!; word !== 0; word &= word - 1)
      places.push(at * 32 + (31 - Math.clz32(word & -word)));
  }
  return places;
}

export const bitsOfBytes = (bytes: Uint8Array): BlockBits =>
  new Uint32Array(new Uint8Array(bytes).buffer, 0, BLOCK / 32);

export const bytesOfBits = (bits: BlockBits) => new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength);
