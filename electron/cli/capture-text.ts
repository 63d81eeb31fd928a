import type { Capture, CaptureSummary } from '../../shared/contract/captures.ts';
import { bodyText, utf8OfLatin1 } from '../../shared/http/body-text.ts';
import { headerOf } from '../../shared/http/headers.ts';
import { urlOf } from '../../shared/receiver/query/capture-values.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';

const isoOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Statuses of requests that were not let in, or not forwarded. */
const REFUSED: readonly (number | null)[] = [401, 403, 502];

/** Whether a line tells the note of a capture: of one that is incomplete, or that somebody has to do something about. */
export const hasNote = ({ state, responseStatus }: CaptureSummary): boolean =>
  state !== 'complete' || REFUSED.includes(responseStatus);

/** "2026-11-22T01:02:03.456Z POST /postback?id=1 200 1024 bytes", with state and note of an incomplete one. */
export function captureLine(capture: CaptureSummary, note: string): string {
  const { method, target, bodyLength, responseStatus, state } = capture;
  const what = method === '' ? '(no request line)' : `${method} ${utf8OfLatin1(target)}`;
  const size = `${bodyLength} ${bodyLength === 1 ? 'byte' : 'bytes'}`;
  const arrived = isoOrNull(capture.receivedAt) ?? 'not recorded';
  const line = `${arrived} ${what} ${responseStatus ?? 'no response'} ${size}`;
  if (state === 'complete') return printable(hasNote(capture) && note !== '' ? `${line} ${note}` : line);
  return printable(`${line} ${state}${note === '' ? '' : `: ${note}`}`);
}

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
