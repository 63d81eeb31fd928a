import { headerOf } from '../../http/headers.ts';
import { entryOf, type FoundEntry, NO_HOST, refuse } from './found-request.ts';

const REQUEST_LINE = /^([A-Z]+)[ \t]+(\S+)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*$/;
const HEADER = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/;

/** As much of a text as is looked at to tell what it is. */
const HEAD_CHARACTERS = 64 * 1024;

/** Whether a text starts with a request line and headers, or with a line that says HTTP itself. */
export function isRawHttp(text: string): boolean {
  const [first = '', second = ''] = requestLines(text.slice(0, HEAD_CHARACTERS));
  if (!REQUEST_LINE.test(first)) return false;
  return /\sHTTP\/[\d.]+\s*$/.test(first) || HEADER.test(second);
}

const isAside = (line: string) => /^(?:#|\/\/|@\w+\s*=)/.test(line);

function requestLines(text: string): string[] {
  const lines = text.trimStart().split(/\r\n|\n/);
  const first = lines.findIndex((line) => line.trim() !== '' && !isAside(line));
  return first === -1 ? [] : lines.slice(first);
}

/**
 * Requests as they go over the wire, with either line end, one or several between lines of `###` (as .http files have
 * them). The parser of Node is not used: it wants exact line ends and lengths, which what is copied has lost.
 */
export function readRawHttp(text: string): FoundEntry[] {
  const parts: string[] = [];
  for (const part of text.split(/^(?=###)/m)) {
    const own = part.replace(/^###.*/, '');
    const [first] = requestLines(own.slice(0, HEAD_CHARACTERS));
    if (first === undefined && own.trim() === '') continue;
    // A heading of Markdown in a body separates nothing.
    if (parts.length > 0 && !REQUEST_LINE.test(first ?? '')) parts.push(parts.pop()! + part);
    else parts.push(own);
  }
  return parts.map(readOne);
}

function readOne(text: string): FoundEntry {
  const lines = requestLines(text);
  const [first = '', ...rest] = lines;
  const [, method, target] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || target === undefined)
    refuse(
      `This is not a request line: ${first.slice(0, 60)}`,
      'Start with a line such as “POST /pb HTTP/1.1”.',
    );
  const notes: string[] = [];
  const headers: [string, string][] = [];
  const end = rest.findIndex((line) => line.trim() === '');
  const head = end === -1 ? rest : rest.slice(0, end);
  for (const line of head) {
    const header = HEADER.exec(line);
    if (header !== null) headers.push([header[1]!, header[2]!]);
    // A folded header goes on with a blank; .http files continue a query this way.
    else if (/^[ \t]/.test(line) && headers.length > 0) headers.at(-1)![1] += ` ${line.trim()}`;
    else if (!isAside(line)) notes.push(`A line is not a header and was left out: ${line.slice(0, 60)}`);
  }
  // The line ends of the body stay what they are.
  const given = end === -1 ? '' : (/\r?\n[ \t]*\r?\n([\s\S]*)$/.exec(text.trimStart())?.[1] ?? '');
  return entryOf({
    method,
    url: addressOf(target, headers, notes),
    headers,
    body: bodyOf(given, headers, notes),
    notes,
  });
}

function addressOf(target: string, headers: [string, string][], notes: string[]): string {
  if (/^https?:\/\//i.test(target)) return target;
  if (!target.startsWith('/')) return target;
  const host = headerOf(headers, 'host') ?? headerOf(headers, ':authority');
  if (host === undefined || host === '') {
    notes.push(NO_HOST);
    return target;
  }
  const proxied = headerOf(headers, 'x-forwarded-proto')?.toLowerCase();
  const scheme = proxied === 'https' || host.endsWith(':443') ? 'https' : 'http';
  notes.push(`${scheme}:// was assumed: a request does not say its scheme.`);
  return `${scheme}://${host}${target}`;
}

function bodyOf(given: string, headers: [string, string][], notes: string[]): string | null {
  if (given === '') return null;
  if (/\bchunked\b/i.test(headerOf(headers, 'transfer-encoding') ?? '')) return unchunked(given, notes);
  const length = headerOf(headers, 'content-length')?.trim() ?? '';
  const bytes = new TextEncoder().encode(given);
  // A line end after the body is the editor's, unless the length counts it.
  const bare = given.replace(/\r?\n$/, '');
  if (!/^\d+$/.test(length)) return bare;
  const declared = Number(length);
  if (declared === bytes.length) return given;
  if (new TextEncoder().encode(bare).length === declared) return bare;
  notes.push(`Content-Length says ${declared} bytes, the body has ${bytes.length}; all of it was taken.`);
  return given;
}

/** The chunks of a body, joined; sizes count bytes. */
function unchunked(given: string, notes: string[]): string {
  const bytes = new TextEncoder().encode(given);
  const decoder = new TextDecoder();
  const pieces: number[] = [];
  let at = 0;
  for (;;) {
    const line = /^([\da-f]+)[^\n]*(?:\n|$)/i.exec(decoder.decode(bytes.subarray(at, at + 200)));
    const size = line === null ? Number.NaN : Number.parseInt(line[1]!, 16);
    if (line === null || at + line[0].length + size > bytes.length) {
      notes.push('The chunks of the body do not add up; it was taken as it stands.');
      return given;
    }
    at += line[0].length;
    if (size === 0) break;
    for (const byte of bytes.subarray(at, at + size)) pieces.push(byte);
    at += size;
    if (bytes[at] === 13) at += 1;
    if (bytes[at] === 10) at += 1;
  }
  return decoder.decode(Uint8Array.from(pieces));
}
