/** Where a value is written; each place has its own escaping. */
export const ENCODING_PLACES = [
  'url',
  'json',
  'xml',
  'xml-cdata',
  'xml-comment',
  'form',
  'header',
  'raw',
] as const;
export type EncodingPlace = (typeof ENCODING_PLACES)[number];

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;

/**
 * Percent-encoding of UTF-8. A space is %20 and a plus %2B, so a receiver that reads "+" as a space still gets the offset
 * of a date right (seen live: "+03:00" arrived intact). A lone surrogate becomes U+FFFD.
 */
export function percentEncode(value: string): string {
  if (UNRESERVED.test(value)) return value;
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const JSON_SPECIAL = /["\\\u0000-\u001f\u2028\u2029\ud800-\udfff]/;

/** The inside of a JSON string, without its quotes. */
export function escapeJson(value: string): string {
  return JSON_SPECIAL.test(value) ? JSON.stringify(value.toWellFormed()).slice(1, -1) : value;
}

const XML_ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  ']': '&#93;',
};
/** What XML 1.0 cannot contain in any form: most controls, U+FFFE and U+FFFF. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function xmlCharacters(value: string): string {
  return value.toWellFormed().replace(NOT_XML, '\ufffd');
}

/**
 * For text and attribute values. Line ends and tabs become references, since parsers normalize them. So does a "]" at the
 * end, since a ">" may follow in the template and text must not contain "]]>".
 */
export function escapeXml(value: string): string {
  return xmlCharacters(value)
    .replace(/[&<>"']|\]$/g, (char) => XML_ENTITIES[char]!)
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A section ends at "]]>": neither a value, nor adjacent values, nor a value and its surroundings may produce one. */
function inSection(value: string): string {
  const within = value.replaceAll(']]>', ']]]]><![CDATA[>');
  return (/^\]?>/.test(within) ? ']]><![CDATA[' : '') + within + (within.endsWith(']') ? ']]><![CDATA[' : '');
}

/** Header values are Latin-1 without controls on the wire; everything else is percent-encoded. */
export function encodeHeader(value: string): string {
  return value.toWellFormed().replace(/[^\x20-\x7e\xa0-\xff]/gu, (char) => encodeURIComponent(char));
}

export function encodeFor(place: EncodingPlace, value: string): string {
  switch (place) {
    case 'url':
    case 'form':
      return percentEncode(value);
    case 'json':
      return escapeJson(value);
    case 'xml':
      return escapeXml(value);
    case 'xml-cdata':
      return inSection(xmlCharacters(value));
    case 'xml-comment':
      // "--" would end the comment early, and "-" before its end is not well-formed either.
      return xmlCharacters(value).replaceAll('-', '\u2010');
    case 'header':
      return encodeHeader(value);
    case 'raw':
      return value;
  }
}
