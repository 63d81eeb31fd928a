import { type BodyText, bodyText } from '../../../shared/http/body-text.ts';
import { type JsonLine, jsonLines } from '../../../shared/http/json-lines.ts';
import { type MultipartPart, multipartParts } from '../../../shared/receiver/multipart-fields.ts';
import { prettyJson } from '../../../shared/template/pretty-json.ts';
import { prettyXml } from '../../../shared/template/pretty-xml.ts';
import { parseQuery, type QueryParameter } from '../../../shared/template/url.ts';

/** A body laid out for reading. */
export type Pretty =
  | { kind: 'JSON' | 'XML'; text: string }
  | { kind: 'Form'; parameters: QueryParameter[] }
  | { kind: 'Lines'; lines: JsonLine[] }
  | { kind: 'Parts'; parts: MultipartPart[] };

const BOM = '\ufeff';

/** The text of a body with the byte order mark that it begins with, so that it can be shown. */
export function markedText({ text, bom }: BodyText): string {
  return bom ? BOM + text : text;
}

/** Bytes as characters, one each. */
function latin1Of(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** A body laid out for reading: by its content type, else by how it begins. Undefined for everything else. */
export function prettyBody(bytes: Uint8Array, read: BodyText, contentType: string): Pretty | undefined {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'multipart/form-data') {
    // Each byte is one character, so that places in the text are places in the bytes.
    const parts = multipartParts(contentType, latin1Of(bytes), utf8Of);
    return parts === undefined || parts.length === 0 ? undefined : { kind: 'Parts', parts };
  }
  const { text, guessed } = read;
  if (guessed) return undefined;
  // Parsers of forms take a mark for a part of the first key.
  if (type === 'application/x-www-form-urlencoded')
    return { kind: 'Form', parameters: parseQuery(markedText(read)) };
  const lines = jsonLines(text, contentType);
  if (lines !== undefined && lines.length > 0) return { kind: 'Lines', lines };
  const start = text.trimStart()[0];
  if (/[/+]json$/.test(type) || start === '{' || start === '[') {
    const json = prettyJson(text);
    if (json !== undefined) return { kind: 'JSON', text: json };
  }
  if (/[/+]xml$/.test(type) || start === '<') {
    const xml = prettyXml(text);
    if (xml !== undefined) return { kind: 'XML', text: xml };
  }
  return undefined;
}

/** Text of which each character is one byte, as UTF-8 where it is that. */
function utf8Of(latin1: string): string {
  return bodyText(Uint8Array.from(latin1, (char) => BYTES_1252.get(char) ?? char.charCodeAt(0))).text;
}

/** The decoder of "latin1" reads Windows-1252: what its bytes from 0x80 on are. */
const BYTES_1252 = new Map(
  Array.from({ length: 32 }, (_, index): [string, number] => {
    const byte = 0x80 + index;
    return [new TextDecoder('latin1').decode(Uint8Array.of(byte)), byte];
  }),
);
