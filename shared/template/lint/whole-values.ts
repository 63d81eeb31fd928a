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

/** A string with what may follow it: a colon makes it a key. */
const STRINGS = /"((?:[^"\\\n]|\\.)*)"(\s{0,100}:)?/g;

function ofJson(text: string): Bounds[] {
  return [...jsonPlaces(text).standIn.matchAll(STRINGS)].flatMap((match): Bounds[] =>
    match[2] === undefined
      ? [{ start: match.index + 1, end: match.index + 1 + match[1]!.length, decode: fromJsonString }]
      : [],
  );
}

function fromJsonString(written: string): string | undefined {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return undefined;
  }
}

/** Sections, and tags with their attributes, and the text between; what a document type holds is none of them. */
const PIECES =
  /<!\[CDATA\[([^\]]*(?:\](?!\]>)[^\]]*)*)\]\]>|<[!?][^>]*>|<((?:"[^"]*"|'[^']*'|[^"'<>])*)>|[^<]+/g;

function ofXml(text: string): Bounds[] {
  return [...text.matchAll(PIECES)].flatMap((match): Bounds[] => {
    const [whole, section, tag] = match;
    if (section !== undefined)
      return trimmed(section, match.index + '<![CDATA['.length, (written) => written);
    if (tag !== undefined) {
      return [...tag.matchAll(/=\s{0,100}(?:"([^"]*)"|'([^']*)')/g)].map((attribute) => {
        const end = match.index + 1 + attribute.index + attribute[0].length - 1;
        const value = attribute[1] ?? attribute[2] ?? '';
        return { start: end - value.length, end, decode: fromXmlText };
      });
    }
    return whole.startsWith('<') ? [] : trimmed(whole, match.index, fromXmlText);
  });
}

function trimmed(written: string, at: number, decode: Bounds['decode']): Bounds[] {
  const inner = written.trim();
  const start = at + (written.length - written.trimStart().length);
  return inner === '' ? [] : [{ start, end: start + inner.length, decode }];
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
  return trimmed(text.slice(scheme), scheme, (written) => written);
}
