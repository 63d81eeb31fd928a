import type { Values } from '../placeholders/placeholder-values.ts';
import type { LintField } from './lint/finding.ts';
import type { RenderSettings } from './postback.ts';
import { type Compiled, type RenderedPart, renderParts } from './render.ts';
import type { Occurrence } from './trace.ts';
import { targetOffsets } from './url.ts';

/** Where what a placeholder became stands in a text; offsets in UTF-16 units, end not included. */
export interface Span {
  start: number;
  end: number;
  type: RenderedPart['type'];
  occurrence: Occurrence;
}

/** Where in its rendered text a template's placeholders stand; one that nothing is sent for stands between letters. */
export function spansOf(
  field: LintField,
  compiled: Compiled,
  values: Values,
  settings: RenderSettings,
): Span[] {
  return measured(field, compiled, values, settings).spans;
}

function measured(field: LintField, compiled: Compiled, values: Values, settings: RenderSettings) {
  const spans: Span[] = [];
  let length = 0;
  for (const { type, text, name, start, end } of renderParts(compiled, values, settings)) {
    if (name !== undefined) {
      const occurrence = { field, name, start, end };
      spans.push({ start: length, end: length + text.length, type, occurrence });
    }
    length += text.length;
  }
  return { spans, length };
}

/**
 * Where the URL's placeholders stand in its request target: `url` is the rendered URL, with the receiver's address
 * before it where it began with "/". What is not in the target (host, fragment) is left out.
 */
export function targetSpans(
  url: string,
  target: string,
  compiled: Compiled,
  values: Values,
  settings: RenderSettings,
): Span[] {
  const { spans, length } = measured('url', compiled, values, settings);
  const shift = url.length - length;
  const starts = targetOffsets(
    url,
    spans.map(({ start }) => start + shift),
  );
  return spans.flatMap((span, index) => {
    const start = starts[index] ?? null;
    if (start === null) return [];
    const end = start + (span.end - span.start);
    const same = target.slice(start, end) === url.slice(span.start + shift, span.end + shift);
    return same ? [{ ...span, start, end }] : [];
  });
}
