import { type ParseError, parseTree } from 'jsonc-parser';
import type { BodyReader, Field } from './field.ts';
import type { BodyFormat } from './postback.ts';
import { parseQuery } from './url.ts';
import { readXml } from './xml-fields.ts';

type Json = null | boolean | number | string | Bare | Json[] | { [key: string]: Json };

function flatten(value: Json, path: string, out: Omit<Field, 'place'>[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flatten(item, `${path}[${index}]`, out);
  } else if (value !== null && typeof value === 'object' && !(value instanceof Bare)) {
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, out);
  } else if (value instanceof Bare || typeof value !== 'string') {
    out.push({ key: path === '' ? 'body' : path, value: String(value), bare: true });
  } else {
    out.push({ key: path === '' ? 'body' : path, value });
  }
}

/** A number as it was written: 120.00 must not become 120. */
class Bare {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

function asWritten(_key: string, value: Json, context?: { source?: string }): Json {
  return typeof value === 'number' ? new Bare(context?.source ?? String(value)) : value;
}

/** The leaves of a JSON text by their path, as in `items[0].sku`. */
const readJson: BodyReader = (body) => {
  const out: Omit<Field, 'place'>[] = [];
  try {
    flatten(JSON.parse(body, asWritten) as Json, '', out);
    return out;
  } catch {
    return { problem: `not valid JSON${whereBroken(body)}` };
  }
};

/** Where a text stops being JSON: ": line 3, at PENDING"; empty where it cannot be told. What engines say of it differs from one to the next. */
function whereBroken(text: string): string {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  if (errors[0] === undefined) return '';
  const offset = Math.min(errors[0].offset, text.length);
  const line = text.slice(0, offset).split('\n').length;
  const near = /^[^\n]{0,24}/.exec(text.slice(offset))?.[0].trim() ?? '';
  return `: line ${line}, at ${near === '' ? 'its end' : near}`;
}

const readForm: BodyReader = (body) => parseQuery(body).map(({ key, value }) => ({ key, value }));

/** The fields of a body, by its format. */
export const BODY_READERS: Record<BodyFormat, BodyReader> = { json: readJson, xml: readXml, form: readForm };
