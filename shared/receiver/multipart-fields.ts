/** A part of a multipart/form-data body. */
export interface MultipartField {
  key: string;
  /** Its content; of a file, the name of the file. */
  value: string;
}

/** More parts than any form has: the rest is not read. */
const MOST_PARTS = 1_000;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A parameter of a header, in quotes or without. Browsers leave a backslash as it is; others put one before a quote. */
function parameterOf(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"(.*?)"(?=\\s*(?:;|$))|([^;\\s]*))`, 'i').exec(header);
  return match === null ? undefined : (match[1]?.replaceAll('\\"', '"') ?? match[2]);
}

/** As browsers write what would end a name. */
const unescaped = (name: string) =>
  name.replace(/%(22|0D|0A)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A part of a multipart/form-data body. */
export interface MultipartPart {
  name: string;
  /** Undefined for a value. */
  filename: string | undefined;
  /** Its Content-Type; '' if it has none. */
  type: string;
  /** Where its content is in the body. */
  from: number;
  to: number;
}

/**
 * The parts of a multipart/form-data body (RFC 7578), by the boundary of its Content-Type; undefined for a body of another
 * type, or one that has no such boundary. A body that breaks off has the parts that are whole.
 * @param read makes text of the headers of a part, where the characters of `body` are bytes
 */
export function multipartParts(
  contentType: string,
  body: string,
  read: (text: string) => string = (text) => text,
): MultipartPart[] | undefined {
  if (!/^\s*multipart\/form-data\b/i.test(contentType)) return undefined;
  const boundary = parameterOf(contentType, 'boundary');
  if (boundary === undefined || boundary === '' || boundary.length > 70) return undefined;
  const line = new RegExp(`(?:^|\\r?\\n)--${escaped(boundary)}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g');
  const parts: MultipartPart[] = [];
  let from: number | undefined;
  for (const match of body.matchAll(line)) {
    const part = from === undefined ? undefined : partOf(body, from, match.index, read);
    if (part !== undefined) parts.push(part);
    if (match[1] !== undefined || parts.length === MOST_PARTS) break;
    from = match.index + match[0].length;
  }
  return parts;
}

/** The fields of such a body as text. */
export function multipartFields(contentType: string, body: string): MultipartField[] | undefined {
  return multipartParts(contentType, body)?.map(({ name, filename, from, to }) => ({
    key: name,
    value: filename ?? body.slice(from, to),
  }));
}

/** A part, from the line break behind its boundary on. */
function partOf(
  body: string,
  from: number,
  to: number,
  read: (text: string) => string,
): MultipartPart | undefined {
  const part = body.slice(from, to);
  const blank = /\r?\n\r?\n/.exec(part);
  if (blank === null) return undefined;
  const headers = read(part.slice(0, blank.index)).split(/\r?\n/);
  const disposition = headers.find((header) => /^content-disposition\s*:/i.test(header)) ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return undefined;
  const file = parameterOf(disposition, 'filename');
  const type = headers.find((header) => /^content-type\s*:/i.test(header)) ?? '';
  return {
    name: unescaped(name),
    filename: file === undefined ? undefined : unescaped(file),
    type: type.slice(type.indexOf(':') + 1).trim(),
    from: from + blank.index + blank[0].length,
    to,
  };
}
