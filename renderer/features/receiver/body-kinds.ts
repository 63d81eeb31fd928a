import { prettyJson } from '../../../shared/template/pretty-json.ts';
import { prettyXml } from '../../../shared/template/pretty-xml.ts';
import { parseQuery, type QueryParameter } from '../../../shared/template/url.ts';

export type Pretty = { kind: 'JSON' | 'XML'; text: string } | { kind: 'Form'; parameters: QueryParameter[] };

/** A body laid out for reading: by its content type, else by how it begins. Undefined for everything else. */
export function prettyBody(text: string, contentType: string): Pretty | undefined {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return { kind: 'Form', parameters: parseQuery(text) };
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
