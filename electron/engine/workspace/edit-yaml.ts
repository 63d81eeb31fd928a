import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml';
import { quoteOldNumbers } from './written-scalars.ts';

/** A change of one value in a YAML file; `undefined` removes the key. */
export interface YamlChange {
  path: readonly (string | number)[];
  value: unknown;
}

/** Repeated keys are refused when a file is read, which takes less work than the library's own check. */
const READ = { uniqueKeys: false, prettyErrors: false };

type Entries = Record<string, string>;
type MapOfNodes = YAMLMap<unknown, unknown>;

const keyOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);

function asNode(document: Document, value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\n')) {
    const node = document.createNode(value);
    quoteOldNumbers(node);
    return node;
  }
  const scalar = new Scalar(value);
  // A body template reads best as a block; the library falls back to quotes if a block cannot hold the text.
  scalar.type = Scalar.BLOCK_LITERAL;
  return scalar;
}

function setText(scalar: Scalar, value: unknown): void {
  if (scalar.value === value) return;
  // Reusing the node keeps its comments and, if the text allows it, its quotes.
  scalar.value = value;
  if (typeof value === 'string' && value.includes('\n')) scalar.type = Scalar.BLOCK_LITERAL;
  else if (scalar.type === Scalar.PLAIN) quoteOldNumbers(scalar);
}

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Replaces a map's entries, in the given order. An entry that stays keeps its comments, even if its neighbors are
 * renamed, removed or moved; a new name in the place of a missing one is that entry renamed.
 */
function setEntries(document: Document, map: MapOfNodes, entries: Entries): void {
  const before = [...map.items];
  map.items = Object.entries(entries).map(([name, value], index) => {
    const old = before[index];
    const renamed = old !== undefined && !Object.hasOwn(entries, keyOf(old)) ? old : undefined;
    const pair = before.find((candidate) => keyOf(candidate) === name) ?? renamed;
    if (pair === undefined) return document.createPair(name, asNode(document, value));
    if (isScalar(pair.key)) setText(pair.key, name);
    if (isScalar(pair.value)) setText(pair.value, value);
    else pair.value = asNode(document, value);
    return pair;
  });
}

function apply(document: Document, { path, value }: YamlChange): void {
  const before: unknown = document.getIn(path, true);
  if (value === undefined) document.deleteIn(path);
  else if (isScalar(before) && typeof value !== 'object') setText(before, value);
  else if (!isMap<unknown, unknown>(before)) document.setIn(path, asNode(document, value));
  else if (isEntries(value) && !isSame(before.toJSON(), value)) setEntries(document, before, value);
}

/** Equal, order included: headers are sent in the order in which they are written. */
function isSame(left: unknown, right: Entries): boolean {
  return (
    isDeepStrictEqual(left, right) && isDeepStrictEqual(Object.keys(left as Entries), Object.keys(right))
  );
}

/** A block cannot hold every text: spaces alone, for example, are lost in one. Double quotes hold any. */
function quoteWhatWouldChange(document: Document, written: string, changes: readonly YamlChange[]): boolean {
  const read = parseDocument(written, READ);
  const changed = changes.flatMap(({ path, value }) =>
    isEntries(value) ? Object.keys(value).map((name) => [...path, name]) : [path],
  );
  let found = false;
  for (const path of changed) {
    const node: unknown = document.getIn(path, true);
    if (!isScalar(node) || node.type === Scalar.QUOTE_DOUBLE || read.getIn(path) === node.value) continue;
    node.type = Scalar.QUOTE_DOUBLE;
    found = true;
  }
  return found;
}

/**
 * Applies changes to a YAML text; everything else, comments included, stays. Reading the new text gives what was
 * set, whatever characters it contains. CRLF line endings and a byte order mark are kept if the file has them, and
 * long lines are never folded.
 */
export function editYaml(text: string, changes: readonly YamlChange[]): string {
  const document = parseDocument(text, READ);
  for (const change of changes) apply(document, change);
  const write = (): string => {
    const written = document.toString({ lineWidth: 0 }).replace(/^\ufeff/, '');
    const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
    return mark + (/\r\n/.test(text) ? written.replaceAll('\n', '\r\n') : written);
  };
  const written = write();
  return quoteWhatWouldChange(document, written, changes) ? write() : written;
}
