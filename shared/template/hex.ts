/** Bytes on one line of a hex dump, where there is room for them. */
const WIDTH = 16;

/** "0a" */
export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');

/** A printable character, "·" for the rest. */
export const textByte = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';

interface HexLine {
  /** "000010" */
  offset: string;
  /** "47 45 54 20 2f 70 62 3f  69 …", padded to full width. */
  hex: string;
  /** The printable characters, "·" for the rest. */
  text: string;
}

/** One line of a hex dump of `width` bytes a line, 8 or 16; `index` counts from 0. */
export function hexLine(bytes: Uint8Array, index: number, width = WIDTH): HexLine {
  const start = index * width;
  const part = bytes.subarray(start, start + width);
  const pairs = [...part].map(hexByte);
  const hex = width === 8 ? pairs.join(' ') : `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`;
  const text = [...part].map(textByte);
  return { offset: start.toString(16).padStart(6, '0'), hex: hex.padEnd(width * 3), text: text.join('') };
}

/** The whole dump as text, for the clipboard. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let index = 0; index * WIDTH < bytes.length; index += 1) {
    const { offset, hex, text } = hexLine(bytes, index);
    lines.push(`${offset}  ${hex}  ${text}`);
  }
  return lines.join('\n');
}
