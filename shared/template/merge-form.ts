import { byTurn, interleave } from './interleave.ts';
import { type MergedText, mergeLines, mergeUrl } from './merge-text.ts';
import type { HeaderRow, PostbackForm } from './postback-form.ts';

/** A field that both sides changed in different ways. */
export interface Overlap {
  /** "URL", "Body", "Header X-Key" … */
  place: string;
  /** Its text with the one's, or the other's, change; both contain all other changes. */
  mine: string;
  theirs: string;
}

export interface MergedForm {
  form: PostbackForm;
  /** Empty if everything could be merged. Otherwise, `form` has the side that `choose` says. */
  overlaps: Overlap[];
  /** The fields with changes of the other side. */
  taken: string[];
}

/** Whose change wins in a conflict; mine by default. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

/**
 * Merges the edits of a postback with changes that somebody else made to the file. What only one side changed is taken from
 * that side: by field, by parameter of the URL and by line of the body. The same change on both sides counts once.
 */
export function mergeForms(
  base: PostbackForm,
  mine: PostbackForm,
  theirs: PostbackForm,
  choices: Choices = {},
): MergedForm {
  const merge = new Merge(choices);
  const { value, text } = merge;
  const events = value(
    'Fires on',
    [base, mine, theirs].map(({ kind, level, program, eventType }) => ({ kind, level, program, eventType })),
    ({ kind, level, program, eventType }) => [kind, level, program, eventType].filter(Boolean).join(' '),
  );
  const form: PostbackForm = {
    name: value('Name', [base.name, mine.name, theirs.name]),
    ...events,
    changes: value('Also on modification and reversal', [base.changes, mine.changes, theirs.changes]),
    enabled: value('Enabled', [base.enabled, mine.enabled, theirs.enabled]),
    method: value('Method', [base.method, mine.method, theirs.method]),
    url: text('URL', mergeUrl(base.url, mine.url, theirs.url), mine.url),
    headers: mergeHeaders(merge, base.headers, mine.headers, theirs.headers),
    body: mergeBody(merge, base.body, mine.body, theirs.body),
    kept: mergeKept(merge, base.kept, mine.kept, theirs.kept),
  };
  return { form, overlaps: merge.overlaps, taken: merge.taken };
}

/** Base, mine and theirs of one value. */
type Three<T> = readonly [base: T, mine: T, theirs: T] | readonly T[];

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Decides field by field and records the result. */
class Merge {
  readonly overlaps: Overlap[] = [];
  readonly taken: string[] = [];
  readonly #choices: Choices;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** A value that can only be one or the other. */
  value = <T>(place: string, [base, mine, theirs]: Three<T>, words: (value: T) => string = String): T => {
    if (sameValue(mine, theirs) || sameValue(theirs, base)) return mine as T;
    if (!sameValue(mine, base)) {
      this.overlaps.push({ place, mine: words(mine as T), theirs: words(theirs as T) });
      if (this.#choices[place] !== 'theirs') return mine as T;
    }
    this.taken.push(place);
    return theirs as T;
  };

  /** A text that can be merged piece by piece. */
  text = (place: string, merged: MergedText, mine: string): string => {
    const result = this.#choices[place] === 'theirs' ? merged.theirs : merged.mine;
    if (merged.overlaps) this.overlaps.push({ place, mine: merged.mine, theirs: merged.theirs });
    if (result !== mine) this.taken.push(place);
    return result;
  };
}

type Body = PostbackForm['body'];

const bodyWords = (body: Body) =>
  body.on ? `${body.format}${body.escape === 'raw' ? ', raw values' : ''}\n${body.template}` : 'none';
/** A disabled body is ignored, whatever its text. */
const sent = (body: Body): Body =>
  body.on ? body : { on: false, format: 'json', template: '', escape: 'by-place' };

function mergeBody({ value, text }: Merge, base: Body, mine: Body, theirs: Body): Body {
  if (!base.on || !mine.on || !theirs.on) {
    const whole = value('Body', [base, mine, theirs].map(sent), bodyWords);
    // A disabled body keeps its text, so that it can be enabled again.
    return whole.on ? whole : { ...mine, on: false };
  }
  return {
    on: true,
    format: value('Format of the body', [base.format, mine.format, theirs.format]),
    template: text('Body', mergeLines(base.template, mine.template, theirs.template), mine.template),
    escape: value('Raw values', [base.escape, mine.escape, theirs.escape]),
  };
}

const KEPT_WORDS = {
  minimumDelay: 'Minimum delay',
  maximumRequestsPerSecond: 'Maximum requests per second',
  successResponse: 'Success response',
  errorResponse: 'Error response',
} as const;

type Kept = PostbackForm['kept'];

function mergeKept({ value }: Merge, base: Kept, mine: Kept, theirs: Kept): Kept {
  const pairs = (Object.keys(KEPT_WORDS) as (keyof Kept)[]).map((key) => [
    key,
    value<string | number | undefined>(KEPT_WORDS[key], [base[key], mine[key], theirs[key]], (given) =>
      String(given ?? 'none'),
    ),
  ]);
  return Object.fromEntries(pairs.filter(([, given]) => given !== undefined)) as Kept;
}

/** Headers by name; repeated ones, as they occur during editing, are numbered. */
const byName = (rows: readonly HeaderRow[]) => byTurn(rows, ({ name }) => name);

/** The keys that are in both lists, in the order of the first. */
const shared = (of: Iterable<string>, and: ReadonlyMap<string, unknown>) =>
  [...of].filter((key) => and.has(key));

function mergeHeaders(
  { value }: Merge,
  baseRows: readonly HeaderRow[],
  mineRows: readonly HeaderRow[],
  theirRows: readonly HeaderRow[],
): HeaderRow[] {
  const [base, mine, theirs] = [byName(baseRows), byName(mineRows), byName(theirRows)];
  const merged = new Map<string, HeaderRow>();
  let nextId = Math.max(-1, ...mineRows.map(({ id }) => id)) + 1;
  for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
    const rows = [base, mine, theirs].map((side) => side.get(key));
    const name = rows[1]?.name || rows[2]?.name || '';
    const content = value(
      name === '' ? 'A header without a name' : `Header ${name}`,
      rows.map((row) => (row === undefined ? null : { name: row.name, value: row.value })),
      (row) => (row === null ? 'none' : row.value),
    );
    if (content === null) continue;
    const id = rows[1]?.id ?? nextId++;
    merged.set(key, { id, ...content });
  }
  const orders = [
    shared(shared(base.keys(), mine), theirs),
    shared(shared(mine.keys(), base), theirs),
    shared(shared(theirs.keys(), base), mine),
  ];
  const order = value('Order of the headers', orders, (keys) => keys.join(', '));
  const [first, second] = sameValue(order, orders[1]) ? [mine, theirs] : [theirs, mine];
  return interleave([...first.keys()], [...second.keys()]).flatMap((key) => merged.get(key) ?? []);
}
