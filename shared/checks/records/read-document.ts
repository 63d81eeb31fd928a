import { readXml } from '../../template/xml-fields.ts';
import type { DocumentRow, DocumentValue } from './record.ts';

/** Leaves of one row at most, so that a document of megabytes costs no more than it is worth. */
const MOST_LEAVES = 2_000;
/** Rows at most; the first and last ones are kept. */
const MOST_ROWS = 5_000;

export type ReadDocument = { rows: DocumentRow[] } | { none: true } | { problem: string };

/**
 * Reads what a probe brought back: JSON, XML, a form, or lines of key=value, whichever it is; the content type only
 * helps where the text could be several. Empty, `null`, `[]` and `{}` are no record.
 */
export function readDocument(text: string, contentType = ''): ReadDocument {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return { none: true };
  if (/^[[{"]|^(?:null|true|false|-?\d)/.test(trimmed)) {
    const read = readJson(trimmed);
    const isText = 'problem' in read && read.problem === NOT_JSON;
    if (!isText || /json/i.test(contentType)) return read;
  }
  if (trimmed.startsWith('<')) return readXmlRows(trimmed);
  return readPairs(trimmed);
}

const NOT_JSON = 'it begins like JSON but is not valid JSON';

/** JSON's numbers keep their text: 12.00 stays 12.00, and a long id all its digits. */
function readJson(text: string): ReadDocument {
  let value: unknown;
  try {
    value = JSON.parse(text, ((_key, parsed: unknown, ...context: { source?: string }[]) =>
      typeof parsed === 'number' ? new JsonNumber(context[0]?.source ?? String(parsed)) : parsed) as (
      this: unknown,
      key: string,
      value: unknown,
    ) => unknown);
  } catch {
    return { problem: NOT_JSON };
  }
  const rows = jsonRows(value);
  if (rows === undefined) return { problem: 'it is a single value, not an object with fields' };
  return rows.length === 0 ? { none: true } : { rows };
}

class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function jsonRows(value: unknown): DocumentRow[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value)) {
    const rows = kept(value).flatMap((one) => (isObject(one) ? [flat(one)] : []));
    return rows.filter(hasValue);
  }
  if (!isObject(value)) return undefined;
  const list = listIn(value);
  if (list !== undefined) return jsonRows(list);
  const keyed = keyedRows(value);
  if (keyed !== undefined) return jsonRows(keyed);
  const row = flat(value);
  return hasValue(row) ? [row] : [];
}

/** The list of rows that an envelope holds: its only list of objects, or its only, empty, list. */
function listIn(value: object): unknown[] | undefined {
  const lists = Object.entries(value).filter(([, one]) => Array.isArray(one) && one.every(isObject));
  const [first] = lists;
  if (first === undefined || lists.length > 1) return undefined;
  const others = Object.entries(value).filter(([name]) => name !== first[0]);
  // Beside the items of an order stand the order's own fields; beside rows, at most a count or a flag.
  const isEnvelope = others.every(([, one]) => !isObject(one)) && others.length <= ENVELOPE_FIELDS;
  return isEnvelope && ROWS_NAME.test(first[0]) ? (first[1] as unknown[]) : undefined;
}

/** What a row is called in an object that has its rows under their IDs. */
const KEY = '(key)';
/** An ID, not the name of a field. */
const ID_KEY = /\d{3}/;

/** The rows of an object that has them under their IDs, itself or as its only field that holds objects. */
function keyedRows(value: object): object[] | undefined {
  const entries = Object.entries(value);
  const isKeyed = entries.length > 0 && entries.every(([key, one]) => ID_KEY.test(key) && isObject(one));
  if (isKeyed) return entries.map(([key, row]) => ({ [KEY]: key, ...(row as object) }));
  const inner = entries.filter(([, one]) => isObject(one));
  const [only] = inner;
  return only !== undefined && inner.length === 1 && ROWS_NAME.test(only[0])
    ? keyedRows(only[1] as object)
    : undefined;
}

const ENVELOPE_FIELDS = 6;
const ROWS_NAME =
  /^(?:rows?|data|results?|records?|entries|list|items|conversions?|actions?|transactions?|orders?|ledger|bookings?|events?|commissions?|payouts?|history)$/i;

function isObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

function flat(value: object): DocumentRow {
  const row = new Map<string, DocumentValue>();
  const walk = (one: unknown, path: string) => {
    if (row.size >= MOST_LEAVES) return;
    if (one instanceof JsonNumber) row.set(path, { text: one.text, type: 'number' });
    else if (one === null || one === undefined) row.set(path, { text: '', type: 'null' });
    else if (typeof one === 'boolean') row.set(path, { text: String(one), type: 'boolean' });
    else if (typeof one === 'string') row.set(path, { text: one, type: 'text' });
    else if (Array.isArray(one)) for (const [index, item] of one.entries()) walk(item, `${path}[${index}]`);
    else for (const [name, child] of Object.entries(one)) walk(child, path === '' ? name : `${path}.${name}`);
  };
  walk(value, '');
  return row;
}

function hasValue(row: DocumentRow): boolean {
  return [...row.values()].some(({ type }) => type !== 'null');
}

function kept(rows: readonly unknown[]): readonly unknown[] {
  return rows.length <= MOST_ROWS ? rows : [...rows.slice(0, 1), ...rows.slice(1 - MOST_ROWS)];
}

/** Elements that repeat under one parent are rows; otherwise the whole document is one. */
function readXmlRows(text: string): ReadDocument {
  if (/^<!doctype html|^<html/i.test(text)) return { problem: 'it is an HTML page, not a record' };
  const fields = readXml(text);
  if ('problem' in fields) return { problem: `it is ${fields.problem}` };
  const rows = new Map<string, Map<string, DocumentValue>>();
  const repeated = new Set(
    fields.flatMap(({ key }) => {
      const match = /^([^/@]+\/[^/@[]+)\[\d+\]/.exec(key);
      return match === null ? [] : [match[1]!];
    }),
  );
  for (const { key, value } of fields.slice(0, MOST_LEAVES)) {
    const match = /^([^/@]+\/[^/@[]+)(\[\d+\])?(?:[/@](.*))?$/.exec(key);
    const base = match?.[1] ?? '';
    const isRow = match !== null && match[3] !== undefined && repeated.has(base);
    const row = isRow ? `${base}${match[2] ?? ''}` : '';
    const path = isRow ? match[3]! : key.replace(/^[^/@]+[/@]/, '');
    const into = rows.get(row) ?? new Map<string, DocumentValue>();
    rows.set(row, into);
    if (value !== '' || !isRow) into.set(path, { text: value, type: 'text' });
  }
  const named = [...rows].filter(([name]) => name !== '').map(([, row]) => row);
  const found = (named.length > 0 ? named : [...rows.values()]).filter((row) =>
    [...row.values()].some(({ text: one }) => one !== ''),
  );
  return found.length === 0 ? { none: true } : { rows: found };
}

/** A form, or lines of key=value. */
function readPairs(text: string): ReadDocument {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isForm = lines.length === 1 && /^[^\s=&]+=[^&\s]*(?:&[^\s=&]+=[^&\s]*)*$/.test(text);
  const row = new Map<string, DocumentValue>();
  if (isForm) {
    for (const [name, value] of new URLSearchParams(text)) row.set(name, { text: value, type: 'text' });
    return { rows: [row] };
  }
  for (const line of lines) {
    const match = /^\s*([\w.[\]-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) return { problem: 'it is neither JSON, XML, a form nor lines of name=value' };
    const quoted = /^"(.*)"$|^'(.*)'$/.exec(match[2]!);
    row.set(match[1]!, { text: quoted?.[1] ?? quoted?.[2] ?? match[2]!, type: 'text' });
  }
  return { rows: [row] };
}
