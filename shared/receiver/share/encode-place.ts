import { escapeJson, escapeXml, percentEncode } from '../../template/encode.ts';

/** A value as it is written at its place: percent-encoded in a target or form, escaped in JSON and XML, else as it is. */
export function encodeForm(value: string, place: 'target' | 'header' | 'body', contentType: string): string {
  if (place === 'header') return value;
  if (place === 'target' || /x-www-form-urlencoded/i.test(contentType)) return percentEncode(value);
  if (/json/i.test(contentType)) return escapeJson(value);
  if (/xml/i.test(contentType)) return escapeXml(value);
  return value;
}
