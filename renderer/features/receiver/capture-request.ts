import type { Capture } from '../../../shared/contract/captures.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { curlCommand } from '../../../shared/template/curl.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { client } from '../../state/connection.ts';

/**
 * Where a request was sent: scheme and host that it named, which do not change with the receiver's port; empty for one
 * that named no host.
 */
export function sentOrigin({ headers }: Pick<Capture, 'headers'>): string {
  const host = headerOf(headers, 'host');
  return host === undefined || host === '' ? '' : `http://${host}`;
}

/** The URL that a capture was sent to; its target may be more than a path. */
export function urlOf(capture: Pick<Capture, 'target' | 'headers'>): string {
  const { target } = capture;
  return target.startsWith('/') ? sentOrigin(capture) + target : target;
}

/** The address to send to again: the receiver's own of today, or the one that the request named while it does not listen. */
function originOf(capture: Capture, address: string): string {
  return address === '' ? sentOrigin(capture) || 'http://127.0.0.1' : address;
}

/** Fetches what is missing of the body and makes the command that sends the request again. */
export async function curlOf(capture: Capture, address: string): Promise<string> {
  const whole =
    fromBase64(capture.body).length < capture.keptLength
      ? await client.captures.get({ id: capture.id, bodyLimit: capture.keptLength })
      : capture;
  return curlCommand({
    method: capture.method,
    origin: originOf(capture, address),
    target: capture.target,
    headers: capture.headers,
    body: fromBase64(whole.body),
  });
}
