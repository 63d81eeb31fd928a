import { statusText } from './status-text.ts';

/** Most bytes of header names and values that are read of a response. */
export const HEADERS_LIMIT = 16 * 1024;

/** What is known about a response that could not be read to its end. */
export interface BrokenResponse {
  /** "HPE" for a fault that the HTTP parser (llhttp) found, else the code of client or system; empty when the connection was closed. */
  code: string;
  /** What the parser says, for faults that are not named here. */
  message: string;
  /** The response as it came, one character a byte: at least its first 16 KiB. */
  start: string;
  /** The bytes from the fault on, as far as the parser says. */
  atFault: string;
  /** Whether its head was read without a fault. */
  headRead: boolean;
  /** Bytes of the body that were read. */
  bodyLength: number;
  /** Statuses of informational responses before it, in order. */
  informational: readonly number[];
}

/** Longest quote of what a receiver sent, in characters. */
const QUOTED = 60;

const STATUS_LINE = /^HTTP\/1\.[01] \d{3}(?: [^\r\n]*)?$/;
const HEADER_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*$/;

/** Quoted on one line, with control characters visible; a long text is cut. */
function quote(text: string): string {
  const shown = JSON.stringify(text.slice(0, QUOTED)).replace(
    /[\x7f-\x9f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > QUOTED ? `${shown.slice(0, -1)}…"` : shown;
}

interface Head {
  lines: string[];
  /** Whether the blank line that ends it has come. */
  isWhole: boolean;
}

function headOf(start: string): Head {
  const text = start.replace(/^[\r\n]+/, '');
  const end = /\r?\n\r?\n/.exec(text);
  return { lines: text.slice(0, end?.index).split(/\r?\n/), isWhole: end !== null };
}

function valuesOf(lines: readonly string[], name: string): string[] {
  const prefix = `${name}:`;
  return lines
    .slice(1)
    .filter((line) => line.slice(0, prefix.length).toLowerCase() === prefix)
    .map((line) => line.slice(prefix.length).trim());
}

/** What is wrong with the status line; undefined if nothing is. */
function statusLineFault(line: string): string | undefined {
  if (STATUS_LINE.test(line)) return undefined;
  const version = /^HTTP\/(\d+(?:\.\d+)?) \d{3}/.exec(line)?.[1];
  if (version !== undefined)
    return `The status line names HTTP/${version}; only HTTP/1.1 and HTTP/1.0 are read.`;
  return `The response begins with ${quote(line)}, which is not a status line such as "HTTP/1.1 200 OK".`;
}

/** What is wrong with how the head says where the body ends; undefined if nothing is. */
function framingFault(lines: readonly string[]): string | undefined {
  const lengths = valuesOf(lines, 'content-length');
  const codings = valuesOf(lines, 'transfer-encoding');
  const [length] = lengths;
  if (length !== undefined && codings.length > 0)
    return `The response has both Transfer-Encoding (${quote(codings.join(', '))}) and Content-Length (${quote(length)}), so where its body ends is ambiguous.`;
  if (new Set(lengths).size > 1)
    return `The response has different Content-Length headers: ${lengths.map(quote).join(' and ')}.`;
  if (lengths.length > 1)
    return `The response has ${lengths.length} Content-Length headers; only 1 is allowed.`;
  if (length !== undefined && !/^\d+$/.test(length))
    return `Content-Length is ${quote(length)}, which is not a whole number.`;
  if (length !== undefined && !Number.isSafeInteger(Number(length)))
    return `Content-Length is ${quote(length)}, which is larger than any body can be.`;
  return undefined;
}

/** The first header line that is none; undefined if there is none. */
function headerFault({ lines, isWhole }: Head): string | undefined {
  // The last line may be cut off.
  const complete = isWhole ? lines.slice(1) : lines.slice(1, -1);
  const at = complete.findIndex((line) => !HEADER_LINE.test(line));
  if (at === -1) return undefined;
  return `Line ${at + 2} of the response's head is ${quote(complete[at]!)}, which is not a header.`;
}

const RESET = new Set(['ECONNRESET', 'EPIPE']);

/** How the connection ended, where it ended too early. */
function endFault({ code, start, bodyLength, informational }: BrokenResponse): string {
  const head = headOf(start);
  const ended = RESET.has(code) ? 'The connection was reset' : 'The connection was closed';
  if (start === '') {
    const after = informational.length === 0 ? '' : ` after ${informationalText(informational)}`;
    return `${ended}${after} without a response.`;
  }
  if (!head.isWhole) return `${ended} inside the response's head, after ${quote(head.lines.at(-1) ?? '')}.`;
  const [length] = valuesOf(head.lines, 'content-length');
  if (length !== undefined)
    return `${ended} after ${bodyLength} of the ${length} bytes that Content-Length announces.`;
  return `${ended} before the last chunk of the body.`;
}

/** "100 Continue, then 103 Early Hints"; of many, the last three. */
export function informationalText(statuses: readonly number[]): string {
  const names = statuses.slice(-3).map((status) => `${status} ${statusText(status)}`.trimEnd());
  return `${statuses.length > 3 ? `${statuses.length - 3} informational responses, ` : ''}${names.join(', then ')}`;
}

/**
 * Why a response could not be read, as a sentence with the place: from its head where that shows it, since parsers only
 * say that something does not match.
 */
export function responseFault(response: BrokenResponse): string {
  const isUpgraded = response.informational.includes(101);
  const after = isUpgraded ? ' It followed 101 Switching Protocols, which no request asked for.' : '';
  return `${faultOf(response)}${after}`;
}

function faultOf(response: BrokenResponse): string {
  const { code, message, start, atFault, headRead } = response;
  if (code === '' || RESET.has(code)) return endFault(response);
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return `The response's headers are larger than ${HEADERS_LIMIT / 1024} KiB (${HEADERS_LIMIT} bytes), the most that is read.`;
  if (code === 'PB_INFORMATIONAL_OVERFLOW') return message;
  if (!headRead) {
    const head = headOf(start);
    const inHead = statusLineFault(head.lines[0] ?? '') ?? framingFault(head.lines) ?? headerFault(head);
    if (inHead !== undefined) return inHead;
  }
  if (headRead && code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return endFault(response);
  if (message.endsWith('in chunk size'))
    return `A chunk of the body begins with ${quote(atFault.split(/\r?\n/)[0] ?? '')} where its size in hexadecimal digits is expected.`;
  if (message.endsWith('after chunk data')) return 'A chunk of the body does not end where its size says.';
  return `The response is not valid HTTP/1.1: ${message || code}.`;
}
