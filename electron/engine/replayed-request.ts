import type { Capture } from '../../shared/contract/captures.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { headerOf } from '../../shared/http/headers.ts';
import {
  bodyPlace,
  fillMasked,
  type MaskedValue,
  maskedValues,
} from '../../shared/receiver/replay/masked-values.ts';
import { type Replay, replayHeaders } from '../../shared/receiver/replay/replay-plan.ts';
import type { CaptureStore } from './store/captures.ts';

/** A request as it is sent again; text has one character for each byte. */
export interface ReplayedRequest {
  method: string;
  target: string;
  headers: [string, string][];
  body: Buffer;
  /** Ms since the epoch; null where that was not recorded. */
  arrival: number | null;
}

/** Of a request that is one, whatever its target holds. */
const REQUEST_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^\s]+ HTTP\/1\.[01]\r\n/;

const latin1Of = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/**
 * The request of a capture as it is sent again: edited where the plan says so, masked values filled in. Throws
 * PB_CAPTURE_UNKNOWN, and PB_ARGUMENT_INVALID for a capture that is not a whole request, or that has masked values which
 * the plan does not fill in.
 */
export function replayedRequest(
  captures: Pick<CaptureStore, 'get' | 'newest' | 'lastId'>,
  id: number,
  { edited, values }: Pick<Replay, 'edited' | 'values'>,
): ReplayedRequest {
  const capture = captures.get(id, Number.MAX_SAFE_INTEGER);
  if (capture === undefined) throw noCapture(id, captures);
  const own = requestOf(capture);
  const request =
    edited === undefined
      ? own
      : {
          ...own,
          method: edited.method,
          target: edited.target,
          headers: replayHeaders(edited.headers),
          body: Buffer.from(edited.body, 'base64'),
        };
  const missing = maskedIn(request).filter(({ number }) => values[number] === undefined);
  if (missing.length > 0) {
    const list = missing.map(({ number, kind }) => `${number} (${kind})`).join(', ');
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `Capture ${id} has ${missing.length === 1 ? 'a masked value' : 'masked values'} without a value: ${list}.`,
      { remedy: 'Fill in what the share file left out: in the replay dialog, or with --value NUMBER=TEXT.' },
    );
  }
  return filled(request, values);
}

/** What is said of a number that no capture has: it was removed, or there never was one. */
export function noCapture(
  id: number,
  { newest, lastId }: Pick<CaptureStore, 'newest' | 'lastId'>,
): PostbenchError {
  const remedy =
    id <= lastId
      ? 'It was removed or cleared. Select another one.'
      : newest === 0
        ? 'There are no captures.'
        : `The highest number is #${newest}.`;
  return new PostbenchError('PB_CAPTURE_UNKNOWN', `There is no capture #${id}.`, { remedy });
}

function requestOf(capture: Capture): ReplayedRequest {
  const { id, state, method, target, headers, receivedAt: arrival } = capture;
  if (method === '' || method === 'CONNECT' || (state !== 'complete' && state !== 'refused'))
    throw notWhole(id);
  const body = Buffer.from(capture.body, 'base64');
  if (state === 'complete') return { method, target, headers: replayHeaders(headers), body, arrival };
  // What the parser refused was kept as its bytes.
  const bytes = Buffer.from(capture.head, 'base64');
  if (!REQUEST_LINE.test(bytes.toString('latin1'))) throw notWhole(id);
  const end = bytes.indexOf('\r\n\r\n');
  const rest = end === -1 ? undefined : Buffer.concat([bytes.subarray(end + 4), body]);
  const length = Number(headerOf(headers, 'content-length') ?? 0);
  const isWhole =
    rest !== undefined && headerOf(headers, 'transfer-encoding') === undefined && rest.length === length;
  if (!isWhole) throw notWhole(id);
  return { method, target, headers: replayHeaders(headers), body: rest, arrival };
}

function notWhole(id: number): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `Capture ${id} is not a complete request.`, {
    remedy: 'Only requests that were captured with all of their body can be sent again.',
  });
}

/** The masked values of a request, each once. */
function maskedIn({
  target,
  headers,
  body,
}: Pick<ReplayedRequest, 'target' | 'headers' | 'body'>): MaskedValue[] {
  return maskedValues([target, ...headers.map(([, value]) => value), body.toString('latin1')].join('\n'));
}

function filled(request: ReplayedRequest, values: Replay['values']): ReplayedRequest {
  if (maskedIn(request).length === 0) return request;
  const inBytes = Object.fromEntries(
    Object.entries(values).map(([number, value]) => [number, latin1Of(value)]),
  );
  const type = headerOf(request.headers, 'content-type') ?? '';
  const place = bodyPlace(type);
  const body = fillMasked(request.body.toString('latin1'), place === 'query' ? values : inBytes, place);
  return {
    ...request,
    target: fillMasked(request.target, values, 'query'),
    headers: request.headers.map(([name, value]) => [name, fillMasked(value, inBytes, 'plain')]),
    body: Buffer.from(body, 'latin1'),
  };
}
