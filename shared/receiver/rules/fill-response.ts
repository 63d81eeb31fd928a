import { headerOf } from '../../http/headers.ts';
import { type EncodingPlace, encodeFor } from '../../template/encode.ts';
import { parseTemplate } from '../../template/parse.ts';
import { splitTarget } from '../../template/url.ts';
import type { RuleRequest } from './match.ts';

/** `{query.id}`, `{body.items[0].sku}`, `{header.X-Id}`, `{path}`, `{method}`: what a response can repeat of its request. */
const FROM_REQUEST = /\{(path|method|(?:query|body|header)\.[^{}\r\n]{1,200})\}/g;

/** A body or header with the values of the request put in, escaped for its place; what the request does not have is empty. */
export function fillResponse(template: string, place: EncodingPlace, request: RuleRequest): string {
  return parseTemplate(template, FROM_REQUEST)
    .map((segment) =>
      segment.type === 'text' ? segment.text : encodeFor(place, valueFrom(segment.name, request)),
    )
    .join('');
}

/** How values are escaped in a body of this type. */
export function placeOfType(contentType: string): EncodingPlace {
  if (/[/+]json\b/i.test(contentType)) return 'json';
  if (/[/+](?:xml|html)\b/i.test(contentType)) return 'xml';
  return /x-www-form-urlencoded/i.test(contentType) ? 'form' : 'raw';
}

function valueFrom(name: string, request: RuleRequest): string {
  if (name === 'method') return request.method;
  if (name === 'path') return splitTarget(request.target).path;
  const at = name.indexOf('.');
  const [source, key] = [name.slice(0, at), name.slice(at + 1)];
  if (source === 'header') return headerOf(request.headers, key) ?? '';
  const wanted = key.toLowerCase();
  const found = request
    .fields()
    .find(
      (field) => (field.place === 'query') === (source === 'query') && field.key.toLowerCase() === wanted,
    );
  return found?.value ?? '';
}
