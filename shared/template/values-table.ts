import { headerOf } from '../http/headers.ts';
import type { Values } from '../placeholders/placeholder-values.ts';
import { BODY_READERS } from './body-readers.ts';
import type { Field } from './field.ts';
import { type BodyFormat, type CompiledPostback, type RenderSettings, renderPostback } from './postback.ts';
import { parseQuery, resolveUrl, splitTarget } from './url.ts';

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

function bodyFields(body: string | null, format: BodyFormat): Field[] {
  if (body === null || body.trim() === '') return [];
  const fields = BODY_READERS[format](body);
  if ('problem' in fields) return [{ place: 'body', key: 'body', value: fields.problem, problem: true }];
  return fields.map((field) => ({ place: 'body', ...field }));
}

/** A key that comes again gets a number, so that no value hides another. */
function numbered(fields: Field[]): Field[] {
  const seen = new Map<string, number>();
  return fields.map((field) => {
    const id = `${field.place} ${field.key}`;
    let count = (seen.get(id) ?? 0) + 1;
    // A key may be written like a numbered one: "a (2)".
    while (count > 1 && seen.has(`${id} (${count})`)) count += 1;
    seen.set(id, count);
    if (count === 1) return field;
    seen.set(`${id} (${count})`, 1);
    return { ...field, key: `${field.key} (${count})` };
  });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A request as a receiver has it. */
export interface ReceivedRequest {
  /** Path and query of the request line. */
  target: string;
  headers: readonly (readonly [string, string])[];
  body: string | null;
}

/**
 * What a receiver reads from a request that a postback makes: the path where the template has a placeholder in it,
 * the query, the postback's own headers, and the body, decoded.
 */
export function readFields(
  { postback }: CompiledPostback,
  { target, headers, body }: ReceivedRequest,
): Field[] {
  const { path, query } = splitTarget(target);
  const pathHasPlaceholder = splitTarget(postback.url).path.includes('{');
  const own = Object.keys(postback.headers).flatMap((name): Field[] => {
    const value = headerOf(headers, name);
    return value === undefined ? [] : [{ place: 'header', key: name, value }];
  });
  return numbered([
    ...(pathHasPlaceholder ? [{ place: 'path' as const, key: 'path', value: decodePath(path) }] : []),
    ...parseQuery(query).map(({ key, value }) => ({ place: 'query' as const, key, value })),
    ...own,
    ...bodyFields(body, postback.body?.format ?? 'json'),
  ]);
}

/** What a receiver reads from a postback with these values. */
export function fieldsOf(compiled: CompiledPostback, values: Values, settings: RenderSettings): Field[] {
  const request = renderPostback(compiled, values, settings);
  const resolved = resolveUrl(request.url, '');
  // One that cannot be sent still shows what is in it.
  const target = resolved.ok ? resolved.url.target : (request.url.split('#', 1)[0] ?? '');
  return readFields(compiled, { target, headers: request.headers, body: request.body });
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

/** One state as lines of "key: value", for pasting into a message; a key that is not there is left out. */
export function columnAsText(rows: readonly ValuesRow[], column: number): string {
  return inColumn(rows, column)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n');
}

/** One state as a JSON object of texts; the same key in another place has that place before it. */
export function columnAsJson(rows: readonly ValuesRow[], column: number): string {
  return JSON.stringify(Object.fromEntries(inColumn(rows, column)), null, 2);
}

function inColumn(rows: readonly ValuesRow[], column: number): [string, string][] {
  const places = new Map<string, number>();
  for (const { key } of rows) places.set(key, (places.get(key) ?? 0) + 1);
  return rows.flatMap(({ place, key, cells }): [string, string][] => {
    const value = cells[column]?.value ?? null;
    if (value === null) return [];
    return [[places.get(key) === 1 ? key : `${place} ${key}`, value]];
  });
}
