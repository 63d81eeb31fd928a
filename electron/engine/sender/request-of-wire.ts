import type { RenderedRequest } from '../../../shared/template/postback.ts';

/**
 * The request again whose bytes `wireOf` made: the inverse of it, for an origin and what left to it. The lines that
 * the HTTP client writes itself (host, connection, a length at the end) are left to it again.
 */
export function requestOfWire(origin: string, bytes: Buffer): RenderedRequest {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', , , ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  if (lines.at(-1)?.startsWith('content-length: ')) lines.pop();
  const [method = '', target = ''] = first.split(' ');
  const body = bytes.toString('utf8', end + 4);
  return {
    method,
    url: origin + target,
    headers: lines.map((line): [string, string] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
    body: body === '' ? null : body,
  };
}
