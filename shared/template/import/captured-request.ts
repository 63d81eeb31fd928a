import { headerOf } from '../../http/headers.ts';
import { methodOf, type ReadRequest, refuse } from './found-request.ts';

/** A request that the local receiver captured. */
export interface CapturedRequest {
  /** Empty if it was not HTTP. */
  method: string;
  /** The request target as received. */
  target: string;
  headers: readonly (readonly [string, string])[];
  /** The bytes that were kept. */
  body: Uint8Array;
  /** Bytes of the body that arrived; more than were kept if it was cut. */
  bodyLength: number;
}

/**
 * The request of a capture; its path leads to the local receiver again. Throws PB_ARGUMENT_INVALID without a path or URL.
 * A body that is not text is left out, with a note.
 */
export function requestOfCapture({
  method,
  target,
  headers,
  body,
  bodyLength,
}: CapturedRequest): ReadRequest {
  if (!/^(?:https?:\/\/|\/)/i.test(target))
    refuse('This capture is not a request that can be sent.', 'Select one that has a method and a path.');
  const notes: string[] = [];
  const cut = body.length < bodyLength;
  const text = capturedText(headers, body, cut, notes);
  if (text !== null && cut)
    notes.push(`Only the first ${body.length} of the body’s ${bodyLength} bytes are taken.`);
  return {
    request: {
      method: methodOf(method, notes),
      url: target,
      headers: headers.map(([name, value]) => [name, value]),
      body: text,
    },
    notes,
  };
}

function capturedText(
  headers: CapturedRequest['headers'],
  body: Uint8Array,
  cut: boolean,
  notes: string[],
): string | null {
  if (body.length === 0) return null;
  const header = (name: string) => headerOf(headers, name) ?? '';
  const why = /^multipart\//i.test(header('content-type'))
    ? 'it is a multipart form'
    : !/^(?:identity)?$/i.test(header('content-encoding').trim())
      ? 'it is compressed'
      : undefined;
  try {
    // The body may be cut inside a character.
    if (why === undefined) return new TextDecoder('utf-8', { fatal: !cut }).decode(body);
  } catch {
    // Reported below, as for the others.
  }
  notes.push(`The body was left out: ${why ?? 'it is not text'}, which the platform does not send.`);
  return null;
}
