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

/**
 * The fields of a multipart/form-data body (RFC 7578), as text, by the boundary of its Content-Type; undefined for a body
 * of another type, or one that has no such boundary. A body that breaks off has the parts that are whole.
 */
export function multipartFields(contentType: string, body: string): MultipartField[] | undefined {
  if (!/^\s*multipart\/form-data\b/i.test(contentType)) return undefined;
  const boundary = parameterOf(contentType, 'boundary');
  if (boundary === undefined || boundary === '' || boundary.length > 70) return undefined;
  const line = new RegExp(`(?:^|\\r?\\n)--${escaped(boundary)}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g');
  const fields: MultipartField[] = [];
  let from: number | undefined;
  for (const match of body.matchAll(line)) {
    const field = from === undefined ? undefined : fieldOf(body.slice(from, match.index));
    if (field !== undefined) fields.push(field);
    if (match[1] !== undefined || fields.length === MOST_PARTS) break;
    from = match.index + match[0].length;
  }
  return fields;
}

/** A part, from the line break behind its boundary on. */
function fieldOf(part: string): MultipartField | undefined {
  const blank = /\r?\n\r?\n/.exec(part);
  if (blank === null) return undefined;
  const headers = part.slice(0, blank.index).split(/\r?\n/);
  const disposition = headers.find((header) => /^content-disposition\s*:/i.test(header)) ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return undefined;
  const file = parameterOf(disposition, 'filename');
  const value = file === undefined ? part.slice(blank.index + blank[0].length) : unescaped(file);
  return { key: unescaped(name), value };
}
