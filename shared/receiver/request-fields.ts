import { headerOf } from '../http/headers.ts';
import { BODY_READERS } from '../template/body-readers.ts';
import { parseQuery, splitTarget } from '../template/url.ts';
import { multipartFields } from './multipart-fields.ts';

/** One value that a request carries under a key. */
export interface RequestField {
  place: 'query' | 'form' | 'json' | 'xml' | 'multipart';
  /** As in `id`, `items[0].sku` or `action/status`. */
  key: string;
  value: string;
}

/** How a body is to be read: by its Content-Type, else by how it begins; undefined for any other. */
export function bodyFormatOf(
  contentType: string,
  body: string,
): Exclude<RequestField['place'], 'query' | 'multipart'> | undefined {
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(contentType)) return 'form';
  if (/^\s*[^;]*[/+]json\b/i.test(contentType)) return 'json';
  if (/^\s*[^;]*[/+]xml\b/i.test(contentType)) return 'xml';
  const [first] = body.trimStart();
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'xml' : undefined;
}

/**
 * The values of a request by their keys: of its query, then of its body, as text, decoded. A body that cannot be read
 * has none.
 */
export function requestFields(
  target: string,
  headers: readonly (readonly [string, string])[],
  body: string | null,
): RequestField[] {
  const { query } = splitTarget(target);
  const fields = parseQuery(query).map(({ key, value }): RequestField => ({ place: 'query', key, value }));
  if (body === null || body.trim() === '') return fields;
  const contentType = headerOf(headers, 'content-type') ?? '';
  const parts = multipartFields(contentType, body);
  if (parts !== undefined)
    return [...fields, ...parts.map((part): RequestField => ({ place: 'multipart', ...part }))];
  const place = bodyFormatOf(contentType, body);
  if (place === undefined) return fields;
  const read = BODY_READERS[place](body);
  if ('problem' in read) return fields;
  return [...fields, ...read.map(({ key, value }): RequestField => ({ place, key, value }))];
}
