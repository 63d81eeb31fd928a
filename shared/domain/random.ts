import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws integers from `from` to `to`, both inclusive. */
export type Draw = (from: number, to: number) => number;

/** FNV-1a: spreads a short text over 32 bits, the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}

/**
 * A source of numbers for one purpose. The same seed and keys always give the same numbers, and what one
 * purpose draws never shifts what another gets.
 */
export function drawFrom(seed: number, ...keys: (string | number)[]): Draw {
  const generator = xoroshiro128plus(hash(`${seed}\u0000${keys.join('\u0000')}`));
  return (from, to) => uniformInt(generator, from, to);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `length` letters and digits. */
export function drawText(draw: Draw, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += ALPHABET[draw(0, ALPHABET.length - 1)];
  return text;
}
