import type { Capture, CaptureSummary } from '../../../shared/contract/captures.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { curlCommand } from '../../../shared/template/curl.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { client } from '../../state/connection.ts';

/** Where a capture went: the receiver's address and the target, which may be more than a path. */
export function urlOf({ target }: Pick<CaptureSummary, 'target'>, address: string): string {
  return target.startsWith('/') ? address + target : target;
}

/** The address to send to again: the receiver's own, or the one that the request named while it does not listen. */
export function originOf(capture: Capture, address: string): string {
  return address === '' ? `http://${headerOf(capture.headers, 'host') ?? '127.0.0.1'}` : address;
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
