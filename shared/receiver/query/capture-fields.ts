import { meantWord } from '../../workspace/issue-message.ts';
import { momentOf, numberOrMoment } from './moments.ts';
import type { QueryOperator, QueryProblem, QueryTerm } from './parse-query.ts';

/**
 * How a field's values are compared without an operator: a word as a whole, a text by what it contains, a number. The values
 * of a moment are ms since the epoch.
 */
type Comparison = 'word' | 'text' | 'number' | 'status' | 'moment';

/** A field that every capture has. */
export interface CaptureField {
  /** As it is typed and completed. */
  name: string;
  /** Its name in the JSON of a capture, where that is another one. */
  json?: string;
  comparison: Comparison;
  description: string;
}

/** What is known of every capture, by the name that a query uses. */
export const CAPTURE_FIELDS: readonly CaptureField[] = [
  { name: 'method', comparison: 'word', description: 'request method' },
  { name: 'path', comparison: 'text', description: 'path, without the query' },
  { name: 'target', comparison: 'text', description: 'path and query, as received' },
  { name: 'url', comparison: 'text', description: 'http://, the Host header, path and query' },
  { name: 'headers', comparison: 'text', description: 'one header as "Name: value"' },
  { name: 'body', comparison: 'text', description: 'the body as text, decoded' },
  { name: 'status', json: 'responseStatus', comparison: 'status', description: 'response status; none, 5xx' },
  { name: 'state', comparison: 'word', description: 'complete, refused, broken-off, too-large' },
  { name: 'took', comparison: 'number', description: 'ms until the response could go' },
  { name: 'tookUs', comparison: 'number', description: 'the same in microseconds' },
  { name: 'size', json: 'bodyLength', comparison: 'number', description: 'bytes of the body' },
  { name: 'id', comparison: 'number', description: 'number of the capture' },
  { name: 'endpoint', comparison: 'word', description: 'name of the endpoint where it arrived' },
  {
    name: 'receivedAt',
    comparison: 'moment',
    description: 'real time of arrival, as 2026-11-28T09:30:00.000Z',
  },
  { name: 'virtualAt', comparison: 'moment', description: 'the same on the simulator’s clock' },
  { name: 'httpVersion', comparison: 'text', description: 'version of HTTP, as 1.1' },
  { name: 'pinned', comparison: 'word', description: 'yes or no' },
  { name: 'label', json: 'labels', comparison: 'word', description: 'a label that you have put on it; none' },
  { name: 'note', comparison: 'text', description: 'your note, or why it is not complete' },
  { name: 'origin', comparison: 'text', description: 'where an imported capture comes from' },
  { name: 'remote', comparison: 'text', description: 'address and port of the client' },
  { name: 'agent', json: 'userAgent', comparison: 'text', description: 'User-Agent' },
  { name: 'kind', comparison: 'word', description: 'action, clearing, inquiry, catalog; none' },
  { name: 'event', comparison: 'word', description: 'tracked, modified, reversed, …; none' },
  { name: 'action', json: 'subject', comparison: 'text', description: 'id of the action, inquiry or item' },
  { name: 'delivery', json: 'deliveryId', comparison: 'number', description: 'number of the delivery; none' },
  {
    name: 'attempt',
    json: 'attemptNumber',
    comparison: 'number',
    description: 'number of the attempt; none',
  },
  { name: 'outcome', comparison: 'word', description: 'how the attempt ended; none' },
];

/** A field of a query, found by its name. */
export type ResolvedField =
  | { source: 'capture'; field: CaptureField }
  /** A value of the request, under a key or under the key that carries a placeholder; in any case. */
  | { source: 'request'; key: string; comparison: Comparison };

const lower = (text: string) => text.toLowerCase();

/**
 * What a name means: a field of every capture, or a key of requests. `keys` are those that are known: of the requests
 * that were captured, and the names of placeholders. In braces it is always one of these. Undefined for any other.
 */
export function resolveField(
  name: string,
  keys: Iterable<string>,
  { inBraces = false }: { inBraces?: boolean } = {},
): ResolvedField | undefined {
  const wanted = lower(name);
  const field = CAPTURE_FIELDS.find(
    (one) => lower(one.name) === wanted || lower(one.json ?? one.name) === wanted,
  );
  if (field !== undefined && !inBraces) return { source: 'capture', field };
  for (const key of keys) if (lower(key) === wanted) return { source: 'request', key, comparison: 'text' };
  return undefined;
}

/** A problem for each field that means nothing, at its place. */
export function unknownFields(terms: readonly QueryTerm[], keys: readonly string[]): QueryProblem[] {
  return terms.flatMap((term) => {
    if (term.type === 'text' || resolveField(term.field, keys, term) !== undefined) return [];
    const near = meantWord(term.field, [...CAPTURE_FIELDS.map(({ name }) => name), ...keys]);
    return [
      {
        ...term.fieldSpan,
        message: `No capture has a field "${term.field}".`,
        remedy:
          near === undefined
            ? 'Use a field of the list, or put the text in quotes to look for it.'
            : `Did you mean ${near}? To look for the text, put it in quotes.`,
      },
    ];
  });
}

/**
 * Whether the values that a capture has of a field meet a term; an excluded term is met by what does not. A capture may
 * have no value, or more than one: one of them is enough. `none` is met by no value.
 */
export function meets(
  { operator, value, excluded }: { operator: QueryOperator; value: string; excluded: boolean },
  comparison: Comparison,
  values: readonly (string | number)[],
): boolean {
  return isMet(operator, value, comparison, values) !== excluded;
}

function isMet(
  operator: QueryOperator,
  value: string,
  comparison: Comparison,
  values: readonly (string | number)[],
): boolean {
  if (values.length === 0) return operator === 'has' && comparison !== 'text' && lower(value) === 'none';
  return values.some((one) => compares(operator, value, comparison, one));
}

function compares(
  operator: QueryOperator,
  wanted: string,
  comparison: Comparison,
  given: string | number,
): boolean {
  if (operator !== 'has' && operator !== 'is')
    return isInRelation(operator, distance(wanted, comparison, given));
  if (comparison === 'moment')
    return compares(operator, wanted, 'text', new Date(Number(given)).toISOString());
  if (operator === 'is')
    return String(given) === wanted || (comparison === 'word' && lower(String(given)) === lower(wanted));
  return has(wanted, comparison, given, numberOf(given));
}

const numberOf = (given: string | number) =>
  typeof given === 'number' ? given : given.trim() === '' ? Number.NaN : Number(given);

type Relation = Exclude<QueryOperator, 'has' | 'is'>;

/** Whether a value that is so far above a limit is what it is to be; NaN is not. */
function isInRelation(relation: Relation, above: number): boolean {
  switch (relation) {
    case 'above':
      return above > 0;
    case 'below':
      return above < 0;
    case 'at-least':
      return above >= 0;
    case 'at-most':
      return above <= 0;
  }
}

/** How far a value is above a limit, both numbers or both moments; NaN where they are not. */
function distance(limit: string, comparison: Comparison, given: string | number): number {
  if (comparison === 'moment') return Number(given) - numberOrMoment(limit);
  return Number.isNaN(Number(limit))
    ? momentOf(String(given)) - numberOrMoment(limit)
    : numberOf(given) - Number(limit);
}

/** Whether one number meets a term with a relation, as `meets` says but sooner; undefined for another term. */
export function numberTest(
  { operator, value }: { operator: QueryOperator; value: string },
  comparison: Comparison,
): ((number: number) => boolean) | undefined {
  if (operator === 'has' || operator === 'is') return undefined;
  const limit = comparison === 'moment' ? numberOrMoment(value) : Number(value);
  return (number) => isInRelation(operator, number - limit);
}

function has(wanted: string, comparison: Comparison, given: string | number, number: number): boolean {
  if (comparison === 'text') return lower(String(given)).includes(lower(wanted));
  if (comparison === 'word') return lower(String(given)) === lower(wanted);
  if (comparison === 'status' && /^[1-5]xx$/i.test(wanted)) return String(given)[0] === wanted[0];
  return wanted.trim() !== '' && number === Number(wanted);
}
