import type { Values } from '../placeholders/placeholder-values.ts';
import type { EncodingPlace } from './encode.ts';
import type { LintField } from './lint/finding.ts';
import type { CompiledPostback } from './postback.ts';
import { type Compiled, type RenderedPart, type RenderOptions, renderParts } from './render.ts';

/** One placeholder where it stands: in which text of a postback, at which offsets (UTF-16 units, end not included). */
export interface Occurrence {
  field: LintField;
  name: string;
  start: number;
  end: number;
}

/** Names an occurrence among all of its postback: "url 12". */
export function occurrenceId({ field, start }: Pick<Occurrence, 'field' | 'start'>): string {
  return `${field} ${start}`;
}

/** The texts of a postback that placeholders may stand in, in the order of the request. */
export function textsOf({
  url,
  headers,
  body,
}: CompiledPostback): { field: LintField; compiled: Compiled }[] {
  return [
    { field: 'url', compiled: url },
    ...headers.map(([name, compiled]) => ({ field: `header:${name}` as const, compiled })),
    ...(body === undefined ? [] : [{ field: 'body' as const, compiled: body }]),
  ];
}

/** Every placeholder of a postback, in the order of the request. */
export function occurrencesOf(compiled: CompiledPostback): (Occurrence & { place: EncodingPlace })[] {
  return textsOf(compiled).flatMap(({ field, compiled: { pieces } }) =>
    pieces.flatMap((piece) => ('text' in piece ? [] : [{ field, ...piece }])),
  );
}

/** What becomes of one placeholder. */
export interface Traced {
  occurrence: Occurrence;
  /** What it is to the sample; "unset" has no value or an empty one, "unknown" is a name that nobody knows. */
  state: Exclude<RenderedPart['type'], 'text'>;
  /** Before encoding; undefined where the sample has none. */
  value: string | undefined;
  /** As it is sent, and its number of bytes in UTF-8. */
  sent: string;
  bytes: number;
  /** By which rules it is escaped. */
  place: EncodingPlace;
}

/** What becomes of the placeholder of an id; undefined when the template has none there (any more). */
export function traceOf(
  compiled: CompiledPostback,
  id: string,
  values: Values,
  settings: Omit<RenderOptions, 'format'>,
): Traced | undefined {
  for (const { field, compiled: text } of textsOf(compiled)) {
    if (!id.startsWith(`${field} `)) continue;
    const piece = text.pieces.find((one) => 'name' in one && occurrenceId({ field, ...one }) === id);
    if (piece === undefined || 'text' in piece) continue;
    const { name, place, start, end } = piece;
    const [part] = renderParts({ format: text.format, pieces: [piece] }, values, settings);
    if (part === undefined || part.type === 'text') return undefined;
    return {
      occurrence: { field, name, start, end },
      state: part.type,
      value: Object.hasOwn(values, name) ? values[name] : undefined,
      sent: part.text,
      bytes: new TextEncoder().encode(part.text).length,
      place,
    };
  }
  return undefined;
}
