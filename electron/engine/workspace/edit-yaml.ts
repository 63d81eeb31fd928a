import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, parseDocument, Scalar } from 'yaml';

/** A change of one value in a YAML file; `undefined` removes the key. */
export interface YamlChange {
  path: readonly (string | number)[];
  value: unknown;
}

function asNode(document: Document, value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\n')) return document.createNode(value);
  const scalar = new Scalar(value);
  // A body template reads best as a block; the library falls back to quotes where a block cannot hold the text.
  scalar.type = Scalar.BLOCK_LITERAL;
  return scalar;
}

/**
 * Applies changes to a YAML text; all else, comments included, stays. Line ends stay CRLF where the file has
 * them, and long lines are never folded.
 */
export function editYaml(text: string, changes: readonly YamlChange[]): string {
  const document = parseDocument(text);
  for (const { path, value } of changes) {
    const before: unknown = document.getIn(path, true);
    if (value === undefined) {
      document.deleteIn(path);
    } else if (isScalar(before) && typeof value !== 'object') {
      if (before.value === value) continue;
      // The same node keeps its comments and, where the text allows it, its quotes.
      before.value = value;
      if (typeof value === 'string' && value.includes('\n')) before.type = Scalar.BLOCK_LITERAL;
    } else if (!isMap(before) || !isDeepStrictEqual(before.toJSON(), value)) {
      document.setIn(path, asNode(document, value));
    }
  }
  const written = document.toString({ lineWidth: 0 });
  return /\r\n/.test(text) ? written.replaceAll('\n', '\r\n') : written;
}
