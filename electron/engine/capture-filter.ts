import { PostbenchError } from '../../shared/errors.ts';
import { bodyText, utf8OfLatin1 } from '../../shared/http/body-text.ts';
import { headerOf } from '../../shared/http/headers.ts';
import { POSTBACK_KINDS, placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import { meets, resolveField, unknownFields } from '../../shared/receiver/query/capture-fields.ts';
import { captureValues } from '../../shared/receiver/query/capture-values.ts';
import {
  parseQueryLine,
  type QueryProblem,
  type QueryTerm,
} from '../../shared/receiver/query/parse-query.ts';
import { requestFields } from '../../shared/receiver/request-fields.ts';
import { decodedBody } from './decoded-body.ts';
import type { CaptureFilter, StoredRequest } from './store/capture-query.ts';
import { readHead } from './store/wire.ts';

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
  const ofCaptures = fields.flatMap((term) => {
    const resolved = resolveField(term.field, [], term);
    return resolved?.source === 'capture' ? [{ term, field: resolved.field }] : [];
  });
  const ofRequests = fields
    .filter((term) => resolveField(term.field, [], term) === undefined)
    .map((term) => ({ term, key: term.field.toLowerCase() }));
  return {
    line,
    texts: terms.filter((term) => term.type === 'text'),
    readsRequests: ofRequests.length > 0,
    // Whether a key is known is only seen by reading all requests, not only those that contain the text.
    readsAll: fields.some((term) => resolveField(term.field, PLACEHOLDERS, term) === undefined),
    meetsCapture: (capture) =>
      ofCaptures.every(({ term, field }) =>
        meets(term, field.comparison, captureValues(field.name, capture)),
      ),
    meetsRequest: (request, keys) => {
      const values = requestValues(request, keys);
      return ofRequests.every(({ term, key }) => meets(term, 'text', values.get(key) ?? []));
    },
    requireKeys: (keys) => requireFields(terms, keys),
  };
}

/** The values of a request by their keys in lower case; the keys as they are spelt are added to `keys`. */
function requestValues({ head, body, target, bodyLength, eventValues }: StoredRequest, keys: Set<string>) {
  const values = new Map<string, string[]>();
  const add = (key: string, value: string) => {
    const known = values.get(key.toLowerCase());
    if (known === undefined) values.set(key.toLowerCase(), [value]);
    else known.push(value);
  };
  const { headers } = readHead(head);
  const decoded = decodedBody(headers, body, { cut: body.length < bodyLength }) ?? body;
  const { text } = bodyText(decoded, headerOf(headers, 'content-type') ?? '');
  for (const { key, value } of requestFields(utf8OfLatin1(target), headers, text)) {
    keys.add(key);
    add(key, value);
  }
  for (const [name, value] of Object.entries(eventValues)) {
    keys.add(name);
    add(name, value);
  }
  return values;
}
