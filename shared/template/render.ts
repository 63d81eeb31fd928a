import type { Values } from '../placeholders/placeholder-values.ts';
import { secretOf } from '../secrets/name.ts';
import { type EncodingPlace, encodeFor } from './encode.ts';
import { layoutOf } from './layout.ts';
import { parseTemplate } from './parse.ts';

/** What a template becomes: a URL, a header's value, or a body of one format. */
export type TemplateFormat = 'url' | 'header' | 'json' | 'xml' | 'form' | 'raw';

/** What stands for a placeholder that nobody knows: its own text (assumed), or nothing. */
export type UnknownPlaceholder = 'literal' | 'empty';

export interface RenderOptions {
  format: TemplateFormat;
  /** Whether a name means anything here; what it holds comes from the values. */
  known: (name: string) => boolean;
  unknown: UnknownPlaceholder;
}

/**
 * A piece of rendered text. `placeholder` pieces say whose value they are; offsets point into the template. A secret
 * stands there as it is written: its value is put in when an attempt leaves.
 */
export interface RenderedPart {
  type: 'text' | 'value' | 'unset' | 'unknown' | 'secret';
  text: string;
  name?: string;
  start: number;
  end: number;
}

/** A template made ready: parsed once, every placeholder knowing its place. */
export interface Compiled {
  format: TemplateFormat;
  pieces: (
    | { text: string; start: number; end: number }
    | { name: string; place: EncodingPlace; start: number; end: number; secret?: string }
  )[];
}

/** Where in XML the text after `literal` stands, given where it began. */
function xmlPlace(place: EncodingPlace, literal: string): EncodingPlace {
  let current = place;
  for (const [mark] of literal.matchAll(/<!\[CDATA\[|\]\]>|<!--|-->/g)) {
    if (current === 'xml' && mark === '<![CDATA[') current = 'xml-cdata';
    else if (current === 'xml' && mark === '<!--') current = 'xml-comment';
    else if (current === 'xml-cdata' && mark === ']]>') current = 'xml';
    else if (current === 'xml-comment' && mark === '-->') current = 'xml';
  }
  return current;
}

/**
 * Parses a template for rendering. `written` is the format that the text is written in, where values are put in "raw".
 * The layout of forms and queries (see `layoutOf`) is left out.
 */
export function compileTemplate(
  template: string,
  format: TemplateFormat,
  written: TemplateFormat = format,
): Compiled {
  let place: EncodingPlace = format;
  const { dropped } = layoutOf(template, written);
  let next = 0;
  const pieces = parseTemplate(template).flatMap((segment): Compiled['pieces'] => {
    const { start, end } = segment;
    if (segment.type === 'placeholder') {
      const { name } = segment;
      const secret = secretOf(name);
      return [{ name, place, start, end, ...(secret === undefined ? {} : { secret }) }];
    }
    if (format === 'xml') place = xmlPlace(place, segment.text);
    const kept: Compiled['pieces'] = [];
    let from = start;
    for (; next < dropped.length && dropped[next]!.start < end; next += 1) {
      const gap = dropped[next]!;
      if (gap.start > from) kept.push({ text: template.slice(from, gap.start), start: from, end: gap.start });
      from = gap.end;
    }
    if (from < end) kept.push({ text: template.slice(from, end), start: from, end });
    return kept;
  });
  return { format, pieces };
}

/**
 * The rendered text: known values escaped for their place, unset ones empty, unknown ones by the switch, secrets as they
 * are written.
 */
export function render(
  compiled: Compiled,
  values: Values,
  { known, unknown }: Omit<RenderOptions, 'format'>,
): string {
  let out = '';
  for (const piece of compiled.pieces) {
    if ('text' in piece) out += piece.text;
    else if (piece.secret !== undefined) out += `{${piece.name}}`;
    else {
      const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined;
      if (value !== undefined) out += encodeFor(piece.place, value);
      else if (unknown === 'literal' && !known(piece.name)) out += `{${piece.name}}`;
    }
  }
  return out;
}

/** The same text in pieces, for previews that show which placeholder each value came from. */
export function renderParts(
  compiled: Compiled,
  values: Values,
  { known, unknown }: Omit<RenderOptions, 'format'>,
): RenderedPart[] {
  return compiled.pieces.map((piece) => {
    const { start, end } = piece;
    if ('text' in piece) return { type: 'text', text: piece.text, start, end };
    const { name } = piece;
    if (piece.secret !== undefined) return { type: 'secret', text: `{${name}}`, name, start, end };
    const value = Object.hasOwn(values, name) ? values[name]! : undefined;
    if (value !== undefined && value !== '')
      return { type: 'value', text: encodeFor(piece.place, value), name, start, end };
    if (value !== undefined || known(name)) return { type: 'unset', text: '', name, start, end };
    return { type: 'unknown', text: unknown === 'literal' ? `{${name}}` : '', name, start, end };
  });
}

/** Compiles and renders in one go, for what is rendered once. */
export function renderTemplate(template: string, values: Values, options: RenderOptions): string {
  return render(compileTemplate(template, options.format), values, options);
}

/** How a preview shows a placeholder that has no value yet: `<SharedId>`. */
export function unsetText(name: string): string {
  return `<${name}>`;
}
