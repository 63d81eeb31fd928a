import { SECRET_NAME } from '../secrets/name.ts';

/** A piece of a template; `start` and `end` are offsets in UTF-16 units, end not included. */
export type Segment =
  | { type: 'text'; text: string; start: number; end: number }
  | { type: 'placeholder'; name: string; start: number; end: number };

/**
 * `{PascalCase}`: documented by impact.com for URLs and bodies. A name is letters, digits and underscores. Besides,
 * Postbench's own `{secret:NAME}`: a placeholder named "secret:NAME", see `secretOf`.
 */
const PLACEHOLDER = new RegExp(`\\{([A-Za-z][A-Za-z0-9_]*|secret:${SECRET_NAME})\\}`, 'g');

/**
 * Splits a template into text and placeholders. Every brace that does not enclose a name exactly is text, so
 * JSON's own braces need no escape. The pieces joined give back the template, whatever it holds. Another pattern has to
 * be global, with the name as its first group.
 */
export function parseTemplate(template: string, placeholder: RegExp = PLACEHOLDER): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of template.matchAll(placeholder)) {
    const start = match.index;
    if (start > from)
      segments.push({ type: 'text', text: template.slice(from, start), start: from, end: start });
    from = start + match[0].length;
    segments.push({ type: 'placeholder', name: match[1]!, start, end: from });
  }
  if (from < template.length) {
    segments.push({ type: 'text', text: template.slice(from), start: from, end: template.length });
  }
  return segments;
}

/** The template that a list of segments came from. */
export function printTemplate(segments: readonly Segment[]): string {
  return segments.map((segment) => (segment.type === 'text' ? segment.text : `{${segment.name}}`)).join('');
}

/** The names that a template uses, each once, in order of appearance. */
export function placeholderNames(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER), (match) => match[1]!))];
}

/** The name, if the whole text is one placeholder. */
export function placeholderOf(text: string): string | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  const [segment, ...more] = parseTemplate(text);
  return more.length === 0 && segment?.type === 'placeholder' ? segment.name : undefined;
}

/** The placeholder that encloses an offset, its ends included. */
export function placeholderAt(
  text: string,
  offset: number,
): Extract<Segment, { type: 'placeholder' }> | undefined {
  return parseTemplate(text).find(
    (segment): segment is Extract<Segment, { type: 'placeholder' }> =>
      segment.type === 'placeholder' && segment.start <= offset && offset <= segment.end,
  );
}

/** Line and column, from 1, of an offset. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
