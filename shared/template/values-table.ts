import type { Values } from '../domain/values.ts';
import {
  type CompiledPostback,
  type RenderedRequest,
  type RenderSettings,
  renderPostback,
} from './postback.ts';
import { parseQuery, resolveUrl, splitTarget } from './url.ts';

/** One key of a request with its decoded value. */
export interface Field {
  place: 'path' | 'query' | 'header' | 'body';
  key: string;
  value: string;
}

/** The fields of a body, or why it cannot be read. */
export type BodyReader = (body: string) => { key: string; value: string }[] | { problem: string };

export interface ValuesCell {
  /** Decoded; null when the key is not in this request. */
  value: string | null;
  /** Differs from the state before. */
  changed: boolean;
}

export interface ValuesRow {
  place: Field['place'];
  key: string;
  cells: ValuesCell[];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function flatten(value: Json, path: string, out: { key: string; value: string }[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flatten(item, `${path}[${index}]`, out);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, out);
  } else {
    out.push({ key: path === '' ? 'body' : path, value: String(value) });
  }
}

/** Keeps a number as it was written: 120.00 must not become 120. */
function asWritten(_key: string, value: Json, context?: { source?: string }): Json {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

/** The leaves of a JSON text by their path, as in `items[0].sku`. */
export const readJson: BodyReader = (body) => {
  const out: { key: string; value: string }[] = [];
  try {
    flatten(JSON.parse(body, asWritten) as Json, '', out);
    return out;
  } catch (error) {
    return { problem: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
};

const readForm: BodyReader = (body) => parseQuery(body).map(({ key, value }) => ({ key, value }));

function bodyFields(request: RenderedRequest, format: 'json' | 'xml' | 'form', readXml: BodyReader): Field[] {
  if (request.body === null || request.body.trim() === '') return [];
  const reader = format === 'json' ? readJson : format === 'xml' ? readXml : readForm;
  const fields = reader(request.body);
  if ('problem' in fields) return [{ place: 'body', key: 'body', value: fields.problem }];
  return fields.map((field) => ({ place: 'body', ...field }));
}

/** A key that comes again gets a number, so that no value hides another. */
function numbered(fields: Field[]): Field[] {
  const seen = new Map<string, number>();
  return fields.map((field) => {
    const id = `${field.place} ${field.key}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? field : { ...field, key: `${field.key} (${count})` };
  });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What a receiver reads from a postback: query, its own headers, and the body, decoded. */
export function fieldsOf(
  compiled: CompiledPostback,
  values: Values,
  settings: RenderSettings,
  readXml: BodyReader,
): Field[] {
  const request = renderPostback(compiled, values, settings);
  const resolved = resolveUrl(request.url, '');
  // One that cannot be sent still shows what is in it.
  const { path, query } = splitTarget(
    resolved.ok ? resolved.url.target : (request.url.split('#', 1)[0] ?? ''),
  );
  const own = request.headers.slice(request.headers.length - compiled.headers.length);
  const pathHasPlaceholder = splitTarget(compiled.postback.url).path.includes('{');
  return numbered([
    ...(pathHasPlaceholder ? [{ place: 'path' as const, key: 'path', value: decodePath(path) }] : []),
    ...parseQuery(query).map(({ key, value }) => ({ place: 'query' as const, key, value })),
    ...own.map(([key, value]) => ({ place: 'header' as const, key, value })),
    ...bodyFields(request, compiled.postback.body?.format ?? 'json', readXml),
  ]);
}

/** One row for each key that any of the states has, one cell for each state, in order of appearance. */
export function valuesTable(states: readonly (readonly Field[])[]): ValuesRow[] {
  const rows = new Map<string, ValuesRow>();
  states.forEach((fields, column) => {
    for (const { place, key, value } of fields) {
      const id = `${place} ${key}`;
      const row = rows.get(id) ?? {
        place,
        key,
        cells: states.map((): ValuesCell => ({ value: null, changed: false })),
      };
      rows.set(id, row);
      row.cells[column] = { value, changed: false };
    }
  });
  for (const { cells } of rows.values()) {
    cells.forEach((cell, column) => {
      const before = cells[column - 1];
      cell.changed = before !== undefined && before.value !== cell.value;
    });
  }
  return [...rows.values()];
}
