import { parse as shellWords } from 'shell-quote';
import { PostbenchError } from '../errors.ts';
import type { PostbackKind } from '../placeholders/catalogue.ts';
import { type Guess, guessName } from './guess.ts';
import { placeholderNames } from './parse.ts';
import type { Body, BodyFormat } from './postback.ts';
import { parseQuery } from './url.ts';

/** A request as it was found: in a URL, a cURL command, a HAR file, or a capture. */
export interface FoundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: [string, string][];
  body: string | null;
}

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

function refuse(message: string, remedy: string): never {
  throw new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
}

/**
 * Reads a request from what was pasted: a URL, a cURL command, or an entry of a HAR file. Throws PB_ARGUMENT_INVALID
 * for anything else.
 */
export function readRequest(text: string): { request: FoundRequest; notes: string[] } {
  const trimmed = text.trim();
  if (trimmed === '') refuse('There is nothing to read.', 'Paste a URL, a cURL command or a HAR entry.');
  if (/^curl(?:\.exe)?\s/.test(trimmed)) return fromCurl(trimmed);
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return fromHar(trimmed);
  if (/^(?:https?:\/\/|\/)/i.test(trimmed)) {
    const [url = '', ...more] = trimmed.split(/\r?\n/);
    const notes = more.some((line) => line.trim() !== '') ? ['Only the first line was read.'] : [];
    return { request: { method: 'GET', url, headers: [], body: null }, notes };
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

/** Options of curl that take a value and change nothing of the request. */
const WITH_VALUE = new Set(
  '-o --output -m --max-time --connect-timeout --retry --retry-delay -x --proxy --cacert --cert --key -w --write-out --resolve --limit-rate -c --cookie-jar'.split(
    ' ',
  ),
);

function fromCurl(text: string): { request: FoundRequest; notes: string[] } {
  const words = shellWords(text.replace(/\\\r?\n/g, ' '), (name) => `$${name}`).flatMap((word) =>
    typeof word === 'string' ? [word] : 'pattern' in word ? [word.pattern] : 'op' in word ? [word.op] : [],
  );
  const notes: string[] = [];
  const headers: [string, string][] = [];
  const data: string[] = [];
  let method: string | undefined;
  let url = '';
  let asQuery = false;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at]!;
    const [option, attached] = attachedValue(word);
    const value = () => {
      if (attached !== undefined) return attached;
      at += 1;
      return words[at] ?? '';
    };
    if (option === '-X' || option === '--request') method = value();
    else if (option === '-H' || option === '--header') headers.push(headerOf(value()));
    else if (option === '-A' || option === '--user-agent') headers.push(['User-Agent', value()]);
    else if (option === '-b' || option === '--cookie') headers.push(['Cookie', value()]);
    else if (option === '--url') url = value();
    else if (option === '-G' || option === '--get') asQuery = true;
    else if (option === '--json') {
      data.push(value());
      headers.push(['Content-Type', 'application/json']);
    } else if (/^(?:-d|--data(?:-raw|-binary|-ascii)?)$/.test(option)) data.push(value());
    else if (option === '--data-urlencode') data.push(urlEncoded(value()));
    else if (option === '-u' || option === '--user') {
      value();
      notes.push('The user name and password were left out: the platform sends none.');
    } else if (option === '-F' || option === '--form') {
      value();
      notes.push('A multipart form was left out: the platform sends none.');
    } else if (WITH_VALUE.has(option)) value();
    else if (!word.startsWith('-') && url === '') url = word;
  }
  if (url === '') refuse('The command names no URL.', 'Paste the whole command.');
  const joined = data.join('&');
  if (asQuery && data.length > 0) url += `${url.includes('?') ? '&' : '?'}${joined}`;
  const body = asQuery || data.length === 0 ? null : joined;
  if (body?.startsWith('@') === true)
    refuse('The body stands in a file that is not in the command.', 'Paste its text as the body instead.');
  const verb = methodOf(method ?? (body === null ? 'GET' : 'POST'), notes);
  return {
    request: { method: verb, url: /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`, headers, body },
    notes,
  };
}

/** `-XPOST` and `--request=POST` hold their value. */
function attachedValue(word: string): [option: string, value: string | undefined] {
  const long = /^(--[a-z-]+)=([\s\S]*)$/.exec(word);
  if (long !== null) return [long[1]!, long[2]!];
  const short = /^(-[XHdAbuF])([\s\S]+)$/.exec(word);
  return short === null ? [word, undefined] : [short[1]!, short[2]!];
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon === -1 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function urlEncoded(pair: string): string {
  const at = pair.indexOf('=');
  if (at === -1) return encodeURIComponent(pair);
  return `${pair.slice(0, at)}${at === 0 ? '' : '='}${encodeURIComponent(pair.slice(at + 1))}`;
}

function methodOf(method: string, notes: string[]): 'GET' | 'POST' {
  const upper = method.toUpperCase();
  if (upper === 'GET' || upper === 'POST') return upper;
  notes.push(`${upper} became POST: the platform sends GET and POST only.`);
  return 'POST';
}

interface HarRequest {
  method?: unknown;
  url?: unknown;
  headers?: unknown;
  postData?: { text?: unknown } | undefined;
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
  const headers = Array.isArray(found.headers) ? found.headers : [];
  return {
    request: {
      method: methodOf(typeof found.method === 'string' ? found.method : 'GET', notes),
      url: found.url,
      headers: headers.flatMap((header: unknown): [string, string][] => {
        const { name, value: content } = (header ?? {}) as { name?: unknown; value?: unknown };
        return typeof name === 'string' ? [[name, typeof content === 'string' ? content : '']] : [];
      }),
      body: typeof found.postData?.text === 'string' ? found.postData.text : null,
    },
    notes,
  };
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
  const put = (key: string, value: string): string | undefined => {
    if (placeholderNames(value).length > 0) return undefined;
    const name = guessName(key, value, kind);
    // One placeholder for two values would make them one.
    if (name === undefined || guesses.some((guess) => guess.name === name && guess.value !== value))
      return undefined;
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
  return parseQuery(text)
    .map(({ rawKey, rawValue, key, value }, index) => {
      const pair = text.split('&')[index] ?? '';
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
