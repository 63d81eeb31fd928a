import { isScalar, LineCounter, parseDocument, Scalar } from 'yaml';

/** The place in a YAML file of an offset in one of its texts; line and column from 1. */
export type TextPlace = (offset: number) => { line: number; column: number };

/**
 * Finds the text at a path of a YAML file and maps offsets in it to places in the file, exact to the character;
 * only for a text of several lines with escapes, to where it begins.
 */
export function placesOfText(source: string, path: readonly string[]): TextPlace {
  const lines = new LineCounter();
  const node: unknown = parseDocument(source, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
  }).getIn(path, true);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (!isScalar(node) || typeof node.value !== 'string' || node.range == null) return () => at(0);
  const [start, end] = node.range;
  const written = source.slice(start, end);
  const { value, type } = node;
  if (type === Scalar.BLOCK_LITERAL) {
    const places = literalPlaces(written, value);
    return (offset) => at(start + (places?.(offset) ?? 0));
  }
  if (written.includes('\n')) {
    const escaped = type === Scalar.QUOTE_DOUBLE && /\\[^\r\n]/.test(written);
    const places = escaped ? undefined : foldedPlaces(written, value, type);
    return (offset) => at(start + (places?.[Math.min(offset, places.length - 1)] ?? 0));
  }
  if (type === Scalar.PLAIN) return (offset) => at(start + offset);
  const steps = type === Scalar.QUOTE_SINGLE ? /''|[^']/g : /\\(?:x..|u....|U........|.)|[^\\]/g;
  /** Offset in the file of each character of the value. */
  const places: number[] = [];
  for (const match of written.slice(1, -1).matchAll(steps)) {
    const width = type === Scalar.QUOTE_SINGLE || match[0][1] !== 'U' ? 1 : 2;
    for (let n = 0; n < width; n += 1) places.push(start + 1 + match.index);
  }
  return (offset) => at(places[offset] ?? end - 1);
}

/** Folding changes spaces and line endings only: the value's other characters are in the file in the same order. */
function foldedPlaces(written: string, value: string, type: Scalar.Type | undefined): number[] {
  let at = type === Scalar.BLOCK_FOLDED ? written.indexOf('\n') + 1 : 0;
  if (type === Scalar.QUOTE_SINGLE || type === Scalar.QUOTE_DOUBLE) at += 1;
  return Array.from({ length: value.length }, (_, index) => {
    const char = value[index]!;
    if (/\s/.test(char)) return at;
    const place = written.indexOf(char, at);
    if (place === -1) return at;
    at = place + (type === Scalar.QUOTE_SINGLE && char === "'" ? 2 : 1);
    return place;
  });
}

/** In a literal block each line of the value is a line of the file, after the block's indentation. */
function literalPlaces(written: string, value: string): ((offset: number) => number) | undefined {
  const header = written.indexOf('\n') + 1;
  const body = written.slice(header).split('\n');
  const first = value.split('\n').findIndex((line) => line.trim() !== '');
  const line = body[first];
  if (header === 0 || first === -1 || line === undefined) return undefined;
  const width = (text: string) => text.replace(/\r$/, '').length;
  const indent = width(line) - width(value.split('\n')[first]!);
  const starts: number[] = [];
  let at = header;
  for (const one of body) {
    starts.push(at + Math.min(indent, one.length));
    at += one.length + 1;
  }
  return (offset) => {
    const before = value.slice(0, offset);
    const row = before.split('\n').length - 1;
    return (starts[row] ?? header) + offset - (before.lastIndexOf('\n') + 1);
  };
}
