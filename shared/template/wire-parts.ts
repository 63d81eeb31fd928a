import type { Values } from '../domain/values.ts';
import { type CompiledPostback, type RenderSettings, renderPostback, wireOf } from './postback.ts';
import { type Compiled, renderParts } from './render.ts';
import { resolveUrl, sendable } from './url.ts';

/** A piece of the request on the wire; `name` is the placeholder that it stands for. */
export interface WirePart {
  text: string;
  role: 'request' | 'header-name' | 'text';
  name?: string;
  unknown?: boolean;
}

export type WireParts =
  | { ok: true; parts: WirePart[]; text: string; bytes: number }
  | { ok: false; reason: string };

interface Span {
  start: number;
  end: number;
  name: string;
  unknown: boolean;
}

/** Where in its rendered text a template's placeholders stand. */
function spansOf(compiled: Compiled, values: Values, settings: RenderSettings): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { type, text, name } of renderParts(compiled, values, settings)) {
    if (name !== undefined && text !== '') {
      spans.push({ start: at, end: at + text.length, name, unknown: type === 'unknown' });
    }
    at += text.length;
  }
  return spans;
}

/**
 * Where an offset of a rendered URL comes to stand in its request target, or null for what is not in the target
 * (scheme, host, fragment). Asked of `resolveUrl` itself, so that the rule is written once.
 */
function targetOffset(url: string, offset: number): number | null {
  const before = url.slice(0, offset);
  // A letter after it keeps a blank at the end from being trimmed; a second one shows whether it still counts.
  const one = resolveUrl(`${before}x`, '');
  const two = resolveUrl(`${before}xx`, '');
  if (!one.ok || !two.ok || two.url.target.length === one.url.target.length) return null;
  return one.url.target.length - 1;
}

/** The spans of the URL's values, in its request target. */
function targetSpans(url: string, target: string, spans: readonly Span[], shift: number): Span[] {
  // From one value to the next, the text between them tells: asking for each would take the square of their number.
  let known: { in: number; start: number } | null = null;
  const found: Span[] = [];
  for (const span of spans) {
    const at = span.start + shift;
    const start: number | null =
      known === null ? targetOffset(url, at) : known.start + sendable(url.slice(known.in, at)).length;
    if (start === null) continue;
    known = { in: at, start };
    const end = start + (span.end - span.start);
    if (target.slice(start, end) === url.slice(at, span.end + shift)) found.push({ ...span, start, end });
  }
  return found;
}

/** Cuts a text at its spans; nothing is added or left out. */
function cut(text: string, spans: readonly Span[], role: WirePart['role']): WirePart[] {
  const parts: WirePart[] = [];
  let from = 0;
  for (const { start, end, name, unknown } of spans) {
    if (start > from) parts.push({ text: text.slice(from, start), role });
    parts.push({ text: text.slice(start, end), role, name, unknown });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), role });
  return parts;
}

/**
 * The request of `wireOf` in pieces that say which placeholder each value came from. The pieces joined are its
 * text with every CRLF as one line break; `text` has the very characters, `bytes` their number in UTF-8.
 */
export function wireParts(compiled: CompiledPostback, values: Values, settings: RenderSettings): WireParts {
  const request = renderPostback(compiled, values, settings);
  const wire = wireOf(request);
  if (!wire.ok) return wire;
  const { target } = wire.url;
  const [requestLine = '', ...lines] = wire.head.split('\r\n');
  const spans = spansOf(compiled.url, values, settings);
  const shift = request.url.length - lengthOf(compiled.url, values, settings);
  const parts: WirePart[] = [
    { text: `${request.method} `, role: 'request' },
    ...cut(target, targetSpans(request.url, target, spans, shift), 'request'),
    { text: requestLine.slice(request.method.length + 1 + target.length), role: 'text' },
  ];
  // Two empty lines end the head; before them the length, and before that the postback's own headers.
  const ownEnd = lines.length - 2 - (hasLength(lines) ? 1 : 0);
  const ownStart = ownEnd - compiled.headers.length;
  lines.forEach((line, index) => {
    parts.push({ text: '\n', role: 'text' });
    if (line === '') return;
    const valueAt = line.indexOf(': ') + 2;
    const own = index < ownEnd ? compiled.headers[index - ownStart]?.[1] : undefined;
    parts.push({ text: line.slice(0, valueAt - 1), role: 'header-name' }, { text: ' ', role: 'text' });
    parts.push(...cut(line.slice(valueAt), own ? spansOf(own, values, settings) : [], 'text'));
  });
  if (compiled.body !== undefined) {
    parts.push(...cut(wire.body, spansOf(compiled.body, values, settings), 'text'));
  }
  const text = wire.head + wire.body;
  return { ok: true, parts: shown(parts, text), text, bytes: new TextEncoder().encode(text).length };
}

/** The pieces with plain line ends; never anything but the request, should a piece not fit after all. */
function shown(parts: WirePart[], text: string): WirePart[] {
  const plain = text.replaceAll('\r\n', '\n');
  const pieces = parts.map((part) => ({ ...part, text: part.text.replaceAll('\r\n', '\n') }));
  return pieces.map((part) => part.text).join('') === plain ? pieces : [{ text: plain, role: 'text' }];
}

function hasLength(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith('content-length: '));
}

function lengthOf(compiled: Compiled, values: Values, settings: RenderSettings): number {
  return renderParts(compiled, values, settings).reduce((sum, { text }) => sum + text.length, 0);
}
