import { parseTemplate } from '../parse.ts';
import { decodeQueryText, splitTarget } from '../url.ts';
import type { LintText } from './finding.ts';
import { jsonPlaces } from './json-places.ts';
import { sentParameters } from './parameters.ts';

/** One value as a receiver reads it, with where it stands in the template. */
export interface WholeValue {
  start: number;
  end: number;
  /** Decoded for its place, with a letter or digit of the same kind for each placeholder's characters. */
  decoded: string;
  /** Names of the placeholders in it, in order. */
  placeholders: string[];
}

/** Longer values are passed over: they are documents, and this runs while somebody types. */
const LONGEST = 20_000;

/**
 * The values of a template: of a URL its path segments and parameters, of a form its parameters, of JSON its strings,
 * of XML its texts and attributes, of a header its text without the scheme of an Authorization. Broken texts give what
 * can be told apart.
 */
export function wholeValues(text: LintText): WholeValue[] {
  const bounds = boundsOf(text);
  const segments = parseTemplate(text.text).filter(({ type }) => type === 'placeholder');
  let next = 0;
  return bounds.flatMap(({ start, end, decode }) => {
    while (next < segments.length && segments[next]!.end <= start) next += 1;
    if (end - start > LONGEST) return [];
    let written = '';
    let from = start;
    const placeholders: string[] = [];
    for (let at = next; at < segments.length && segments[at]!.start < end; at += 1) {
      const segment = segments[at]!;
      if (segment.type === 'placeholder') placeholders.push(segment.name);
      written += text.text.slice(from, segment.start) + '1'.repeat(segment.end - segment.start);
      from = segment.end;
    }
    written += text.text.slice(from, end);
    const decoded = decode(written);
    return decoded === undefined ? [] : [{ start, end, decoded, placeholders }];
  });
}

/** Where values stand, in order and without overlaps, and how each is decoded. */
interface Bounds {
  start: number;
  end: number;
  decode: (written: string) => string | undefined;
}

function boundsOf(text: LintText): Bounds[] {
  switch (text.format) {
    case 'url':
      return ofUrl(text.text);
    case 'form':
      return ofParameters(text.text, 0, text.text.length);
    case 'json':
      return ofJson(text.text);
    case 'xml':
      return ofXml(text.text);
    case 'header':
      return ofHeader(text.text);
  }
}

function ofUrl(url: string): Bounds[] {
  const origin = /^\s*(?:https?:\/\/[^/?#\\]*)?/i.exec(url)![0].length;
  const fragment = url.indexOf('#', origin);
  const end = fragment === -1 ? url.length : fragment;
  const { path } = splitTarget(url.slice(origin, end));
  const segments = [...path.matchAll(/[^/]+/g)].map(
    (match): Bounds => ({
      start: origin + match.index,
      end: origin + match.index + match[0].length,
      decode: (written) => decodeQueryText(written.trim().replaceAll('+', '%2B')),
    }),
  );
  const query = origin + path.length;
  return query < end ? [...segments, ...ofParameters(url, query + 1, end)] : segments;
}

function ofParameters(text: string, from: number, to: number): Bounds[] {
  return sentParameters(text, from, to).flatMap(({ equals, end }): Bounds[] =>
    equals === -1 || equals + 1 >= end ? [] : [{ start: equals + 1, end, decode: decodeQueryText }],
  );
}

/** The strings that are no keys. One pass without a pattern: unclosed strings must not be searched for again and again. */
function ofJson(text: string): Bounds[] {
  const { standIn } = jsonPlaces(text);
  const found: Bounds[] = [];
  for (let quote = standIn.indexOf('"'); quote !== -1; ) {
    const end = endOfString(standIn, quote + 1);
    const isClosed = standIn[end] === '"';
    if (isClosed && !COLON.test(standIn.slice(end + 1, end + 102)))
      found.push({ start: quote + 1, end, decode: fromJsonString });
    quote = standIn.indexOf('"', isClosed ? end + 1 : end);
  }
  return found;
}

/** What makes the string before it a key. */
const COLON = /^\s{0,100}:/;

/** Where a JSON string ends: at its quote, at the end of its line, or with the text. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n')
    at += text[at] === '\\' && text[at + 1] !== '\n' ? 2 : 1;
  return Math.min(at, text.length);
}

function fromJsonString(written: string): string | undefined {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return undefined;
  }
}

/** What is skipped whole, and what holds text as it is. */
const MARKED = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<!', '>'],
  ['<?', '>'],
] as const;

/** Texts, sections and attributes in one pass; what a comment or a document type holds is none of them. */
function ofXml(text: string): Bounds[] {
  const found: Bounds[] = [];
  let at = 0;
  const keep = (one: Bounds | undefined) => {
    if (one !== undefined) found.push(one);
  };
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open !== at) {
      const end = open === -1 ? text.length : open;
      keep(trimmed(text.slice(at, end), at, fromXmlText));
      at = end;
      continue;
    }
    const marks = MARKED.find(([start]) => text.startsWith(start, open));
    if (marks === undefined) {
      at = endOfTag(text, open + 1, keep);
      continue;
    }
    const [start, close] = marks;
    const end = text.indexOf(close, open + start.length);
    // What is never closed reaches to the end.
    if (end === -1) break;
    if (start === '<![CDATA[')
      keep(trimmed(text.slice(open + start.length, end), open + start.length, (written) => written));
    at = end + close.length;
  }
  return found;
}

/** Reads a tag's attributes; a "<" ends a tag that was not closed. */
function endOfTag(text: string, from: number, keep: (attribute: Bounds) => void): number {
  let isValue = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '<') return at;
    if (char === '>') return at + 1;
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      if (end === -1) return text.length;
      if (isValue) keep({ start: at + 1, end, decode: fromXmlText });
      at = end;
      isValue = false;
    } else if (!/\s/.test(char)) {
      isValue = char === '=';
    }
  }
  return text.length;
}

function trimmed(written: string, at: number, decode: Bounds['decode']): Bounds | undefined {
  const inner = written.trim();
  const start = at + (written.length - written.trimStart().length);
  return inner === '' ? undefined : { start, end: start + inner.length, decode };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function fromXmlText(written: string): string {
  return written.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (entity, name, decimal, hex) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? entity;
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
    },
  );
}

function ofHeader(text: string): Bounds[] {
  const scheme = /^\s*(?:(?:Bearer|Basic|Token|ApiKey|Key)\s+)?/i.exec(text)![0].length;
  const value = trimmed(text.slice(scheme), scheme, (written) => written);
  return value === undefined ? [] : [value];
}
