import type { Values } from '../placeholders/placeholder-values.ts';
import {
  type CompiledPostback,
  type RenderedRequest,
  type RenderSettings,
  renderPostback,
  wireOf,
} from './postback.ts';
import type { Occurrence } from './trace.ts';
import type { WireUrl } from './url.ts';
import { type Span, spansOf, targetSpans } from './wire-spans.ts';

/** A piece of the request on the wire; `name` is the placeholder that it stands for. */
export interface WirePart {
  /** '' for a placeholder that nothing is sent for. */
  text: string;
  role: 'request' | 'header-name' | 'text';
  name?: string;
  unknown?: boolean;
  /** Where in the template the placeholder stands. */
  occurrence?: Occurrence;
}

export type WireParts =
  | {
      ok: true;
      parts: WirePart[];
      text: string;
      bytes: number;
      request: RenderedRequest;
      url: WireUrl;
    }
  | { ok: false; reason: string };

/** Cuts a text at its spans; nothing is added or left out. */
function cut(text: string, spans: readonly Span[], role: WirePart['role']): WirePart[] {
  const parts: WirePart[] = [];
  let from = 0;
  for (const { start, end, type, occurrence } of spans) {
    if (start > from) parts.push({ text: text.slice(from, start), role });
    const unknown = type === 'unknown';
    parts.push({ text: text.slice(start, end), role, name: occurrence.name, unknown, occurrence });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), role });
  return parts;
}

/**
 * The request of `wireOf` in pieces that say which placeholder each value came from. The pieces joined are its text
 * with a plain line break for each CRLF of the head; `text` has the very characters, `bytes` their number in UTF-8.
 */
export function wireParts(compiled: CompiledPostback, values: Values, settings: RenderSettings): WireParts {
  const request = renderPostback(compiled, values, settings);
  const wire = wireOf(request);
  if (!wire.ok) return wire;
  const { url, head, body } = wire;
  const [requestLine = '', ...lines] = head.split('\r\n');
  const spans = targetSpans(request.url, url.target, compiled.url, values, settings);
  const parts: WirePart[] = [
    { text: `${request.method} `, role: 'request' },
    ...cut(url.target, spans, 'request'),
    { text: requestLine.slice(request.method.length + 1 + url.target.length), role: 'text' },
  ];
  // Two empty lines end the head; before them the length, and before that the postback's own headers.
  const ownEnd = lines.length - 2 - (hasLength(lines) ? 1 : 0);
  const ownStart = ownEnd - compiled.headers.length;
  lines.forEach((line, index) => {
    parts.push({ text: '\n', role: 'text' });
    if (line === '') return;
    const valueAt = line.indexOf(': ') + 2;
    const own = index < ownEnd ? compiled.headers[index - ownStart] : undefined;
    parts.push({ text: line.slice(0, valueAt - 1), role: 'header-name' }, { text: ' ', role: 'text' });
    const inLine = own === undefined ? [] : spansOf(`header:${own[0]}`, own[1], values, settings);
    parts.push(...cut(line.slice(valueAt), inLine, 'text'));
  });
  if (compiled.body !== undefined) {
    parts.push(...cut(body, spansOf('body', compiled.body, values, settings), 'text'));
  }
  const plain = head.replaceAll('\r\n', '\n') + body;
  const text = head + body;
  const bytes = new TextEncoder().encode(text).length;
  // Never anything but the request, should a piece not fit after all (a line break in a header).
  const fits = parts.map((part) => part.text).join('') === plain;
  return {
    ok: true,
    parts: fits ? parts : [{ text: plain, role: 'text' }],
    text,
    bytes,
    request,
    url,
  };
}

function hasLength(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith('content-length: '));
}
