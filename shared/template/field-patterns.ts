import type { Field } from './field.ts';
import type { CompiledPostback, RenderSettings } from './postback.ts';
import type { Compiled } from './render.ts';
import { type Occurrence, occurrencesOf } from './trace.ts';
import { fieldsOf } from './values-table.ts';

/** A placeholder of a template with the place that it is encoded for. */
export type PlacedOccurrence = ReturnType<typeof occurrencesOf>[number];

/** How one field of a request is composed: fixed decoded text and placeholders, in order. */
export interface FieldPattern extends Pick<Field, 'place' | 'key' | 'bare'> {
  pieces: (string | PlacedOccurrence)[];
  /** Its key contains a placeholder, so the key is not known in advance. */
  keyed: boolean;
}

const DIGITS = 6;

/** Digits that do not occur in the postback: every format leaves them unchanged, even JSON without quotes. */
function tokenFor({ postback }: CompiledPostback): string {
  const text = [postback.url, ...Object.values(postback.headers), postback.body?.template ?? ''].join('\n');
  let token = 7_590_318_246;
  while (text.includes(String(token))) token += 1;
  return String(token);
}

/**
 * The fields that a receiver reads from a postback, with the placeholders in each. Found by passing a token through the
 * renderer and the readers in place of every placeholder, so that no rule is written twice. What a receiver does not read
 * (a fragment, a comment) has no pattern.
 */
export function fieldPatterns(compiled: CompiledPostback, settings: RenderSettings): FieldPattern[] {
  const token = tokenFor(compiled);
  const occurrences = occurrencesOf(compiled);
  let count = 0;
  const values: Record<string, string> = {};
  // Each gets its own name, to tell repeated ones apart.
  const apart = (text: Compiled): Compiled => ({
    ...text,
    pieces: text.pieces.map((piece) => {
      if ('text' in piece) return piece;
      const name = `${token}${String(count).padStart(DIGITS, '0')}`;
      count += 1;
      values[name] = name;
      const { place, start, end } = piece;
      return { name, place, start, end };
    }),
  });
  const marked: CompiledPostback = {
    postback: compiled.postback,
    url: apart(compiled.url),
    headers: compiled.headers.map(([name, text]): [string, Compiled] => [name, apart(text)]),
    body: compiled.body && apart(compiled.body),
  };
  const split = new RegExp(`${token}(\\d{${DIGITS}})`);
  return fieldsOf(marked, values, settings).flatMap(({ value, problem, ...field }) => {
    // The error for an unreadable body may quote it.
    if (problem === true) return [];
    const pieces = value
      .split(split)
      .map((piece, index) => (index % 2 === 0 ? piece : (occurrences[Number(piece)] ?? piece)));
    return [{ ...field, pieces, keyed: field.key.includes(token) }];
  });
}

/** The placeholders in each field, by "place key", for tables of fields. */
export function occurrencesByField(patterns: readonly FieldPattern[]): Map<string, Occurrence[]> {
  return new Map(
    patterns.map(({ place, key, pieces }) => [
      `${place} ${key}`,
      pieces.filter((piece) => typeof piece !== 'string'),
    ]),
  );
}
