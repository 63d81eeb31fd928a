import type { Capture } from '../../../shared/contract/captures.ts';
import { bodyText, utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { urlOf } from '../../../shared/receiver/query/capture-values.ts';
import { toJson } from '../../../shared/terminal-text.ts';

/** ISO 8601 of ms since the epoch. */
export const isoOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** One capture as a JSON object in one line; the body as text, decoded, and as base64 too where these are not its bytes. */
export function captureJson(capture: Capture): string {
  const { body: base64, head: _head, receivedAt, virtualAt, decodedBody, ...rest } = capture;
  const bytes = Buffer.from(base64, 'base64');
  const decoded = decodedBody === null ? bytes : Buffer.from(decodedBody, 'base64');
  const { text, guessed } = bodyText(decoded, headerOf(capture.headers, 'content-type') ?? '');
  const body = guessed ? decoded.toString('utf8') : text;
  const exact = Buffer.from(body, 'utf8').equals(bytes);
  return toJson({
    ...rest,
    receivedAt: isoOrNull(receivedAt),
    virtualAt: isoOrNull(virtualAt),
    target: utf8OfLatin1(capture.target),
    url: urlOf(capture),
    body,
    ...(exact ? {} : { bodyBase64: base64 }),
  });
}
