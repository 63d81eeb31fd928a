import { createScanner } from 'jsonc-parser';
import type { BodyFormat } from './postback.ts';
import { parseQuery } from './url.ts';

/** The placeholder in braces that is to stand for the value of a key; undefined where the value stays. */
export type Put = (key: string, value: string) => string | undefined;

/** A URL with the values of its query replaced. */
export function putIntoUrl(url: string, put: Put): string {
  const hash = url.indexOf('#');
  const end = hash === -1 ? url.length : hash;
  const start = url.indexOf('?');
  if (start === -1 || start > end) return url;
  return url.slice(0, start + 1) + putIntoForm(url.slice(start + 1, end), put) + url.slice(end);
}

/** A body with its values replaced; all else stays as it was written. */
export function putIntoBody(text: string, format: BodyFormat, put: Put): string {
  if (format === 'json') return putIntoJson(text, put);
  return format === 'xml' ? putIntoXml(text, put) : putIntoForm(text, put);
}

/** The pairs of a query or form with their values replaced; all else stays as it was written. */
function putIntoForm(text: string, put: Put): string {
  const pairs = text.split('&');
  return parseQuery(text)
    .map(({ rawKey, rawValue, key, value }, index) => {
      const pair = pairs[index] ?? '';
      if (!pair.includes('=')) return pair;
      return `${rawKey}=${put(key, value) ?? rawValue}`;
    })
    .join('&');
}

/** Values of a JSON text by their keys; numbers become texts in quotes, since the platform sends text. */
function putIntoJson(text: string, put: Put): string {
  const scanner = createScanner(text, true);
  const parts: string[] = [];
  let from = 0;
  // A text, and whether a colon stands behind it: a key.
  let key: { name: string; isKey: boolean } | undefined;
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (end === start) break;
    const first = text[start]!;
    if (key?.isKey === true && /["\d-]/.test(first)) {
      const placeholder = put(key.name, scanner.getTokenValue());
      if (placeholder !== undefined) {
        parts.push(text.slice(from, start), `"${placeholder}"`);
        from = end;
      }
      key = undefined;
    } else if (first === '"') key = { name: scanner.getTokenValue(), isKey: false };
    else key = first === ':' && key !== undefined ? { ...key, isKey: true } : undefined;
  }
  return parts.join('') + text.slice(from);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A text or value of XML as it is read. */
function xmlText(written: string): string {
  return written.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[String(name)] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** What is no tag and holds none, and elements with nothing but a text or a section in them. */
const ELEMENTS =
  /<!--[\s\S]*?(?:-->|$)|<([A-Za-z_][\w.:-]*)((?:\s[^<>]*)?)>(?:([^<>]*)|<!\[CDATA\[([^<>\]]*)\]\]>)<\/\1>|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)/g;
const TAGS = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[A-Za-z_][^<>]*>/g;

/** Texts of elements and values of attributes by their names. */
function putIntoXml(text: string, put: Put): string {
  const elements = text.replace(
    ELEMENTS,
    (whole, name: string | undefined, attributes: string, plain: string | undefined, section: string) => {
      if (name === undefined) return whole;
      const value = plain === undefined ? section : xmlText(plain);
      const placeholder = value.trim() === '' ? undefined : put(name, value.trim());
      if (placeholder === undefined) return whole;
      const inside = plain === undefined ? `<![CDATA[${placeholder}]]>` : placeholder;
      return `<${name}${attributes}>${inside}</${name}>`;
    },
  );
  return elements.replace(TAGS, (tag) =>
    tag.startsWith('<!')
      ? tag
      : tag.replace(
          /(\s)([A-Za-z_][\w.:-]*)=(["'])([^"'<>]*)\3/g,
          (whole, blank: string, name: string, quote: string, value: string) => {
            const placeholder = value === '' ? undefined : put(name, xmlText(value));
            return placeholder === undefined ? whole : `${blank}${name}=${quote}${placeholder}${quote}`;
          },
        ),
  );
}
