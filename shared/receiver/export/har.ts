import type { Capture } from '../../contract/captures.ts';
import { headerOf } from '../../http/headers.ts';
import { statusText } from '../../http/status-text.ts';
import { parseQuery, splitTarget } from '../../template/url.ts';
import { markText } from '../capture-mark.ts';

/** A body for a HAR: as text where that is exactly its bytes, else in base64. */
export interface HarBody {
  text: string;
  isBase64: boolean;
  /** The file beside the HAR that has the bytes, in a share file. */
  file?: string;
}

interface Pair {
  name: string;
  value: string;
}

const pairsOf = (headers: readonly (readonly [string, string])[]): Pair[] =>
  headers.map(([name, value]) => ({ name, value }));

/** The head of a HAR 1.2 file, up to its entries, and what closes it. @param version of Postbench */
export function harFrame(version: string): { open: string; close: string } {
  const creator = JSON.stringify({ name: 'Postbench', version });
  return { open: `{"log":{"version":"1.2","creator":${creator},"entries":[`, close: ']}}' };
}

/**
 * A capture as an entry of HAR 1.2. What HAR does not know has names of its own that begin with "_", as the format asks
 * for: the virtual time, the delivery, and why a capture is not complete. `encoding` beside the text of a binary request
 * body is what browsers write. `importedEntry` reads it back.
 * @param head base64 of a head that is no request line and headers, of what was refused
 */
export function harEntry(
  capture: Capture,
  request: HarBody,
  response: HarBody | null,
  head?: string,
): Record<string, unknown> {
  const { method, target, headers, httpVersion, receivedAt, virtualAt, tookUs, bodyLength } = capture;
  const host = headerOf(headers, 'host') ?? 'localhost';
  const took = tookUs / 1000;
  const given = capture.response;
  return {
    startedDateTime: new Date(receivedAt ?? virtualAt).toISOString(),
    time: took,
    request: {
      method,
      url: target.startsWith('/') ? `http://${host}${target}` : target,
      httpVersion: `HTTP/${httpVersion === '' ? '1.1' : httpVersion}`,
      cookies: [],
      headers: pairsOf(headers),
      queryString: parseQuery(splitTarget(target).query).map(({ key, value }) => ({ name: key, value })),
      headersSize: -1,
      bodySize: bodyLength,
      ...(bodyLength === 0
        ? {}
        : {
            postData: {
              mimeType: headerOf(headers, 'content-type') ?? '',
              text: request.text,
              ...(request.isBase64 ? { encoding: 'base64' } : {}),
              ...(request.file === undefined ? {} : { _file: request.file }),
            },
          }),
    },
    response: {
      status: given?.status ?? 0,
      statusText: given === null ? '' : statusText(given.status),
      httpVersion: given === null ? 'unknown' : 'HTTP/1.1',
      cookies: [],
      headers: pairsOf(given?.headers ?? []),
      content: {
        size: response === null ? 0 : response.isBase64 ? base64Length(response.text) : response.text.length,
        mimeType: headerOf(given?.headers ?? [], 'content-type') ?? 'x-unknown',
        ...(response === null ? {} : { text: response.text }),
        ...(response?.isBase64 === true ? { encoding: 'base64' } : {}),
        ...(response?.file === undefined ? {} : { _file: response.file }),
      },
      redirectURL: headerOf(given?.headers ?? [], 'location') ?? '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: took, receive: 0 },
    connection: String(capture.id),
    ...(capture.mark === null ? {} : { comment: markText(capture.mark) }),
    _capture: {
      id: capture.id,
      target,
      state: capture.state,
      note: capture.note,
      virtualAt: new Date(virtualAt).toISOString(),
      receivedAtKnown: receivedAt !== null,
      endpoint: capture.endpoint,
      remote: capture.remote,
      delivery: capture.delivery,
      rule: capture.rule,
      mark: capture.mark,
      origin: capture.origin,
      ...(head === undefined ? {} : { head }),
    },
  };
}

/** Bytes of a base64 text. */
function base64Length(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4);
}
