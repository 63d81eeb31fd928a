import type { Field } from './field.ts';
import { type FieldPattern, fieldPatterns, type PlacedOccurrence } from './field-patterns.ts';
import type { CompiledPostback, RenderSettings } from './postback.ts';
import { type Occurrence, occurrencesOf } from './trace.ts';
import { type ReceivedRequest, readFields } from './values-table.ts';

/** What a request tells of one placeholder. */
export interface ReadBack {
  name: string;
  /**
   * sure: with this template only this value gives this request, an empty one and none at all being the same;
   * likely: another value could have given it too; unknown: the request does not tell.
   */
  certainty: 'sure' | 'likely' | 'unknown';
  /** Undefined where it is unknown. */
  value: string | undefined;
  /** The field that it was read from: "query pay"; '' for none. */
  field: string;
  /** Why it is not sure: the rest of a sentence; '' where it is. */
  why: string;
}

interface Reading {
  occurrence: Occurrence;
  field: string;
  value: string | undefined;
  why: string;
}

/**
 * The values that a request carries, read back through a template: the reverse of rendering. One entry for each name
 * that the template uses and that means something, in order of appearance. The request need not come from this
 * template: what it has under the same keys is taken.
 */
export function readBack(
  compiled: CompiledPostback,
  request: ReceivedRequest,
  settings: RenderSettings,
): ReadBack[] {
  const patterns = fieldPatterns(compiled, settings);
  const doubts = doubtsOf(compiled, patterns);
  const found = new Map<string, string[]>();
  for (const { place, key, value, problem } of readFields(compiled, request)) {
    if (problem === true) continue;
    const id = `${place} ${key}`;
    const values = found.get(id);
    if (values === undefined) found.set(id, [value]);
    else values.push(value);
  }
  const readings = patterns.flatMap((pattern) => {
    const field = `${pattern.place} ${pattern.key}`;
    return readingsOf(pattern, field, found.get(field)?.shift()).map((reading) => ({
      ...reading,
      why: reading.why === '' ? (doubts.get(pattern.place) ?? '') : reading.why,
    }));
  });
  const names = [...new Set(occurrencesOf(compiled).map(({ name }) => name))].filter(settings.known);
  return names.map((name) =>
    agreed(
      name,
      readings.filter(({ occurrence }) => occurrence.name === name),
    ),
  );
}

/** What makes every value of a place doubtful: one of them could have made keys or values of its own. */
function doubtsOf(
  { body }: CompiledPostback,
  patterns: readonly FieldPattern[],
): Map<Field['place'], string> {
  const doubts = new Map<Field['place'], string>();
  for (const { place, pieces, keyed, bare } of patterns) {
    if (keyed) doubts.set(place, 'a placeholder is in a key beside it');
    if (bare === true && pieces.some((piece) => typeof piece !== 'string'))
      doubts.set(place, 'a value of the body is not in quotes');
  }
  if (body?.format === 'raw') doubts.set('body', 'values are not escaped in the body');
  return doubts;
}

/** What one field tells of its placeholders. */
function readingsOf(pattern: FieldPattern, field: string, text: string | undefined): Reading[] {
  const occurrences = pattern.pieces.filter((piece) => typeof piece !== 'string');
  const nothing = (why: string) =>
    occurrences.map((occurrence) => ({ occurrence, field, value: undefined, why }));
  if (pattern.keyed) return nothing('its key contains a placeholder');
  if (text === undefined) return nothing(`the request has no ${pattern.key} in its ${pattern.place}`);
  const split = splitBy(pattern.pieces, text);
  if (split === 'ambiguous') return nothing(`more than one value is in ${pattern.key}`);
  if (split === 'other') return nothing(`${pattern.key} has another text around it`);
  return occurrences.map((occurrence, index) => {
    const value = split[index]!;
    return { occurrence, field, value, why: doubtOf(pattern, occurrence, value) };
  });
}

/** Why another value could have given the same field; '' when none could. */
function doubtOf({ pieces }: FieldPattern, { place }: PlacedOccurrence, value: string): string {
  if (value.includes('\ufffd')) return 'one of its characters could not be sent';
  if (place === 'xml-cdata' && value.includes('\n')) return 'XML reads every kind of line end as the same';
  const inUrl = place === 'url' || place === 'form';
  if (inUrl && pieces.some((piece) => typeof piece === 'string' && piece.includes('%')))
    return 'a percent sign is beside it in the template';
  if (place !== 'header') return '';
  if (value.includes('%')) return 'a percent sign in a header may be literal';
  // Nothing is lost where fixed text without a blank stands at both ends.
  const [first, last] = [pieces[0], pieces.at(-1)];
  const held = typeof first === 'string' && /^\S/.test(first) && typeof last === 'string' && /\S$/.test(last);
  return held ? '' : 'blanks at the ends of a header are lost';
}

/**
 * The values between the fixed texts of a pattern; "ambiguous" when there is more than one way to cut the text, "other"
 * when there is none.
 */
function splitBy(pieces: FieldPattern['pieces'], text: string): string[] | 'ambiguous' | 'other' {
  // Pieces take turns: a fixed text, maybe empty, around and between all placeholders.
  const fixed = pieces.filter((piece) => typeof piece === 'string');
  const first = fixed[0] ?? '';
  const last = fixed.at(-1) ?? '';
  if (fixed.length === 1) return text === first ? [] : 'other';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return 'other';
  const middle = text.slice(first.length, text.length - last.length);
  const between = fixed.slice(1, -1);
  if (between.length === 0) return [middle];
  if (between.includes('')) return middle === '' ? fixed.slice(1).map(() => '') : 'ambiguous';
  const starts: number[] = [];
  let at = 0;
  for (const separator of between) {
    const start = middle.indexOf(separator, at);
    if (start === -1) return 'other';
    starts.push(start);
    at = start + separator.length;
  }
  // The ways to cut lie between the first one from the left and the first one from the right.
  let end = middle.length;
  for (const [index, separator] of [...between.entries()].toReversed()) {
    const start = middle.lastIndexOf(separator, end - separator.length);
    if (start !== starts[index]) return 'ambiguous';
    end = start;
  }
  const cuts = starts.map((start, index) => [start, start + between[index]!.length] as const);
  return [...cuts, [middle.length, middle.length] as const].map(([start], index) =>
    middle.slice(index === 0 ? 0 : cuts[index - 1]![1], start),
  );
}

/** What all places of a name tell together. */
function agreed(name: string, readings: readonly Reading[]): ReadBack {
  const read = readings.filter(({ value }) => value !== undefined);
  const sure = read.filter(({ why }) => why === '');
  const [best] = sure.length > 0 ? sure : read;
  if (best === undefined) {
    const why = readings[0]?.why ?? 'the request does not send it in a place that is read';
    return { name, certainty: 'unknown', value: undefined, field: '', why };
  }
  const other = (sure.length > 0 ? sure : read).find(({ value }) => value !== best.value);
  if (other !== undefined) {
    const why = `${best.field} and ${other.field} have different values for it`;
    return { name, certainty: 'unknown', value: undefined, field: '', why };
  }
  const { value, field, why } = best;
  return { name, certainty: why === '' ? 'sure' : 'likely', value, field, why };
}
