import type { FoundEntry } from '../../template/import/found-request.ts';
import type { ImportedCapture } from './imported-capture.ts';

const asBytes = (text: string) =>
  /[^\0-\xff]/.test(text)
    ? Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
    : text;

/** A request of a webhook bin as a capture: what bins keep of it, without a response. */
export function importedRequest(entry: FoundEntry): ImportedCapture | undefined {
  let read: ReturnType<FoundEntry['read']>;
  try {
    read = entry.read();
  } catch {
    return undefined;
  }
  const { request, notes } = read;
  const [, host, rest = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url) ?? [
    undefined,
    undefined,
    request.url,
  ];
  const headers = request.headers.map(([name, value]): [string, string] => [asBytes(name), asBytes(value)]);
  if (host !== undefined && !headers.some(([name]) => /^host$/i.test(name)))
    headers.unshift(['Host', asBytes(host)]);
  return {
    receivedAt: entry.time,
    virtualAt: entry.time,
    tookMs: 0,
    state: 'complete',
    method: entry.method,
    target: asBytes(rest.startsWith('/') ? rest : `/${rest}`),
    httpVersion: '1.1',
    remote: '',
    note: notes.filter((note) => !/ became /.test(note)).join(' '),
    headers,
    head: null,
    body: request.body === null ? null : { text: request.body, isBase64: false },
    bodyLength: null,
    response: entry.status === null ? null : { status: entry.status, headers: [], body: null },
    mark: null,
  };
}
