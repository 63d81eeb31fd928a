/** Bytes of a text, without a byte order mark: from one index to another, which is not included. */
export interface Span {
  from: number;
  to: number;
}

/** Between the characters of a text and the bytes that it was read from. */
export interface TextOffsets {
  bytesOf: (characters: Span) => Span;
  charactersOf: (bytes: Span) => Span;
}

const encoder = new TextEncoder();
const MARK_BYTES: Readonly<Record<string, number>> = { 'utf-8': 3, 'utf-16le': 2, 'utf-16be': 2 };
/** Charsets with one byte for each character. */
const SINGLE =
  /^(?:latin1|windows-125\d|windows-874|iso-8859-\d+|ibm866|koi8-[ru]|macintosh|us-ascii|x-mac-cyrillic)$/;

/**
 * Where the characters of a text are among the bytes that it was read from; undefined for charsets of which that cannot
 * be told.
 * @param text with a mark at its start where the bytes begin with one
 */
export function textOffsets(
  text: string,
  { charset, bom }: { charset: string; bom: boolean },
): TextOffsets | undefined {
  const mark = bom ? (MARK_BYTES[charset] ?? 0) : 0;
  const first = bom ? 1 : 0;
  const perCharacter = charset.startsWith('utf-16') ? 2 : SINGLE.test(charset) ? 1 : 0;
  if (perCharacter > 0) {
    const toByte = (at: number) => (at < first ? 0 : mark + (at - first) * perCharacter);
    const toCharacter = (at: number) =>
      at < mark ? 0 : Math.min(text.length, first + Math.floor((at - mark) / perCharacter));
    return {
      bytesOf: ({ from, to }) => ({ from: toByte(from), to: toByte(to) }),
      charactersOf: ({ from, to }) => ({ from: toCharacter(from), to: toCharacter(to + perCharacter - 1) }),
    };
  }
  if (charset !== 'utf-8') return undefined;
  const toByte = (at: number) => encoder.encode(text.slice(0, at)).length;
  // A byte within a character stands for the whole character.
  const toCharacter = (at: number, end: boolean) => {
    let bytes = 0;
    let index = 0;
    while (index < text.length && bytes < at) {
      const point = text.codePointAt(index)!;
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
      if (!end && bytes + size > at) break;
      bytes += size;
      index += point > 0xffff ? 2 : 1;
    }
    return index;
  };
  return {
    bytesOf: ({ from, to }) => ({ from: toByte(from), to: toByte(to) }),
    charactersOf: ({ from, to }) => ({ from: toCharacter(from, false), to: toCharacter(to, true) }),
  };
}
