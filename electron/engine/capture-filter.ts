import { PostbenchError } from '../../shared/errors.ts';
import { POSTBACK_KINDS, placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import {
  meets,
  numberTest,
  resolveField,
  unknownFields,
} from '../../shared/receiver/query/capture-fields.ts';
import {
  parseQueryLine,
  type QueryOperator,
  type QueryProblem,
  type QueryTerm,
} from '../../shared/receiver/query/parse-query.ts';
import type { CaptureFilter, FieldCondition } from './store/capture-condition.ts';

/** The placeholders of the platform, in any kind of postback. */
const PLACEHOLDERS = new Set(POSTBACK_KINDS.flatMap((kind) => [...placeholdersFor(kind).keys()]));

/** PB_ARGUMENT_INVALID for what is wrong with a query line, at its place. */
function queryError({ message, remedy, start }: QueryProblem): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', message, {
    remedy,
    place: { file: 'query', line: 1, column: start + 1 },
  });
}

/** The terms of a query line. Throws PB_ARGUMENT_INVALID at the first place where it cannot be read. */
function queryTerms(line: string): QueryTerm[] {
  const { terms, problems } = parseQueryLine(line);
  if (problems[0] !== undefined) throw queryError(problems[0]);
  return terms;
}

/**
 * Throws PB_ARGUMENT_INVALID for the first field that is none of every capture, no placeholder, and no key of `keys`, which
 * are those of the captured requests.
 */
function requireFields(terms: readonly QueryTerm[], keys: Iterable<string>): void {
  const [problem] = unknownFields(terms, [...PLACEHOLDERS, ...keys]);
  if (problem !== undefined) throw queryError(problem);
}

/**
 * The filter of a query line, for a store; undefined for one without terms. A field that is not one of every capture has
 * the values that the request carries under this key, in any case, and, where it is a placeholder, the value that it had
 * at the event of the delivery. Throws PB_ARGUMENT_INVALID with the column for what cannot be read.
 */
export function captureFilter(line: string): CaptureFilter | undefined {
  const terms = queryTerms(line);
  if (terms.length === 0) return undefined;
  const fields = terms.filter((term) => term.type === 'field');
  return {
    line,
    texts: terms.filter((term) => term.type === 'text'),
    fields: fields.map(fieldCondition),
    readsKeys: fields.some((term) => resolveField(term.field, PLACEHOLDERS, term) === undefined),
    requireKeys: (keys) => requireFields(terms, keys),
  };
}

const isText = (operator: QueryOperator) => operator === 'has' || operator === 'is';

function fieldCondition(term: QueryTerm & { type: 'field' }): FieldCondition {
  const { operator, value, excluded } = term;
  const resolved = resolveField(term.field, [], term);
  const ofCapture = resolved?.source === 'capture' ? resolved.field : undefined;
  const comparison = ofCapture?.comparison ?? 'text';
  const asked = { operator, value, excluded: false };
  const isWithin = comparison === 'text' && isText(operator);
  return {
    source: ofCapture === undefined ? 'request' : 'capture',
    name: ofCapture?.name ?? term.field.toLowerCase(),
    excluded,
    isMet: (values) => meets(asked, comparison, values),
    isNumeric: !isText(operator) || !['text', 'word'].includes(comparison),
    isMetBy: numberTest(asked, comparison),
    contains: isWithin ? value : undefined,
  };
}
