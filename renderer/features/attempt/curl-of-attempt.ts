import { curlCommand } from '../../../shared/template/copied/curl.ts';

const HEAD_END = '\r\n\r\n';

/** The command that sends the request of an attempt again; `sent` is its head and body, secrets stay masked. */
export function curlOfAttempt(origin: string, sent: Uint8Array): string {
  // One character for each byte, as the command wants what came from the wire.
  const text = Array.from(sent, (byte) => String.fromCharCode(byte)).join('');
  const end = text.indexOf(HEAD_END);
  const [first = '', ...lines] = text.slice(0, end === -1 ? undefined : end).split('\r\n');
  const [method = 'GET', target = '/'] = first.split(' ');
  return curlCommand({
    method,
    origin,
    target,
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
    body: end === -1 ? new Uint8Array() : sent.slice(end + HEAD_END.length),
  });
}
