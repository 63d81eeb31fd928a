import { bodyText, utf8OfLatin1 } from '../../http/body-text.ts';
import { headerOf } from '../../http/headers.ts';
import { BODY_READERS } from '../../template/body-readers.ts';
import { parseQuery, splitTarget } from '../../template/url.ts';
import { bodyFormatOf } from '../request-fields.ts';

/** A request to be compared, from the wire or as it would be sent. */
export interface ComparedRequest {
  method: string;
  /** As in the request line; one character is one byte. */
  target: string;
  /** In wire order; one character is one byte. */
  headers: readonly (readonly [string, string])[];
  /** Without its Content-Encoding. */
  body: Uint8Array;
}

/** One value that a request carries. */
export interface RequestPoint {
  place: 'path' | 'query' | 'header' | 'body';
  /** As in `id`, `items[0].sku` or `action/id`; the name of a header in lower case. */
  key: string;
  /** What a receiver reads. */
  value: string;
  /** As it is written: with its escapes, and JSON strings in their quotes. */
  raw: string;
  /** Whether its place among the others of the same place is part of the request: in a query and a form. */
  ordered: boolean;
}

/** A mark that begins a body belongs to the first key of a form, as parsers of forms read it. */
const BOM = '\ufeff';

/** Everything that a request carries, in wire order: path, query, headers, and the body by its format, or as a whole. */
export function requestPoints(request: ComparedRequest): RequestPoint[] {
  const { path, query } = splitTarget(request.target);
  const written = utf8OfLatin1(path);
  return [
    { place: 'path', key: 'path', value: decodedPath(written), raw: written, ordered: false },
    ...queryPoints(utf8OfLatin1(query)),
    ...request.headers.map(([name, value]): RequestPoint => {
      const text = utf8OfLatin1(value);
      return { place: 'header', key: name.toLowerCase(), value: text, raw: text, ordered: false };
    }),
    ...bodyPoints(request),
  ];
}

function queryPoints(query: string): RequestPoint[] {
  return parseQuery(query).map(({ key, value, rawKey, rawValue }) => ({
    place: 'query',
    key,
    value,
    raw: key === rawKey ? rawValue : `${rawKey}=${rawValue}`,
    ordered: true,
  }));
}

function bodyPoints({ headers, body }: ComparedRequest): RequestPoint[] {
  const contentType = headerOf(headers, 'content-type') ?? '';
  const { text, bom } = bodyText(body, contentType);
  if (text === '') return [];
  const format = bodyFormatOf(contentType, text);
  const whole: RequestPoint = { place: 'body', key: 'body', value: text, raw: text, ordered: false };
  if (format === undefined) return [whole];
  if (format === 'form') {
    const points = queryPoints(bom ? BOM + text : text);
    return points.map((point) => ({ ...point, place: 'body' }));
  }
  const fields = BODY_READERS[format](text);
  if ('problem' in fields || fields.length === 0) return [whole];
  return fields.map(({ key, value, bare }) => ({
    place: 'body',
    key,
    value,
    raw: format === 'xml' || bare === true ? value : JSON.stringify(value),
    ordered: false,
  }));
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
