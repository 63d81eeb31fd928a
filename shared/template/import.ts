import { headerOf } from '../http/headers.ts';
import { type PostbackKind, placeholdersFor } from '../placeholders/placeholder-registry.ts';
import { percentEncode } from './encode.ts';
import { type FoundRequest, methodOf, refuse } from './found-request.ts';
import { type Guess, guessName } from './guess.ts';
import { placeholderNames } from './parse.ts';
import { type Body, type BodyFormat, CONTENT_TYPES } from './postback.ts';
import { type Put, putIntoBody, putIntoUrl } from './put-placeholders.ts';
import { fromCurl, isCurl } from './read-curl.ts';

/** A template that would produce a request, with the guesses and omissions. */
export interface ImportedTemplate {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: Body | undefined;
  guesses: Guess[];
  /** Every value of query, headers and body that a placeholder can stand for, in order. */
  values: ImportedValue[];
  /** What could not be imported, in sentences. */
  notes: string[];
}

/** A value of a request, and what stands for it in the template. */
export interface ImportedValue {
  key: string;
  value: string;
  /** The placeholder; null where the value is sent unchanged. */
  name: string | null;
}

/** What the user says of values, by key: a placeholder, or null for one that is always the same. */
export type ImportChoices = Readonly<Record<string, string | null>>;

/** Headers of one transmission, which do not belong to a postback. */
const NOT_TAKEN =
  /^(?:host|(?:proxy-)?connection|content-(?:length|encoding|type)|accept|accept-encoding|accept-language|user-agent|cookie|origin|referer|cache-control|pragma|transfer-encoding|expect|te|trailer|upgrade|upgrade-insecure-requests|keep-alive|date|dnt|priority|range|via|forwarded|x-forwarded-.*|x-real-ip|if-.*|sec-.*|:.*)$/i;

/** A host with a port, or with a dot and a path or query, without spaces. */
const WITHOUT_SCHEME =
  /^(?:localhost(?::\d+)?|[\w-]+(?:\.[\w-]+)*:\d+|[\w-]+(?:\.[\w-]+)+(?=[/?])|\[[\da-f:]+\](?::\d+)?)(?:[/?#]\S*)?$/i;

/**
 * Reads a request from what was pasted: a URL, a cURL command, or an entry of a HAR file. Throws PB_ARGUMENT_INVALID
 * for anything else.
 */
export function readRequest(text: string): { request: FoundRequest; notes: string[] } {
  const trimmed = text.trim();
  if (trimmed === '') refuse('There is nothing to read.', 'Paste a URL, a cURL command or a HAR entry.');
  if (isCurl(trimmed)) return fromCurl(trimmed);
  if (/^[{[]/.test(trimmed) && !WITHOUT_SCHEME.test(trimmed)) return fromHar(trimmed);
  const [first = '', ...more] = trimmed.split(/\r?\n/);
  // As copied from texts: in quotes, in angle brackets, after its method.
  const address = first
    .replace(/^(?:GET|POST)\s+(\S+)(?:\s+HTTP\/[\d.]+)?$/, '$1')
    .replace(/^(["'<`])(.*)[>"'`]$/, '$2')
    .trim();
  const isWhole = /^(?:https?:\/\/|\/)/i.test(address);
  if (isWhole || WITHOUT_SCHEME.test(address)) {
    const notes = more.some((line) => line.trim() !== '') ? ['Only the first line was read.'] : [];
    if (!isWhole) notes.push('http:// was added to the address, which has no scheme.');
    const method = first.startsWith('POST ') ? 'POST' : 'GET';
    const url = isWhole ? address : `http://${address}`;
    return { request: { method, url, headers: [], body: null }, notes };
  }
  refuse(
    'This is not a URL, a cURL command or a HAR entry.',
    'Paste an address that starts with http, a command that starts with curl, or the JSON of a HAR entry.',
  );
}

/** A request that the local receiver captured. */
export interface CapturedRequest {
  /** Empty if it was not HTTP. */
  method: string;
  /** The request target as received. */
  target: string;
  headers: readonly (readonly [string, string])[];
  /** The bytes that were kept. */
  body: Uint8Array;
  /** Bytes of the body that arrived; more than were kept if it was cut. */
  bodyLength: number;
}

/**
 * The request of a capture; its path leads to the local receiver again. Throws PB_ARGUMENT_INVALID without a path or URL.
 * A body that is not text is left out, with a note.
 */
export function requestOfCapture({ method, target, headers, body, bodyLength }: CapturedRequest): {
  request: FoundRequest;
  notes: string[];
} {
  if (!/^(?:https?:\/\/|\/)/i.test(target))
    refuse('This capture is not a request that can be sent.', 'Select one that has a method and a path.');
  const notes: string[] = [];
  const cut = body.length < bodyLength;
  const text = capturedText(headers, body, cut, notes);
  if (text !== null && cut)
    notes.push(`Only the first ${body.length} of the body’s ${bodyLength} bytes are taken.`);
  return {
    request: {
      method: methodOf(method, notes),
      url: target,
      headers: headers.map(([name, value]) => [name, value]),
      body: text,
    },
    notes,
  };
}

function capturedText(
  headers: CapturedRequest['headers'],
  body: Uint8Array,
  cut: boolean,
  notes: string[],
): string | null {
  if (body.length === 0) return null;
  const header = (name: string) => headerOf(headers, name) ?? '';
  const why = /^multipart\//i.test(header('content-type'))
    ? 'it is a multipart form'
    : !/^(?:identity)?$/i.test(header('content-encoding').trim())
      ? 'it is compressed'
      : undefined;
  try {
    // The body may be cut inside a character.
    if (why === undefined) return new TextDecoder('utf-8', { fatal: !cut }).decode(body);
  } catch {
    // Reported below, as for the others.
  }
  notes.push(`The body was left out: ${why ?? 'it is not text'}, which the platform does not send.`);
  return null;
}

interface HarRequest {
  method?: unknown;
  url?: unknown;
  headers?: unknown;
  postData?: { text?: unknown; params?: unknown; encoding?: unknown } | undefined;
}

function fromHar(text: string): { request: FoundRequest; notes: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse(
      `This is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Paste a whole HAR entry, or the whole file.',
    );
  }
  const notes: string[] = [];
  const found = harRequest(value, notes);
  if (found === undefined || typeof found.url !== 'string')
    refuse(
      'There is no request in this JSON.',
      'Paste a HAR entry: it has "request" with "method" and "url".',
    );
  if (!/^https?:\/\//i.test(found.url))
    refuse(
      'The request of this entry does not go to a web address.',
      'Paste the entry of a request to http:// or https://.',
    );
  const headers = Array.isArray(found.headers) ? found.headers : [];
  return {
    request: {
      method: methodOf(typeof found.method === 'string' ? found.method : 'GET', notes),
      url: found.url,
      headers: headers.flatMap((header: unknown): [string, string][] => {
        const { name, value: content } = (header ?? {}) as { name?: unknown; value?: unknown };
        return typeof name === 'string' ? [[name, typeof content === 'string' ? content : '']] : [];
      }),
      body: harBody(found.postData, notes),
    },
    notes,
  };
}

/** The body of a HAR request: its text, or else its parameters as a form. */
function harBody(data: HarRequest['postData'], notes: string[]): string | null {
  if (data === undefined || data === null) return null;
  if (typeof data.text === 'string' && data.text !== '') {
    if (data.encoding !== 'base64') return data.text;
    notes.push('The body was left out: it is base64, so it is not text.');
    return null;
  }
  if (!Array.isArray(data.params)) return null;
  const params = data.params.map((param: unknown) => (param ?? {}) as Record<string, unknown>);
  if (params.some(({ fileName }) => fileName !== undefined)) {
    notes.push('The body was left out: it is a multipart form, which the platform does not send.');
    return null;
  }
  const text = (value: unknown) => percentEncode(typeof value === 'string' ? value : '');
  return params.map(({ name, value }) => `${text(name)}=${text(value)}`).join('&');
}

/** The request of an entry, of the first entry of a log, or a request on its own. */
function harRequest(value: unknown, notes: string[]): HarRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const one = value as { log?: { entries?: unknown }; request?: unknown; url?: unknown };
  const entries = Array.isArray(value) ? (value as unknown[]) : one.log?.entries;
  if (Array.isArray(entries)) {
    if (entries.length > 1) notes.push(`Only the first of ${entries.length} entries was read.`);
    return Array.isArray(entries[0]) ? undefined : harRequest(entries[0], notes);
  }
  if (typeof one.request === 'object' && one.request !== null) return one.request as HarRequest;
  return 'url' in one ? (value as HarRequest) : undefined;
}

/**
 * A template that would produce a request: values that look like those of a placeholder are replaced and marked as
 * guesses; existing placeholders stay. What the user selected for a key wins over a guess.
 */
export function templateOf(
  { request, notes }: { request: FoundRequest; notes: readonly string[] },
  kind: PostbackKind = 'action',
  choices: ImportChoices = {},
): ImportedTemplate {
  const left = [...notes];
  const type = headerOf(request.headers, 'content-type') ?? '';
  const format = request.body === null || request.body === '' ? undefined : formatOf(request.body, type);
  const decoded = (text: string) => withBraces(text, kind, left);
  const address = decoded(request.url);
  const content = format === 'form' ? decoded(request.body ?? '') : (request.body ?? '');
  const own = ownHeaders(request.headers, left);
  const made = (put: Put) => ({
    url: putIntoUrl(address, put),
    headers: own.map(([name, value]): [string, string] => [
      name,
      put(name.replace(/^x-/i, ''), value) ?? value,
    ]),
    template: format === undefined ? '' : putIntoBody(content, format, put),
  });
  const guessing = new Guessing(kind, choices);
  // Keys with the name of a placeholder come first, wherever they are: "pay" must not take it from "payout".
  made(guessing.reserve);
  const { url, headers, template } = made(guessing.put);
  const asSent = format === undefined ? undefined : otherType(type, format);
  return {
    method: request.method,
    url,
    headers: Object.fromEntries(asSent === undefined ? headers : [...headers, ['Content-Type', asSent]]),
    body: format === undefined ? undefined : { format, template, escape: 'by-place' },
    guesses: guessing.guesses,
    values: guessing.imported,
    notes: [...left, ...guessing.notes],
  };
}

/** Decides which values become which placeholders: two different values must not become the same one. */
class Guessing {
  readonly guesses: Guess[] = [];
  readonly notes: string[] = [];
  readonly imported: ImportedValue[] = [];
  readonly #kind: PostbackKind;
  readonly #choices: ImportChoices;
  readonly #values = new Map<string, string>();

  constructor(kind: PostbackKind, choices: ImportChoices) {
    this.#kind = kind;
    this.#choices = choices;
    // What was chosen is not guessed for another key.
    for (const name of Object.values(choices)) if (name !== null) this.#values.set(name, CHOSEN);
  }

  /** Reserves a placeholder for the key with its name; replaces nothing. */
  reserve: Put = (key, value) => {
    if (placeholderNames(value).length > 0) return undefined;
    if (Object.hasOwn(this.#choices, key)) return undefined;
    const guess = guessName(key, value, this.#kind);
    if (guess?.exact === true && value !== '' && !this.#values.has(guess.name))
      this.#values.set(guess.name, value);
    return undefined;
  };

  put: Put = (key, value) => {
    const placeholder = this.#placeholderFor(key, value);
    const written = placeholder === undefined ? placeholderNames(value) : [];
    const [own = null] = written.length === 1 && value === `{${written[0]}}` ? written : [];
    this.imported.push({ key, value, name: placeholder?.slice(1, -1) ?? own });
    return placeholder;
  };

  #placeholderFor(key: string, value: string): string | undefined {
    const choice = Object.hasOwn(this.#choices, key) ? this.#choices[key] : undefined;
    if (choice !== undefined) return choice === null ? undefined : `{${choice}}`;
    if (placeholderNames(value).length > 0) return undefined;
    const name = guessName(key, value, this.#kind)?.name;
    if (name === undefined) return undefined;
    const there = this.#values.get(name);
    if (there !== undefined && there !== value) {
      if (value !== '' && there !== CHOSEN && this.notes.length < MOST_NOTES)
        this.notes.push(
          `${key}=${shortened(value)} is sent unchanged in every postback: {${name}} is already used for ${shortened(there)}.`,
        );
      return undefined;
    }
    this.#values.set(name, value);
    this.guesses.push({ key, value, name });
    return `{${name}}`;
  }
}

/** Stands for the value of a placeholder that the user chose a key for; no value is this. */
const CHOSEN = '\u0000';
const MOST_NOTES = 20;
const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Restores the braces of placeholders that a browser or a form encoded. */
function withBraces(text: string, kind: PostbackKind, notes: string[]): string {
  const names = new Set([...placeholdersFor(kind).keys()].map((name) => name.toLowerCase()));
  const decoded = text.replace(/%7B([A-Za-z][A-Za-z0-9_]*)%7D/gi, (whole, name: string) =>
    names.has(name.toLowerCase()) ? `{${name}}` : whole,
  );
  const note = 'Encoded braces around placeholder names were decoded.';
  if (decoded !== text && !notes.includes(note)) notes.push(note);
  return decoded;
}

/** The headers that belong to a postback, each once. */
function ownHeaders(given: FoundRequest['headers'], notes: string[]): [string, string][] {
  const own = new Map<string, [string, string]>();
  for (const [name, value] of given) {
    if (NOT_TAKEN.test(name)) continue;
    if (own.has(name.toLowerCase()))
      notes.push(
        `Of several headers named ${name} only the first was used: a postback has each header once.`,
      );
    else own.set(name.toLowerCase(), [name, value]);
  }
  return [...own.values()];
}

/** The Content-Type of a request, if it differs from what the platform sends for the format. */
function otherType(type: string, format: BodyFormat): string | undefined {
  const plain = type.replace(/;\s*charset\s*=\s*"?utf-?8"?\s*$/i, '').trim();
  return plain === '' || plain.toLowerCase() === CONTENT_TYPES[format] || /^multipart\//i.test(plain)
    ? undefined
    : type.trim();
}

function formatOf(text: string, type: string): BodyFormat {
  if (/json/i.test(type)) return 'json';
  if (/xml/i.test(type)) return 'xml';
  if (/form-urlencoded/i.test(type)) return 'form';
  const first = text.trimStart()[0];
  return first === '{' || first === '[' ? 'json' : first === '<' ? 'xml' : 'form';
}
