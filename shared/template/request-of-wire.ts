import type { RenderedRequest } from './postback.ts';

/**
 * The request again that `wireOf` made `head` and `body` of: the inverse of it, for an origin and what left to it.
 * `head` is Latin-1 text that ends with the empty line. The lines that the HTTP client writes itself (host, connection,
 * a length at the end) are left to it again.
 */
export function requestOfWire(origin: string, head: string, body: string): RenderedRequest {
  const [first = '', , , ...lines] = head.replace(/\r\n\r\n$/, '').split('\r\n');
  if (lines.at(-1)?.startsWith('content-length: ')) lines.pop();
  const [method = '', target = ''] = first.split(' ');
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
