import { percentEncode } from '../encode.ts';
import { cited, citedAll, entryOf, type FoundEntry, refuse, withQuery } from './found-request.ts';
import { type OptionTable, readOptions } from './options.ts';
import type { ToolCommand } from './tool-command.ts';

/** Options of HTTPie and xh with a value (their manuals). */
const WITH_VALUE = `raw auth auth-type bearer session session-read-only output print pretty style format-options proxy
  timeout max-redirects max-headers verify cert cert-key cert-key-pass ssl ciphers default-scheme boundary
  response-charset response-mime chunk-size resolve interface http-version`;
const FLAGS = `json form multipart verbose quiet headers body meta all stream download continue follow check-status
  offline ignore-stdin ignore-netrc path-as-is chunked compress traceback debug sorted unsorted https curl no-session`;
const OPTIONS: OptionTable = {
  short: { j: 'json', f: 'form', a: 'auth', A: 'auth-type' },
  shortWithValue: new Set('aAopsP'),
  withValue: new Set(WITH_VALUE.split(/\s+/)),
  flags: new Set(FLAGS.split(/\s+/)),
};

/** name, separator, value; the first separator counts, the longest of those that start there. */
const ITEM = /^((?:\\[\s\S]|[^\\:=@;])*)(:=@|:=|:@|==@|==|=@|=|:|;|@)([\s\S]*)$/;

/** The request of an HTTPie or xh command. */
export function readHttpie({ tool, words, stdin, notes: given }: ToolCommand): FoundEntry[] {
  const notes = [...given];
  const left: string[] = [];
  const unknown: string[] = [];
  const items: string[] = [];
  let raw: string | null = null;
  let isForm = false;
  let isMultipart = false;
  const headers: [string, string][] = [];
  let scheme = tool === 'https' || tool === 'xhs' ? 'https' : 'http';
  readOptions(words, OPTIONS, {
    argument: (word) => items.push(word),
    unknown: (written) => unknown.push(written),
    option: (name, value, written) => {
      if (name === 'form') isForm = true;
      else if (name === 'multipart') isMultipart = true;
      else if (name === 'raw') raw = value;
      else if (name === 'https') scheme = 'https';
      else if (name === 'default-scheme') scheme = value;
      else if (name === 'bearer') headers.push(['Authorization', `Bearer ${value}`]);
      else if (name === 'auth' || name === 'auth-type')
        notes.push(`The user name and password (--${name}) were left out: the platform does not send any.`);
      else if (name !== 'json') left.push(written);
    },
  });
  const [first = ''] = items;
  const method = /^[A-Za-z]+$/.test(first) && items.length > 1 ? items.shift()!.toUpperCase() : undefined;
  let url = addressOf(items.shift() ?? '', scheme);
  const body: Fields = { json: {}, form: [] };
  let hasData = false;
  for (const item of items) {
    const [, name = '', separator = '', value = ''] = ITEM.exec(item) ?? [];
    const key = name.replace(/\\([\s\S])/g, '$1');
    if (separator === '==') url = withQuery(url, `${percentEncode(key)}=${percentEncode(value)}`);
    else if (separator === ':' && value !== '') headers.push([key, value.trim()]);
    else if (separator === ';') headers.push([key, '']);
    else if (separator === '=' || separator === ':=') {
      hasData = true;
      addField(body, { key, value, isJson: separator === ':=' }, notes);
    } else left.push(item);
  }
  if (isMultipart) {
    notes.push(`A multipart form was left out, which the platform does not send: ${citedAll(items)}.`);
    hasData = false;
  }
  if (left.length > 0) notes.push(`Not part of a postback, left out: ${citedAll(left)}.`);
  if (unknown.length > 0) notes.push(`Options that are not known were left out: ${citedAll(unknown)}.`);
  const named = headers.some(([name]) => /^content-type$/i.test(name));
  if (hasData && !named)
    headers.push(['Content-Type', isForm ? 'application/x-www-form-urlencoded' : 'application/json']);
  const fields = isForm
    ? body.form.map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`).join('&')
    : JSON.stringify(body.json);
  const [text = null, ...unused] = [hasData ? fields : null, raw, stdin].filter((one) => one !== null);
  if (unused.length > 0) notes.push(`Of several bodies the first was used. Left out: ${citedAll(unused)}.`);
  const sent = method ?? (text !== null || isMultipart ? 'POST' : 'GET');
  return [entryOf({ method: sent, url, headers, body: text, notes })];
}

interface Fields {
  json: Record<string, unknown>;
  form: [string, string][];
}

function addField(
  { json, form }: Fields,
  { key, value, isJson }: { key: string; value: string; isJson: boolean },
  notes: string[],
): void {
  form.push([key, value]);
  const path = /^[^[\]]+|\[[^\]]*\]/g;
  let content: unknown = value;
  if (isJson) {
    try {
      content = JSON.parse(value);
    } catch {
      notes.push(`The value of ${key} is not JSON; it was taken as text.`);
    }
  }
  const keys = (key.match(path) ?? [key]).map((part) => part.replace(/^\[|\]$/g, ''));
  // `a[b]=c` nests, as HTTPie 3 does; `a[]=c` adds to a list.
  let here: Record<string, unknown> | unknown[] = json;
  for (const [index, name] of keys.entries()) {
    const isLast = index === keys.length - 1;
    const inList = /^\d*$/.test(keys[index + 1] ?? 'x');
    const given = Array.isArray(here)
      ? here[Number(name)]
      : Object.hasOwn(here, name)
        ? here[name]
        : undefined;
    const held = typeof given === 'object' && given !== null ? given : inList ? [] : {};
    if (isLast && given !== undefined)
      notes.push(
        `${cited(JSON.stringify(given))} was left out of the JSON: a later value of ${key} replaces it.`,
      );
    const next = isLast ? content : held;
    if (Array.isArray(here)) here[name === '' ? here.length : Number(name)] = next;
    // A key named __proto__ is a key like any other.
    else
      Object.defineProperty(here, name, {
        value: next,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    here = held as Record<string, unknown>;
  }
}

/** `:3000/x` and `:/x` are on localhost; a host without a scheme gets the command's. */
function addressOf(given: string, scheme: string): string {
  if (given === '') refuse('The command has no URL.', 'Paste the whole command.');
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(given)) return given;
  const local = /^:(\d*)(\/[\s\S]*)?$/.exec(given);
  if (local !== null)
    return `${scheme}://localhost${local[1] === '' ? '' : `:${local[1]}`}${local[2] ?? '/'}`;
  return `${scheme}://${given.replace(/^\/\//, '')}`;
}
