import { meets, resolveField } from './capture-fields.ts';
import type { QuerySpan, QueryTerm } from './parse-query.ts';

/** Hits that are told of one text; more are not looked at. */
const MOST = 1_000;

/**
 * The stretches of a text that a query asks for, ascending and apart from each other. `fields` are the names of which the
 * text is a value: of a query parameter its key, of a header "headers". A number or date that is in the relation asked for
 * is a hit as a whole.
 */
export function hitSpans(
  text: string,
  terms: readonly QueryTerm[],
  fields: readonly string[] = [],
): QuerySpan[] {
  const names = fields.map((field) => field.toLowerCase());
  const spans = terms
    .filter(({ excluded }) => !excluded)
    .flatMap((term) => {
      if (term.type === 'text') return spansOf(text, term.text);
      if (!names.includes(nameOf(term))) return [];
      if (term.operator === 'has') return spansOf(text, term.value);
      return meets({ ...term, excluded: false }, 'text', [text]) ? [{ start: 0, end: text.length }] : [];
    });
  return merged(spans.filter(({ start, end }) => start < end)).slice(0, MOST);
}

function nameOf(term: QueryTerm & { type: 'field' }): string {
  const resolved = resolveField(term.field, [], term);
  return (resolved?.source === 'capture' ? resolved.field.name : term.field).toLowerCase();
}

function spansOf(text: string, wanted: string): QuerySpan[] {
  if (wanted === '') return [];
  const [low, lowWanted] = [text.toLowerCase(), wanted.toLowerCase()];
  // A letter that is longer in lower case would move the places.
  const [within, part] = low.length === text.length ? [low, lowWanted] : [text, wanted];
  const spans: QuerySpan[] = [];
  for (
    let at = within.indexOf(part);
    at !== -1 && spans.length < MOST;
    at = within.indexOf(part, at + part.length)
  )
    spans.push({ start: at, end: at + part.length });
  return spans;
}

function merged(spans: readonly QuerySpan[]): QuerySpan[] {
  const all: QuerySpan[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else all.push({ ...span });
  }
  return all;
}
