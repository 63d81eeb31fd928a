import { IndexDamaged } from './sealed.ts';

/** Bytes that are looked at together: shorter runs of digits are in almost every block. */
const GRAM = 6;
/** Bits for each byte of the text, so that about one in three is set: texts that are looked for have several runs. */
const BITS_PER_BYTE = 1;

/** Calls back with a number for each run of GRAM bytes. */
function eachGram(bytes: Uint8Array, call: (hash: number) => boolean | undefined): boolean {
  let early = 0;
  let late = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    early = (early >>> 8) | ((late & 0xff) << 24);
    late = (late >>> 8) | (bytes[at]! << 8);
    if (at < GRAM - 1) continue;
    let hash = Math.imul(early, 0x9e3779b1) ^ Math.imul(late, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    if (call(hash ^ (hash >>> 13)) === false) return false;
  }
  return true;
}

/** A Bloom filter over all runs of six bytes of a text. */
export function gramFilter(bytes: Uint8Array): Uint8Array {
  const wanted = Math.max(64, bytes.length * BITS_PER_BYTE);
  const filter = new Uint8Array(2 ** Math.ceil(Math.log2(wanted)) / 8);
  const mask = filter.length * 8 - 1;
  eachGram(bytes, (hash) => {
    filter[(hash & mask) >>> 3]! |= 1 << (hash & 7);
    return undefined;
  });
  return filter;
}

/** Whether a text may have these bytes in it; always so for fewer than six. */
export function mayHave(filter: Uint8Array, bytes: Uint8Array): boolean {
  const { length } = filter;
  if (length === 0 || (length & (length - 1)) !== 0) throw new IndexDamaged('of another form');
  const mask = length * 8 - 1;
  return eachGram(bytes, (hash) => (filter[(hash & mask) >>> 3]! & (1 << (hash & 7))) !== 0);
}
