import {
  type CallExpression,
  type Expression,
  type Node,
  type Pattern,
  type Property,
  parse,
  type SpreadElement,
} from 'acorn';
import { percentEncode } from '../encode.ts';
import { citedAll, entryOf, type FoundEntry, refuse, variableNotes } from './found-request.ts';

const CALL = /(?:^|[^\w$.])(?:(?:window|globalThis|self)\.)?fetch\s*\(/;

/** Whether a text is JavaScript that calls fetch. */
export function isFetch(text: string): boolean {
  return CALL.test(text) && !/^\s*[{[<]/.test(text);
}

const CALLEE = /^(?:(?:window|globalThis|self)\.)?fetch$/;

/** What an expression is known to be, without running anything. */
type Known = string | number | boolean | null | undefined | Known[] | Fields | Opaque;
/** An object, Headers or URLSearchParams: its pairs in order. */
class Fields {
  readonly pairs: [string, Known][] = [];
  readonly isQuery: boolean;
  constructor(isQuery = false) {
    this.isQuery = isQuery;
  }
  get(name: string): Known {
    return this.pairs.findLast(([key]) => key === name)?.[1];
  }
}
/** What only a run could tell, as it is written. */
class Opaque {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The requests of the fetch calls in a text. Throws PB_ARGUMENT_INVALID with the place where it is not JavaScript. */
export function readFetch(text: string): FoundEntry[] {
  const source = text.replace(/^>\s+/, '');
  const reader = new Reader(source);
  let program: Node;
  try {
    program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
      allowHashBang: true,
    });
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    const place = loc === undefined ? '' : ` (line ${loc.line}, column ${loc.column + 1})`;
    refuse(
      `This is not JavaScript that can be read${place}.`,
      'Copy the whole call again, up to its last bracket.',
    );
  }
  reader.visit(program);
  if (reader.entries.length === 0)
    refuse('There is no fetch call in this.', 'Paste the whole call: fetch("https://…", {…}).');
  return reader.entries;
}

class Reader {
  readonly entries: FoundEntry[] = [];
  readonly #source: string;
  readonly #set = new Map<string, Known>();
  #unknown = new Set<string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Looks for calls in the order in which they are written. */
  visit(node: Node): void {
    const typed = node as Expression | { type: 'VariableDeclarator'; id: Pattern; init?: Expression | null };
    if (typed.type === 'VariableDeclarator' && typed.id.type === 'Identifier' && typed.init)
      this.#set.set(typed.id.name, this.#value(typed.init));
    if (typed.type === 'CallExpression') this.#append(typed);
    if (typed.type === 'CallExpression' && CALLEE.test(this.#textOf(typed.callee))) {
      this.entries.push(this.#call(typed.arguments));
      return;
    }
    for (const child of Object.values(node) as unknown[])
      for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
        if (typeof one === 'object' && one !== null && 'type' in one) this.visit(one as Node);
  }

  /** `headers.append(name, value)`, of Headers or URLSearchParams that a variable holds. */
  #append({ callee, arguments: given }: CallExpression): void {
    const [name, value] = given;
    if (callee.type !== 'MemberExpression' || name === undefined || value === undefined) return;
    const held = this.#set.get(this.#textOf(callee.object));
    if (held instanceof Fields && /^(?:append|set)$/.test(this.#textOf(callee.property)))
      held.pairs.push([this.#text(this.#value(name)), this.#value(value)]);
  }

  #call([target, init, ...more]: readonly (Expression | SpreadElement)[]): FoundEntry {
    this.#unknown = new Set();
    const left: string[] = more.map((node) => this.#textOf(node));
    const url = target === undefined ? '' : this.#text(this.#value(target));
    const options = init === undefined ? new Fields() : this.#value(init);
    const notes: string[] = [];
    if (!(options instanceof Fields)) left.push(this.#textOf(init!));
    const given = options instanceof Fields ? options : new Fields();
    for (const [name, value] of given.pairs)
      if (!/^(?:method|headers|body)$/.test(name)) left.push(`${name}: ${this.#text(value)}`);
    const headers = this.#headers(given.get('headers'), left);
    const body = this.#body(given.get('body'), headers, notes);
    const method = given.get('method');
    if (left.length > 0) notes.push(`Not part of a postback, left out: ${citedAll(left)}.`);
    notes.push(...variableNotes(this.#unknown));
    return entryOf({
      method: method === undefined ? 'GET' : this.#text(method),
      url,
      headers,
      body,
      notes,
    });
  }

  #headers(value: Known, left: string[]): [string, string][] {
    if (value instanceof Fields) return value.pairs.map(([name, one]) => [name, this.#text(one)]);
    if (Array.isArray(value))
      return value.flatMap((pair): [string, string][] =>
        Array.isArray(pair) ? [[this.#text(pair[0]), this.#text(pair[1])]] : [],
      );
    if (value !== undefined) left.push(`headers: ${this.#text(value)}`);
    return [];
  }

  #body(value: Known, headers: [string, string][], notes: string[]): string | null {
    if (value === undefined || value === null) return null;
    if (value instanceof Fields && value.isQuery) {
      if (!headers.some(([name]) => /^content-type$/i.test(name)))
        headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
      return this.#text(value);
    }
    if (value instanceof Opaque && /^new FormData\b/.test(value.text)) {
      notes.push(
        `A multipart form was left out, which the platform does not send: ${citedAll([value.text])}.`,
      );
      return null;
    }
    return this.#text(value);
  }

  /** A value as text, as JavaScript would write it where that is known. */
  #text(value: Known): string {
    if (value instanceof Opaque) {
      this.#unknown.add(value.text);
      return value.text;
    }
    if (value instanceof Fields)
      return value.isQuery
        ? value.pairs.map(([key, one]) => `${percentEncode(key)}=${percentEncode(this.#text(one))}`).join('&')
        : JSON.stringify(this.#plain(value));
    return Array.isArray(value) ? JSON.stringify(this.#plain(value)) : String(value);
  }

  #plain(value: Known): unknown {
    if (value instanceof Opaque) return this.#text(value);
    if (Array.isArray(value)) return value.map((one) => this.#plain(one));
    if (!(value instanceof Fields)) return value;
    return Object.fromEntries(value.pairs.map(([key, one]) => [key, this.#plain(one)]));
  }

  #value(node: Expression | SpreadElement): Known {
    switch (node.type) {
      case 'Literal':
        return node.value instanceof RegExp || typeof node.value === 'bigint'
          ? this.#opaque(node)
          : node.value;
      case 'TemplateLiteral':
        return node.quasis
          .map(({ value }, index) => {
            const inside = node.expressions[index];
            const known = inside === undefined ? '' : this.#value(inside);
            return (
              (value.cooked ?? '') +
              this.#text(known instanceof Opaque ? new Opaque(`\${${known.text}}`) : known)
            );
          })
          .join('');
      case 'UnaryExpression': {
        const value = this.#value(node.argument);
        return node.operator === '-' && typeof value === 'number' ? -value : this.#opaque(node);
      }
      case 'BinaryExpression':
        return node.operator === '+' && node.left.type !== 'PrivateIdentifier'
          ? this.#text(this.#value(node.left)) + this.#text(this.#value(node.right))
          : this.#opaque(node);
      case 'ParenthesizedExpression':
        return this.#value(node.expression);
      case 'AwaitExpression':
        return this.#value(node.argument);
      case 'Identifier':
        if (node.name === 'undefined') return undefined;
        return this.#set.has(node.name) ? this.#set.get(node.name) : this.#opaque(node);
      case 'ArrayExpression':
        return node.elements.map((one) => (one === null ? null : this.#value(one)));
      case 'ObjectExpression':
        return this.#object(node.properties);
      case 'NewExpression':
        return this.#made(node.callee, node.arguments, node);
      case 'CallExpression':
        return this.#called(node.callee, node.arguments, node);
      default:
        return this.#opaque(node);
    }
  }

  #object(properties: readonly (Property | SpreadElement)[]): Fields {
    const fields = new Fields();
    for (const property of properties) {
      if (property.type === 'SpreadElement') {
        const value = this.#value(property.argument);
        if (value instanceof Fields) fields.pairs.push(...value.pairs);
        else this.#unknown.add(this.#textOf(property));
        continue;
      }
      const { key, value, computed } = property;
      const name =
        !computed && key.type === 'Identifier' ? key.name : this.#text(this.#value(key as Expression));
      fields.pairs.push([name, this.#value(value)]);
    }
    return fields;
  }

  #made(callee: Node, given: readonly (Expression | SpreadElement)[], node: Node): Known {
    const name = this.#textOf(callee);
    const [first] = given;
    if (name === 'Headers' || name === 'URLSearchParams') {
      const value = first === undefined ? new Fields() : this.#value(first);
      if (typeof value === 'string') return value;
      const fields = new Fields(name === 'URLSearchParams');
      if (value instanceof Fields) fields.pairs.push(...value.pairs);
      else if (Array.isArray(value))
        for (const pair of value) if (Array.isArray(pair)) fields.pairs.push([this.#text(pair[0]), pair[1]]);
      return fields;
    }
    return name === 'URL' && first !== undefined && given.length === 1
      ? this.#value(first)
      : this.#opaque(node);
  }

  #called(callee: Node, given: readonly (Expression | SpreadElement)[], node: Node): Known {
    const name = this.#textOf(callee);
    const [first] = given;
    if (name === 'JSON.stringify' && first !== undefined) {
      const indent = given[2] === undefined ? undefined : this.#value(given[2]);
      return JSON.stringify(
        this.#plain(this.#value(first)),
        null,
        typeof indent === 'number' || typeof indent === 'string' ? indent : undefined,
      );
    }
    if (name === 'encodeURIComponent' && first !== undefined) {
      const value = this.#value(first);
      return value instanceof Opaque ? this.#opaque(node) : percentEncode(this.#text(value));
    }
    if (name === 'String' && first !== undefined) return this.#text(this.#value(first));
    const member = callee as Expression;
    if (member.type === 'MemberExpression' && name.endsWith('.toString') && member.object.type !== 'Super')
      return this.#text(this.#value(member.object));
    return this.#opaque(node);
  }

  #opaque(node: Node): Opaque {
    return new Opaque(this.#textOf(node));
  }

  #textOf({ start, end }: Node): string {
    return this.#source.slice(start, end);
  }
}
