import { isScalar, LineCounter, parseDocument, Scalar } from 'yaml';

/** Where an offset in a text of a YAML file stands in the file itself; line and column from 1. */
export type TextPlace = (offset: number) => { line: number; column: number };

/**
 * Finds the text at a path of a YAML file and tells for offsets in it where they stand in the file: in literal blocks
 * and in quoted or plain texts of one line to the character, in the odd rest (folded blocks, texts over several
 * lines) at least where the text begins.
 */
export function placesOfText(source: string, path: readonly string[]): TextPlace {
  const lines = new LineCounter();
  const node: unknown = parseDocument(source, { lineCounter: lines }).getIn(path, true);
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
  if (written.includes('\n')) return () => at(start);
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

/** In a literal block each line of the value is a line of the file, behind the block's indentation. */
function literalPlaces(written: string, value: string): ((offset: number) => number) | undefined {
  const header = written.indexOf('\n') + 1;
  const body = written.slice(header).split('\n');
  const first = value.split('\n').findIndex((line) => line.trim() !== '');
  const line = body[first];
  if (header === 0 || first === -1 || line === undefined) return undefined;
  const indent = line.length - value.split('\n')[first]!.length;
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
