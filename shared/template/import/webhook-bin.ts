import { headerOf } from '../../http/headers.ts';
import { percentEncode } from '../encode.ts';
import { entryOf, type FoundEntry, type FoundRequests, NO_HOST, withQuery } from './found-request.ts';
import { at, isObject, type JsonObject, textOfBase64 } from './json-text.ts';

/** Where bins, proxies and logs put the parts of a request; the first that is there counts. */
const METHOD = ['method', 'httpMethod', 'http_method', 'request_method', 'RequestMethod', 'verb'];
const URL = [
  'url',
  'fullUrl',
  'full_url',
  'href',
  'originalUrl',
  'request_uri',
  'uri',
  'target',
  'path',
  'urlPath',
  'rawPath',
  'RequestPath',
];
const HOST = ['host', 'hostname', 'http_host', 'RequestHost', 'server_name'];
const HEADERS = ['headers', 'rawHeaders', 'requestHeaders', 'request_headers'];
const BODY = [
  'body_raw',
  'rawBody',
  'raw_body',
  'bodyRaw',
  'body',
  'content',
  'payload',
  'request_body',
  'parsed_body',
  'text',
];
const STATUS = ['status', 'statusCode', 'status_code', 'responseStatus', 'DownstreamStatus'];
const TIME = [
  'receivedAt',
  'created_at',
  'createdAt',
  'timestamp',
  'timestampMs',
  'time',
  'time_iso8601',
  'time_local',
  'ts',
  'date',
  'StartUTC',
];
/** What holds a request, around it. */
const AROUND = ['request', 'event', 'trigger.event', 'steps.trigger.event', 'req', 'data'];
/** What holds a list of requests. */
const LISTS = [
  'data',
  'requests',
  'events',
  'models',
  'items',
  'logs',
  'results',
  'captures',
  'deliveries',
  'attempts',
];

/** Names of the forms by what only they have. */
const FORMS: readonly [string, (value: JsonObject) => boolean][] = [
  ['Captures of Postbench', (value) => 'receivedAt' in value && 'target' in value],
  ['Run of Postbench', (value) => 'firesAt' in value || ('reason' in value && 'responseBody' in value)],
  ['webhook.site', (value) => 'uuid' in value && 'content' in value],
  ['Mockoon log', (value) => isObject(value.request) && 'urlPath' in value.request],
  [
    'Pipedream event',
    (value) =>
      at(value, 'trigger.event') !== undefined ||
      at(value, 'steps.trigger.event') !== undefined ||
      isObject(value.event),
  ],
  [
    'Hookdeck event',
    (value) => isObject(value.data) && ('parsed_query' in value.data || 'is_large_payload' in value.data),
  ],
  ['Caddy log', (value) => isObject(value.request) && 'remote_ip' in value.request],
  [
    'nginx log (JSON)',
    (value) => 'request_uri' in value || 'request_method' in value || 'remote_addr' in value,
  ],
];

/** The requests in JSON by their shape: method, URL, headers and body by any of their usual names; undefined if none. */
export function readJsonRequests(value: unknown, isLines: boolean): FoundRequests | undefined {
  const found: { entry: FoundEntry; form: string }[] = [];
  const left = collect(value, found, 0);
  if (found.length === 0) return undefined;
  const form = found[0]!.form;
  const notes =
    left === 0
      ? []
      : [
          `${left} ${left === 1 ? 'item has' : 'items have'} no request and ${left === 1 ? 'was' : 'were'} left out.`,
        ];
  return { form, noun: isLines ? 'line' : 'request', entries: found.map(({ entry }) => entry), notes };
}

/** Adds the requests of a value; returns how many items of lists hold none. */
function collect(value: unknown, found: { entry: FoundEntry; form: string }[], depth: number): number {
  if (depth > 4) return 1;
  if (Array.isArray(value))
    return value.reduce((left: number, one) => left + collect(one, found, depth + 1), 0);
  if (!isObject(value)) return 1;
  const entry = requestOfShape(value);
  if (entry !== undefined) {
    const form = FORMS.find(([, fits]) => fits(value))?.[0] ?? 'JSON of a request';
    found.push({ entry, form });
    return 0;
  }
  const lists = LISTS.map((name) => value[name]).filter((list) => Array.isArray(list));
  return lists.length === 0
    ? 1
    : lists.reduce((left: number, list) => left + collect(list, found, depth + 1), 0);
}

function first(value: JsonObject, names: readonly string[], fits: (one: unknown) => boolean): unknown {
  for (const name of names) if (Object.hasOwn(value, name) && fits(value[name])) return value[name];
  return undefined;
}

const isText = (one: unknown) => typeof one === 'string' && one !== '';
const isAny = (one: unknown) => one !== null && one !== undefined && one !== '';

function requestOfShape(outer: JsonObject): FoundEntry | undefined {
  const line = typeof outer.request === 'string' ? /^([A-Z]+) (\S+)/.exec(outer.request) : null;
  const inner = AROUND.map((path) => at(outer, path)).find((one) => isObject(one) && isRequest(one));
  const value = isRequest(outer) ? outer : isObject(inner) ? inner : undefined;
  if (value === undefined && line === null) return undefined;
  const notes: string[] = [];
  const request = value ?? outer;
  const headers = headersOf(first(request, HEADERS, (one) => typeof one === 'object' && one !== null));
  const url = addressOf(request, line?.[2], headers, notes);
  const body = bodyOf(request, headers, notes);
  const method = (first(request, METHOD, isText) ?? line?.[1]) as string | undefined;
  if (method === undefined)
    notes.push(`The method is not in it: ${body === null ? 'GET' : 'POST'} was assumed.`);
  const holdsBody = isText(request.bodyBase64) || first(request, BODY, isAny) !== undefined;
  if (headers.length === 0 && !holdsBody) notes.push('Headers and body are not in it.');
  const status =
    first(outer, STATUS, isAny) ??
    at(outer, 'response.statusCode') ??
    at(outer, 'response.status') ??
    at(outer, 'res.statusCode');
  return entryOf({
    method: method ?? (body === null ? 'GET' : 'POST'),
    url,
    headers,
    body,
    notes,
    status: Number.isInteger(Number(status)) && Number(status) >= 100 ? Number(status) : null,
    time: timeOf(first(outer, TIME, isAny) ?? first(request, TIME, isAny)),
  });
}

/** A request has an address, and at least a method, headers or something of a body beside it. */
function isRequest(value: JsonObject): boolean {
  const address = first(value, URL, isText);
  if (address === undefined || !/^(?:https?:\/\/|\/)/i.test(address as string)) return false;
  return (
    first(value, METHOD, isText) !== undefined ||
    first(value, HEADERS, (one) => typeof one === 'object' && one !== null) !== undefined ||
    ('reason' in value && 'responseBody' in value)
  );
}

function headersOf(given: unknown): [string, string][] {
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap(texts) : [textOf(value)]);
  if (!Array.isArray(given))
    return isObject(given)
      ? Object.entries(given).flatMap(([name, value]) =>
          texts(value).map((text): [string, string] => [name, text]),
        )
      : [];
  // A flat list of names and values, as Node writes it.
  if (given.length > 1 && given.every((one) => typeof one === 'string'))
    return given.flatMap((name: string, index): [string, string][] =>
      index % 2 === 0 ? [[name, (given[index + 1] as string | undefined) ?? '']] : [],
    );
  return given.flatMap((one: unknown): [string, string][] => {
    const name: unknown = Array.isArray(one) ? one[0] : (at(one, 'name') ?? at(one, 'key'));
    const value: unknown = Array.isArray(one) ? one[1] : at(one, 'value');
    return typeof name === 'string' ? texts(value).map((text): [string, string] => [name, text]) : [];
  });
}

function addressOf(
  request: JsonObject,
  line: string | undefined,
  headers: [string, string][],
  notes: string[],
): string {
  // A capture of Postbench leads to the local receiver again, whatever its port is now.
  const own = 'receivedAt' in request && 'target' in request ? request.target : undefined;
  let url = (own ?? first(request, URL, isText) ?? line ?? '') as string;
  const query = first(
    request,
    [
      'query',
      'queryString',
      'query_string',
      'rawQueryString',
      'queryStringParameters',
      'queryParams',
      'parsed_query',
      'args',
    ],
    isAny,
  );
  if (!url.includes('?')) url = withQuery(url, queryOf(query));
  if (!url.startsWith('/') || own !== undefined) return url;
  const host = headerOf(headers, 'host') ?? (first(request, HOST, isText) as string | undefined);
  if (host === undefined) {
    notes.push(NO_HOST);
    return url;
  }
  const proto =
    headerOf(headers, 'x-forwarded-proto') ?? first(request, ['scheme', 'protocol', 'RequestScheme'], isText);
  const isHttps = isObject(request.tls) || /^https/i.test(typeof proto === 'string' ? proto : '');
  notes.push(`${isHttps ? 'https' : 'http'}:// was assumed.`);
  return `${isHttps ? 'https' : 'http'}://${host}${url}`;
}

function queryOf(query: unknown): string {
  if (typeof query === 'string') return query.replace(/^\?/, '');
  const pairs: [string, unknown][] = Array.isArray(query)
    ? query.map((one) => [textOf(at(one, 'name') ?? at(one, 'key')), at(one, 'value')])
    : isObject(query)
      ? Object.entries(query)
      : [];
  return pairs
    .flatMap(([key, value]) =>
      (Array.isArray(value) ? (value as unknown[]) : [value]).map(
        (one) => `${percentEncode(key)}=${percentEncode(textOf(one))}`,
      ),
    )
    .join('&');
}

function bodyOf(request: JsonObject, headers: [string, string][], notes: string[]): string | null {
  if (isText(request.bodyBase64) && !isText(request.body))
    return base64Body(request.bodyBase64 as string, notes);
  const body = first(request, BODY, isAny);
  if (body === undefined) return null;
  if (typeof body === 'string') {
    const isBase64 =
      request.isBase64Encoded === true ||
      [request.encoding, request.bodyEncoding, request.body_encoding].includes('base64');
    return isBase64 ? base64Body(body, notes) : body;
  }
  if (isObject(body) && Object.keys(body).length === 0) return null;
  if (isObject(body) && /form-urlencoded/i.test(headerOf(headers, 'content-type') ?? ''))
    return queryOf(body);
  notes.push('The body was written anew from its fields: its spaces and their order may differ.');
  return JSON.stringify(body);
}

function base64Body(base64: string, notes: string[]): string | null {
  const text = textOfBase64(base64);
  if (text === undefined)
    notes.push('The body was left out: it is binary, which the platform does not send.');
  return text ?? null;
}

/** A value as text: what is no text as JSON, nothing as an empty text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** ISO 8601, or seconds or milliseconds since 1970. */
function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.round(value < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string') return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return timeOf(Number(value));
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
