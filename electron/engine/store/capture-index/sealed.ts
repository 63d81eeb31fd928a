import { crc32 } from 'node:zlib';

/** Thrown for a part of the index that is not what was written: the captures themselves are read instead. */
export class IndexDamaged extends Error {}

const SEAL = 4;

/** Puts parts together, each with its length, and a checksum behind them. */
export function sealed(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + 4 + part.length, SEAL);
  const bytes = Buffer.alloc(length);
  let at = 0;
  for (const part of parts) {
    at = bytes.writeUInt32LE(part.length, at);
    bytes.set(part, at);
    at += part.length;
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(0, at)), at);
  return bytes;
}

/** The parts of what `sealed` put together. Throws IndexDamaged for anything else. */
export function unsealed(value: unknown, count: number): Buffer[] {
  if (!(value instanceof Uint8Array) || value.length < SEAL) throw new IndexDamaged('cut');
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  const end = bytes.length - SEAL;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw new IndexDamaged('changed');
  const parts: Buffer[] = [];
  let at = 0;
  for (let part = 0; part < count; part += 1) {
    if (at + 4 > end) throw new IndexDamaged('short');
    const length = bytes.readUInt32LE(at);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (at !== end) throw new IndexDamaged('of another form');
  return parts;
}

/** A part of `unsealed` as numbers; copied, since they have to be aligned. */
export const shortsOf = (part: Uint8Array) => new Uint16Array(new Uint8Array(part).buffer);
export const wordsOf = (part: Uint8Array) => new Uint32Array(new Uint8Array(part).buffer);

export const bytesOf = (numbers: Uint16Array | Uint32Array) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
