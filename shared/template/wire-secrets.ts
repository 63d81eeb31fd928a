import type { Values } from '../placeholders/placeholder-values.ts';
import { secretOf, secretText } from '../secrets/name.ts';
import { type EncodingPlace, encodeFor } from './encode.ts';
import type { CompiledPostback, RenderedRequest, RenderSettings } from './postback.ts';
import type { Compiled } from './render.ts';
import { requestOfWire } from './request-of-wire.ts';
import type { WireUrl } from './url.ts';
import { type Span, spansOf, targetSpans } from './wire-spans.ts';

/** Where in a request, as `wireOf` gives it, `{secret:NAME}` stands for a value. */
export interface WireSecret {
  part: 'head' | 'body';
  /** Offset in the head (a character is a byte) or in the text of the body, in UTF-16 units. */
  at: number;
  name: string;
  /** By which rules the value is escaped. */
  place: EncodingPlace;
}

interface SentWire {
  url: WireUrl;
  head: string;
  body: string;
}

const holdsSecret = ({ pieces }: Compiled) =>
  pieces.some((piece) => 'name' in piece && piece.secret !== undefined);

/** Whether a postback needs the value of a secret. */
export function usesSecrets({ url, headers, body }: CompiledPostback): boolean {
  return (
    holdsSecret(url) ||
    headers.some(([, value]) => holdsSecret(value)) ||
    (body !== undefined && holdsSecret(body))
  );
}

/**
 * The places of a postback's secrets in the request that it was rendered to. They come from the template alone: what a
 * value of an event looks like makes no secret of it.
 */
export function secretsOnWire(
  compiled: CompiledPostback,
  values: Values,
  settings: RenderSettings,
  { request, wire }: { request: RenderedRequest; wire: SentWire },
): WireSecret[] {
  const found: WireSecret[] = [];
  const add = (part: WireSecret['part'], shift: number, spans: readonly Span[], { pieces }: Compiled) => {
    for (const { type, start, occurrence } of spans) {
      if (type !== 'secret') continue;
      const piece = pieces.find((one) => one.start === occurrence.start);
      if (piece === undefined || 'text' in piece) continue;
      found.push({ part, at: shift + start, name: secretOf(occurrence.name) ?? '', place: piece.place });
    }
  };
  const { url, headers, body } = compiled;
  const { target } = wire.url;
  add('head', request.method.length + 1, targetSpans(request.url, target, url, values, settings), url);
  // The postback's own headers come last, before the length and the empty line.
  const own = request.headers.slice(request.headers.length - headers.length);
  const lengthLine = /\r\ncontent-length: \d+\r\n\r\n$/.exec(wire.head);
  let at = lengthLine === null ? wire.head.length - 2 : lengthLine.index + 2;
  for (const [name, value] of own) at -= `${name}: ${value}\r\n`.length;
  for (const [index, [name, value]] of own.entries()) {
    const template = headers[index]![1];
    const spans = spansOf(`header:${name}`, template, values, settings);
    add('head', at + `${name}: `.length, spans, template);
    at += `${name}: ${value}\r\n`.length;
  }
  if (body !== undefined) add('body', 0, spansOf('body', body, values, settings), body);
  return found;
}

/** A text with the values at their places. Throws where the text there is another: then the places are of another text. */
function putInto(text: string, secrets: readonly WireSecret[], valueFor: (name: string) => string): string {
  let whole = '';
  let from = 0;
  for (const { at, name, place } of secrets.toSorted((a, b) => a.at - b.at)) {
    const written = secretText(name);
    if (!text.startsWith(written, at)) throw new Error(`no ${written} at ${at}`);
    whole += text.slice(from, at) + encodeFor(place, valueFor(name));
    from = at + written.length;
  }
  return whole + text.slice(from);
}

/** The request as it leaves: every secret's value at its place, escaped for it. */
export function withSecrets(
  { url: { origin }, head, body }: SentWire,
  secrets: readonly WireSecret[],
  valueFor: (name: string) => string,
): RenderedRequest {
  const of = (part: WireSecret['part']) => secrets.filter((secret) => secret.part === part);
  return requestOfWire(origin, putInto(head, of('head'), valueFor), putInto(body, of('body'), valueFor));
}
