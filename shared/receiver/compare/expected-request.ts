import { bodyText, utf8OfLatin1 } from '../../http/body-text.ts';
import { headerOf } from '../../http/headers.ts';
import { readWireHead } from '../../http/wire-head.ts';
import { renderPostback, type Wire, wireOf } from '../../template/postback.ts';
import { readBack } from '../../template/read-back.ts';
import { splitTarget } from '../../template/url.ts';
import type { ExpectedTemplate } from './expectation.ts';
import { type ComparedRequest, requestPoints } from './request-points.ts';

/** A request from the bytes of its head, as Latin-1 text, and its body. */
export function requestOfMessage(head: string, body: Uint8Array): ComparedRequest {
  const { startLine, headers } = readWireHead(head);
  const [method = '', ...rest] = startLine.split(' ');
  const target = rest.length > 1 ? rest.slice(0, -1).join(' ') : (rest[0] ?? '');
  return { method, target, headers, body };
}

/**
 * What a postback would have sent to make this request: its template filled with the values that the request carries.
 * Undefined if its URL cannot be sent.
 */
export function expectedRequest(
  { compiled, settings }: ExpectedTemplate,
  received: ComparedRequest,
): ComparedRequest | undefined {
  const { text } = bodyText(received.body, headerOf(received.headers, 'content-type') ?? '');
  const values = readBack(
    compiled,
    {
      target: utf8OfLatin1(received.target),
      headers: received.headers.map(([name, value]): [string, string] => [name, utf8OfLatin1(value)]),
      body: text === '' ? null : text,
    },
    settings,
  );
  const known = values.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const wire = wireOf(renderPostback(compiled, Object.fromEntries(known), settings));
  return wire.ok ? requestOfWireText(wire) : undefined;
}

function requestOfWireText({ head, body }: Extract<Wire, { ok: true }>): ComparedRequest {
  return requestOfMessage(head, new TextEncoder().encode(body));
}

/** The share of the data points of either request that both have. */
function overlap(expected: ComparedRequest, received: ComparedRequest): number {
  const keys = (request: ComparedRequest) =>
    new Set(
      requestPoints(request)
        .filter(({ place }) => place === 'query' || place === 'body')
        .map(({ place, key }) => `${place} ${key}`),
    );
  const wanted = keys(expected);
  const there = keys(received);
  const both = [...wanted].filter((key) => there.has(key)).length;
  const all = wanted.size + there.size - both;
  return all === 0 ? 0 : both / all;
}

/** What a request must share with a postback at least to be taken for one of its requests. */
const ENOUGH = 0.5;

/**
 * The template that a request most likely came from: one with the same method and path that has the most data points in
 * common with it, at least half of those of both. Undefined if there is none.
 */
export function likelyTemplate<T extends ExpectedTemplate>(
  templates: readonly T[],
  received: ComparedRequest,
): { template: T; expected: ComparedRequest } | undefined {
  let best: { template: T; expected: ComparedRequest; share: number } | undefined;
  for (const template of templates) {
    const expected = expectedRequest(template, received);
    if (expected === undefined || expected.method !== received.method) continue;
    if (splitTarget(expected.target).path !== splitTarget(received.target).path) continue;
    const share = overlap(expected, received);
    if (share >= ENOUGH && share > (best?.share ?? 0)) best = { template, expected, share };
  }
  return best;
}
