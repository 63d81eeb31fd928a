import type { PostbackKind } from '../placeholders/catalogue.ts';
import { percentEncode } from './encode.ts';
import { type FoundRequest, methodOf, refuse } from './found-request.ts';
import { type Guess, guessName } from './guess.ts';
import { placeholderNames } from './parse.ts';
import type { Body, BodyFormat } from './postback.ts';
import { fromCurl, isCurl } from './read-curl.ts';
import { parseQuery } from './url.ts';

/** The template that would produce a request, with what was guessed and what was left out. */
export interface ImportedTemplate {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: Body | undefined;
  guesses: Guess[];
  /** What could not be taken over: sentences. */
  notes: string[];
}

/** Headers that say how one request was sent, not what a postback is. */
const NOT_TAKEN =
  /^(?:host|connection|content-length|accept|accept-encoding|accept-language|user-agent|cookie|origin|referer|cache-control|pragma|transfer-encoding|expect|te|trailer|upgrade|keep-alive|sec-.*|:.*|content-type)$/i;

/** A host with a port, or with a dot and a path or query, and no blank in it. */
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
  // As it is copied out of texts: in quotes, in angle brackets, behind its method.
  const address = first
    .replace(/^(?:GET|POST)\s+(\S+)(?:\s+HTTP\/[\d.]+)?$/, '$1')
    .replace(/^(["'<`])(.*)[>"'`]$/, '$2')
    .trim();
  const isWhole = /^(?:https?:\/\/|\/)/i.test(address);
  if (isWhole || WITHOUT_SCHEME.test(address)) {
    const notes = more.some((line) => line.trim() !== '') ? ['Only the first line was read.'] : [];
    if (!isWhole) notes.push('http:// was put before the address, which names no scheme.');
    const method = first.startsWith('POST ') ? 'POST' : 'GET';
    const url = isWhole ? address : `http://${address}`;
    return { request: { method, url, headers: [], body: null }, notes };
  }
  refuse(
    'This is neither a URL, a cURL command nor a HAR entry.',
    'Paste an address that begins with http, a command that begins with curl, or the JSON of a HAR entry.',
  );
}

/** A request that the local receiver took in. */
export interface CapturedRequest {
  /** Empty for what was not HTTP. */
  method: string;
  /** The request target as received. */
  target: string;
  headers: readonly (readonly [string, string])[];
  /** The bytes that were kept. */
  body: Uint8Array;
  /** Bytes of the body that arrived; more than were kept where it was cut. */
  bodyLength: number;
}

/**
 * The request of a capture; its path goes to the local receiver again. Throws PB_ARGUMENT_INVALID for what names no
 * path and no URL. A body that is no text is left out, and a note says so.
 */
export function requestOfCapture({ method, target, headers, body, bodyLength }: CapturedRequest): {
  request: FoundRequest;
  notes: string[];
} {
  if (!/^(?:https?:\/\/|\/)/i.test(target))
    refuse('This capture is no request that could be sent.', 'Choose one that has a method and a path.');
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
  const header = (name: string) => headers.find(([given]) => given.toLowerCase() === name)?.[1] ?? '';
  const why = /^multipart\//i.test(header('content-type'))
    ? 'it is a multipart form'
    : !/^(?:identity)?$/i.test(header('content-encoding').trim())
      ? 'it is compressed'
      : undefined;
  try {
    // A cut may go through a character.
    if (why === undefined) return new TextDecoder('utf-8', { fatal: !cut }).decode(body);
  } catch {
    // Said below, as for the others.
  }
  notes.push(`The body was left out: ${why ?? 'it is no text'}, and the platform sends none like it.`);
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
      `This is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
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
      'The request of this entry goes to no web address.',
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

/** The body of a HAR request: its text, else its parameters as a form. */
function harBody(data: HarRequest['postData'], notes: string[]): string | null {
  if (data === undefined || data === null) return null;
  if (typeof data.text === 'string' && data.text !== '') {
    if (data.encoding !== 'base64') return data.text;
    notes.push('The body was left out: it is in base64, as what is no text is.');
    return null;
  }
  if (!Array.isArray(data.params)) return null;
  const params = data.params.map((param: unknown) => (param ?? {}) as Record<string, unknown>);
  if (params.some(({ fileName }) => fileName !== undefined)) {
    notes.push('The body was left out: it is a multipart form, and the platform sends none.');
    return null;
  }
  const text = (value: unknown) => percentEncode(typeof value === 'string' ? value : '');
  return params.map(({ name, value }) => `${text(name)}=${text(value)}`).join('&');
}

/** The request of an entry, of the first entry of a log, or one by itself. */
function harRequest(value: unknown, notes: string[]): HarRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const one = value as { log?: { entries?: unknown }; request?: unknown; url?: unknown };
  const entries = Array.isArray(value) ? (value as unknown[]) : one.log?.entries;
  if (Array.isArray(entries)) {
    if (entries.length > 1) notes.push(`Only the first of ${entries.length} entries was read.`);
    return harRequest(entries[0], notes);
  }
  if (typeof one.request === 'object' && one.request !== null) return one.request as HarRequest;
  return 'url' in one ? (value as HarRequest) : undefined;
}

/**
 * The template that would produce a request: each value that looks like one of a placeholder becomes it, and is
 * marked as a guess; placeholders that are there already stay.
 */
export function templateOf(
  { request, notes }: { request: FoundRequest; notes: readonly string[] },
  kind: PostbackKind = 'action',
): ImportedTemplate {
  const guesses: Guess[] = [];
  const values = new Map<string, string>();
  const put = (key: string, value: string): string | undefined => {
    if (placeholderNames(value).length > 0) return undefined;
    const name = guessName(key, value, kind);
    // One placeholder for two values would make them one.
    if (name === undefined || (values.has(name) && values.get(name) !== value)) return undefined;
    values.set(name, value);
    guesses.push({ key, value, name });
    return `{${name}}`;
  };
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const url = withQuery(request.url, put);
  const left = [...notes];
  const headers: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, value] of request.headers) {
    if (NOT_TAKEN.test(name)) continue;
    if (seen.has(name.toLowerCase())) {
      left.push(`Of several headers ${name} only the first was taken: a postback has each once.`);
      continue;
    }
    seen.add(name.toLowerCase());
    headers[name] = put(name.replace(/^x-/i, ''), value) ?? value;
  }
  const body = request.body === null || request.body === '' ? undefined : bodyOf(request.body, type, put);
  return { method: request.method, url, headers, body, guesses, notes: left };
}

type Put = (key: string, value: string) => string | undefined;

function withQuery(url: string, put: Put): string {
  const hash = url.indexOf('#');
  const end = hash === -1 ? url.length : hash;
  const start = url.indexOf('?');
  if (start === -1 || start > end) return url;
  return url.slice(0, start + 1) + formTemplate(url.slice(start + 1, end), put) + url.slice(end);
}

/** The pairs of a query or form with their values replaced; all else stays as it was written. */
function formTemplate(text: string, put: Put): string {
  const pairs = text.split('&');
  return parseQuery(text)
    .map(({ rawKey, rawValue, key, value }, index) => {
      const pair = pairs[index] ?? '';
      if (!pair.includes('=')) return pair;
      return `${rawKey}=${put(key, value) ?? rawValue}`;
    })
    .join('&');
}

function bodyOf(text: string, type: string, put: Put): Body {
  const format = formatOf(text, type);
  const template =
    format === 'json'
      ? jsonTemplate(text, put)
      : format === 'xml'
        ? xmlTemplate(text, put)
        : formTemplate(text, put);
  return { format, template, escape: 'by-place' };
}

function formatOf(text: string, type: string): BodyFormat {
  if (/json/i.test(type)) return 'json';
  if (/xml/i.test(type)) return 'xml';
  if (/form-urlencoded/i.test(type)) return 'form';
  const first = text.trimStart()[0];
  return first === '{' || first === '[' ? 'json' : first === '<' ? 'xml' : 'form';
}

/** Values of a JSON text by their keys; numbers become texts in quotes, since the platform sends text. */
function jsonTemplate(text: string, put: Put): string {
  return text.replace(
    /"((?:[^"\\]|\\.)*)"(\s*:\s*)("((?:[^"\\]|\\.)*)"|-?\d+(?:\.\d+)?(?=\s*[,}\]]))/g,
    (pair, key: string, colon: string, value: string, inner: string | undefined) => {
      const placeholder = put(key, inner ?? value);
      return placeholder === undefined ? pair : `"${key}"${colon}"${placeholder}"`;
    },
  );
}

/** Texts of elements and values of attributes by their names. */
function xmlTemplate(text: string, put: Put): string {
  const elements = text.replace(
    /<([A-Za-z_][\w.:-]*)((?:\s[^<>]*)?)>([^<>]*)<\/\1>/g,
    (whole, name: string, attributes: string, value: string) => {
      const placeholder = put(name, value.trim());
      return placeholder === undefined || value.trim() === ''
        ? whole
        : `<${name}${attributes}>${placeholder}</${name}>`;
    },
  );
  return elements.replace(
    /(\s)([A-Za-z_][\w.:-]*)=(["'])([^"'<>]*)\3/g,
    (whole, blank: string, name: string, quote: string, value: string) => {
      const placeholder = value === '' ? undefined : put(name, value);
      return placeholder === undefined ? whole : `${blank}${name}=${quote}${placeholder}${quote}`;
    },
  );
}
