import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  Parser,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { explainSyntaxError } from './yaml-syntax-errors.ts';

/** Something wrong at an offset of a text; `remedy` only where it is more than "correct the file". */
export interface Finding {
  offset: number;
  message: string;
  remedy?: string | undefined;
}

export type Path = readonly PropertyKey[];
type MapNode = YAMLMap<unknown, unknown>;

/** Levels of nesting; no file of ours has more than ten. The library would run out of stack. */
const DEEPEST = 64;
/** Syntax errors that are explained. */
const MOST_ERRORS = 50;
/** Entries that aliases (*name) may add in all. */
const MOST_ALIASED = 10_000;

/** The offset at which a text is nested deeper than allowed. Without recursion, since depth is what it is about. */
function tooDeepAt(token: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: current, depth } = next;
    if (depth > DEEPEST) return current.offset;
    if (current.type === 'document') {
      if (current.value) open.push({ token: current.value, depth });
    } else if ('items' in current) {
      for (const { key, value } of current.items) {
        if (key) open.push({ token: key, depth: depth + 1 });
        if (value) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

/** A parsed YAML text: its syntax errors, and where its values are. Work grows with the text's length, not its square. */
export class YamlDocument {
  readonly lines = new LineCounter();
  readonly #document: Document.Parsed | undefined;
  readonly #errors: Finding[] = [];
  readonly #pairs = new WeakMap<MapNode, Map<string, Pair<unknown, unknown>>>();
  readonly #anchors = new Map<string, unknown>();

  /** Reads a text. With `failsafe` every scalar is a text as written. */
  constructor(text: string, schema: 'core' | 'failsafe' = 'core') {
    const tokens: CST.Token[] = [];
    let documents = 0;
    // Of several documents the second is only needed to say that it is there.
    for (const token of new Parser(this.lines.addNewLine).parse(text)) {
      if (token.type === 'document') documents += 1;
      if (documents === 2) {
        this.#errors.push({
          offset: token.offset,
          message: 'A second document begins here, after "---" or "..."',
          remedy: 'Keep one document in a file: move the others into files of their own.',
        });
        break;
      }
      const deep = tooDeepAt(token);
      if (deep !== undefined) {
        this.#errors.push({
          offset: deep,
          message: `This is nested more than ${DEEPEST} levels deep`,
          remedy: 'Check for brackets that are never closed, and for wrong indentation.',
        });
        return;
      }
      tokens.push(token);
    }
    const composer = new Composer({ schema, prettyErrors: false, uniqueKeys: false, stringKeys: false });
    const [document] = composer.compose(tokens, true, text.length);
    this.#document = document as Document.Parsed | undefined;
    // A text of one wrong line can have an error at each character; nobody reads so many.
    const found = [...(document?.errors ?? []), ...(document?.warnings ?? [])].slice(0, MOST_ERRORS);
    this.#errors.push(
      ...found.map(({ code, message, pos: [offset] }) => ({
        offset,
        ...explainSyntaxError(code, message, text, offset),
      })),
    );
  }

  /** What the text holds as a whole, for messages. */
  get kind(): string {
    if (isSeq(this.contents)) return 'a list';
    return isMap(this.contents) ? 'settings' : 'a single value';
  }

  get contents(): unknown {
    return this.#document?.contents;
  }

  /** Syntax errors, keys that appear twice, and aliases that cannot be used. */
  get errors(): readonly Finding[] {
    return this.#errors;
  }

  /**
   * The plain value of the text, with `scalar` deciding what each scalar is. Adds to `errors` what is only seen on the
   * way: repeated keys, merge keys, aliases without an anchor, too many of them.
   */
  value(scalar: (node: Scalar, path: Path) => unknown): unknown {
    let aliased = 0;
    const report = (node: unknown, message: string, remedy: string) =>
      this.#errors.push({ offset: offsetOfNode(node), message, remedy });
    const convert = (node: unknown, path: Path, within: readonly unknown[]): unknown => {
      if (within.length > 0) aliased += 1;
      if (aliased > MOST_ALIASED) return null;
      if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string')
        this.#anchors.set(node.anchor, node);
      if (isAlias(node)) {
        const target = this.#anchors.get(node.source);
        if (target === undefined)
          report(node, `No value before this one is named &${node.source}`, 'Write the value out.');
        else if (within.includes(target))
          report(node, `*${node.source} stands inside the value that it names`, 'Write the value out.');
        else return convert(target, path, [...within, target]);
        return null;
      }
      if (isMap<unknown, unknown>(node)) {
        const entries: [string, unknown][] = [];
        const seen = this.#pairsOf(node);
        for (const pair of node.items) {
          const name = keyText(pair);
          if (seen.get(name) !== pair) {
            report(
              pair.key ?? node,
              `"${name}" appears twice here`,
              'Keep one of them. Two lines with the same key contradict each other.',
            );
            continue;
          }
          if (name === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN')
            report(pair.key, 'Merge keys (<<) are not supported', 'Write the settings out.');
          if (!isScalar(pair.key) && pair.key !== null)
            report(pair.key, 'A list or a map cannot be a key', 'Write "name: value".');
          entries.push([name, convert(pair.value, [...path, name], within)]);
        }
        // Not assigned: "__proto__" would be lost.
        return Object.fromEntries(entries);
      }
      if (isSeq(node)) return node.items.map((item, index) => convert(item, [...path, index], within));
      return isScalar(node) ? scalar(node, path) : null;
    };
    const value = convert(this.contents, [], []);
    if (aliased > MOST_ALIASED)
      this.#errors.push({
        offset: 0,
        message: `Its aliases (*name) stand for more than ${MOST_ALIASED.toLocaleString('en')} values`,
        remedy: 'Write the values out, or use fewer of them.',
      });
    return value;
  }

  /** The node at a path, with aliases followed; undefined if there is none. */
  nodeAt(path: Path): unknown {
    let node: unknown = this.#followed(this.contents);
    for (const part of path) {
      if (isMap<unknown, unknown>(node)) node = this.#pairsOf(node).get(String(part))?.value;
      else if (isSeq(node)) node = node.items[Number(part)];
      else return undefined;
      node = this.#followed(node);
    }
    return node ?? undefined;
  }

  /** Where the value at a path begins, or that of its nearest parent. */
  offsetOf(path: Path): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.nodeAt(path.slice(0, length));
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }

  /** Where a key of the map at a path begins. */
  offsetOfKey(path: Path, key: string): number {
    const map = this.nodeAt(path);
    const node = isMap<unknown, unknown>(map) ? this.#pairsOf(map).get(key)?.key : undefined;
    return isNode(node) && node.range ? node.range[0] : this.offsetOf(path);
  }

  #followed(node: unknown): unknown {
    return isAlias(node) ? this.#anchors.get(node.source) : node;
  }

  /** The first pair of each key. */
  #pairsOf(map: MapNode): Map<string, Pair<unknown, unknown>> {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map();
      for (const pair of map.items) if (!pairs.has(keyText(pair))) pairs.set(keyText(pair), pair);
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }
}

function offsetOfNode(node: unknown): number {
  return isNode(node) && node.range ? node.range[0] : 0;
}

/** A key as the text has it: 0100 stays 0100. */
function keyText({ key }: Pair<unknown, unknown>): string {
  if (!isScalar(key)) return isNode(key) ? key.toString() : '';
  if (key.type === 'PLAIN' && key.source !== undefined) return key.source;
  return typeof key.value === 'string' ? key.value : '';
}
