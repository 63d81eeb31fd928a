import { percentEncode } from '../encode.ts';
import { entryOf, type FoundEntry, type FoundRequests, refuse } from './found-request.ts';
import { at, isObject, type JsonObject, textOfBase64 } from './json-text.ts';

/** The entries of a HAR: a whole file, its log, a list of entries, an entry, or undefined for other JSON. */
function harEntries(value: unknown): unknown[] | undefined {
  for (const path of ['log.entries', 'entries']) {
    const entries = at(value, path);
    if (Array.isArray(entries)) return entries;
  }
  if (isObject(value) && isObject(value.log)) return [];
  if (isObject(value) && typeof value.url === 'string' && ('postData' in value || 'httpVersion' in value))
    return [{ request: value }];
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  const [first] = list;
  // Mockoon's log has the same shape, but no URL in it.
  return isObject(at(first, 'request')) && typeof at(first, 'request.url') === 'string' ? list : undefined;
}

/**
 * The requests of a HAR file as browsers, proxies and API clients export them; undefined for JSON that is none. Throws
 * PB_ARGUMENT_INVALID for a HAR without a request to the web.
 */
export function readHar(value: unknown): FoundRequests | undefined {
  const given = harEntries(value);
  if (given === undefined) return undefined;
  if (given.length === 0)
    refuse(
      'This HAR has no entries.',
      'Record the request again while the network log is open, and export it.',
    );
  const notes: string[] = [];
  const whole = given.filter((entry) => typeof at(entry, 'request.url') === 'string');
  const web = whole.filter((entry) => /^https?:\/\//i.test(at(entry, 'request.url') as string));
  const broken = given.length - whole.length;
  if (broken > 0)
    notes.push(
      `${broken} ${broken === 1 ? 'entry has' : 'entries have'} no request with a URL and cannot be imported.`,
    );
  const local = whole.length - web.length;
  if (local > 0)
    notes.push(
      `${local} ${local === 1 ? 'entry does' : 'entries do'} not go to http:// or https:// and cannot be imported.`,
    );
  if (web.length === 0 && whole.length > 0)
    refuse(
      'The request of this entry does not go to a web address.',
      'Use the entry of a request to http:// or https://.',
    );
  if (web.length === 0)
    refuse(
      `Entry 1 of this HAR has no request with a URL.`,
      'An entry has "request" with "method" and "url". Export the HAR again.',
    );
  return { form: 'HAR', noun: 'entry', entries: web.map(harEntry), notes };
}

function harEntry(entry: unknown): FoundEntry {
  const request = at(entry, 'request') as JsonObject;
  const status = at(entry, 'response.status');
  const started = at(entry, 'startedDateTime');
  const time = typeof started === 'string' ? Date.parse(started) : Number.NaN;
  const data = request.postData;
  const summary = {
    method: typeof request.method === 'string' ? request.method : 'GET',
    url: request.url as string,
    status: typeof status === 'number' && status > 0 ? status : null,
    time: Number.isNaN(time) ? null : time,
  };
  const text = at(data, 'text');
  const params = at(data, 'params');
  return {
    ...entryOf(summary),
    hasBody: (typeof text === 'string' && text !== '') || (Array.isArray(params) && params.length > 0),
    // Ten thousand bodies are not decoded for a list.
    read: () => {
      const notes: string[] = [];
      const headers = pairsOf(request.headers);
      const type = at(data, 'mimeType');
      if (typeof type === 'string' && type !== '' && !headers.some(([name]) => /^content-type$/i.test(name)))
        headers.push(['Content-Type', type]);
      const body = harBody(data, notes);
      return entryOf({ ...summary, headers, body, notes }).read();
    },
  };
}

function pairsOf(list: unknown): [string, string][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((header: unknown): [string, string][] => {
    const name = at(header, 'name');
    const content = at(header, 'value');
    return typeof name === 'string' ? [[name, typeof content === 'string' ? content : '']] : [];
  });
}

/** The body of a HAR request: its text, or else its parameters as a form. */
function harBody(data: unknown, notes: string[]): string | null {
  const text = at(data, 'text');
  if (typeof text === 'string' && text !== '') {
    if (at(data, 'encoding') !== 'base64') return text;
    const decoded = textOfBase64(text);
    if (decoded === undefined)
      notes.push('The body was left out: it is binary, which the platform does not send.');
    return decoded ?? null;
  }
  const params = at(data, 'params');
  if (!Array.isArray(params) || params.length === 0) return null;
  if (params.some((param) => typeof at(param, 'fileName') === 'string')) {
    notes.push('The body was left out: it is a multipart form, which the platform does not send.');
    return null;
  }
  const encoded = (value: unknown) => percentEncode(typeof value === 'string' ? value : '');
  return params.map((param) => `${encoded(at(param, 'name'))}=${encoded(at(param, 'value'))}`).join('&');
}
