import type { Capture } from '../../../shared/contract/captures.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import type { CopiedRequest } from '../../../shared/template/copied/copied-request.ts';
import { curlCommand } from '../../../shared/template/copied/curl.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { client } from '../../state/connection.ts';
import { receiverAddress, useEngine } from '../../state/engine.ts';

/** The endpoint where a capture arrived, as it is today; undefined for one that is gone, and for an imported capture. */
const endpointOf = ({ endpoint }: Pick<Capture, 'endpoint'>) =>
  useEngine.getState().view?.receiver.endpoints.find(({ name }) => name === endpoint);

/**
 * Where a request was sent: scheme and host that it named, which do not change with the receiver's port; empty for one
 * that named no host.
 */
export function sentOrigin(capture: Pick<Capture, 'headers' | 'endpoint'>): string {
  const host = headerOf(capture.headers, 'host');
  const scheme = endpointOf(capture)?.tls === true ? 'https' : 'http';
  return host === undefined || host === '' ? '' : `${scheme}://${host}`;
}

/** The URL that a capture was sent to; its target may be more than a path. */
export function urlOf(capture: Pick<Capture, 'target' | 'headers' | 'endpoint'>): string {
  const { target } = capture;
  return target.startsWith('/') ? sentOrigin(capture) + target : target;
}

/** The address to send to again: that of its endpoint today, or the one that the request named while it does not listen. */
function originOf(capture: Capture): string {
  const address = endpointOf(capture)?.address ?? receiverAddress();
  return address === '' ? sentOrigin(capture) || 'http://127.0.0.1' : address;
}

/**
 * Fetches what is missing of the body and makes what sends the request again, by default a cURL command. Throws what the
 * writer refuses.
 */
export async function copyOf(
  capture: Capture,
  write: (request: CopiedRequest) => string = curlCommand,
): Promise<string> {
  const whole =
    fromBase64(capture.body).length < capture.keptLength
      ? await client.captures.get({ id: capture.id, bodyLimit: capture.keptLength })
      : capture;
  return write({
    method: capture.method,
    origin: originOf(capture),
    target: capture.target,
    headers: capture.headers,
    body: fromBase64(whole.body),
  });
}
