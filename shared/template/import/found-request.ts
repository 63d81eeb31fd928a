import { PostbenchError } from '../../errors.ts';
import { headerOf } from '../../http/headers.ts';

/** A request as a postback can send it. */
export interface FoundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: [string, string][];
  body: string | null;
}

/** A request that was read, and what of it was left out or assumed, in sentences. */
export interface ReadRequest {
  request: FoundRequest;
  notes: string[];
}

/** One of the requests in a text: what a list shows of it, and the request itself when it is wanted. */
export interface FoundEntry {
  /** As it was found: also PUT, HEAD, … */
  method: string;
  url: string;
  /** HTTP status of the response, where the text has one. */
  status: number | null;
  /** ms since 1970, where the text has it. */
  time: number | null;
  hasBody: boolean;
  /** Throws PB_ARGUMENT_INVALID for one that no postback can be made of. */
  read: () => ReadRequest;
}

/** The requests of a text, in its order; at least one. */
export interface FoundRequests {
  /** What the text was recognized as: "HAR", "cURL (PowerShell)". */
  form: string;
  /** What one of them is called. */
  noun: 'entry' | 'request' | 'line';
  entries: FoundEntry[];
  /** What was left out of the text as a whole. */
  notes: string[];
}

/** What a reader knows of a request. */
export interface RawRequest {
  method: string;
  url: string;
  headers?: readonly (readonly [string, string])[];
  body?: string | null;
  notes?: readonly string[];
  status?: number | null;
  time?: number | null;
}

/** Throws PB_ARGUMENT_INVALID. */
export function refuse(message: string, remedy: string): never {
  throw new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
}

/** The closest method that a postback can have; a note says if it differs from the request's. */
export function methodOf(method: string, notes: string[]): 'GET' | 'POST' {
  const upper = method.toUpperCase();
  if (upper === 'GET' || upper === 'POST') return upper;
  const taken = upper === 'HEAD' ? 'GET' : 'POST';
  notes.push(`${upper} became ${taken}: the platform sends GET and POST only.`);
  return taken;
}

export const SCHEME_ADDED = 'http:// was added to the address, which has no scheme.';
/** Where only a path is known. */
export const NO_HOST = 'The address has no host: the path leads to the local receiver.';

/** An entry of a request that is known in full. */
export function entryOf(raw: RawRequest): FoundEntry {
  const { method, url, headers = [], status = null, time = null } = raw;
  const body = raw.body === '' ? null : (raw.body ?? null);
  return {
    method: method.toUpperCase(),
    url,
    status,
    time,
    hasBody: body !== null,
    read: () => {
      const notes = [...(raw.notes ?? [])];
      if (!/^(?:https?:\/\/|\/)/i.test(url))
        refuse(
          'The request does not go to a web address.',
          'Use a request to an http:// or https:// address.',
        );
      const multipart = body !== null && /^multipart\//i.test(headerOf(headers, 'content-type') ?? '');
      if (multipart)
        notes.push('The body was left out: it is a multipart form, which the platform does not send.');
      return {
        request: {
          method: methodOf(method, notes),
          url,
          headers: headers.map(([name, value]) => [name, value]),
          body: multipart ? null : body,
        },
        notes: [...new Set(notes)],
      };
    },
  };
}

/** A URL with a piece added to its query, before its fragment. */
export function withQuery(url: string, piece: string): string {
  if (piece === '') return url;
  const [address = '', ...fragment] = url.split('#');
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  const joined = `${address}${joint}${piece}`;
  return fragment.length === 0 ? joined : `${joined}#${fragment.join('#')}`;
}

const MOST_SHOWN = 60;

/** A piece of a text for a note, in quotes, shortened. */
export function cited(text: string): string {
  const plain = text.trim().replace(/\s+/g, ' ');
  return `“${plain.length > MOST_SHOWN ? `${plain.slice(0, MOST_SHOWN)}…` : plain}”`;
}

const MOST_CITED = 20;

/** Pieces of a text for a note, each once. */
export function citedAll(texts: readonly string[]): string {
  const each = [...new Set(texts)];
  const more = each.length > MOST_CITED ? ` and ${each.length - MOST_CITED} more` : '';
  return each.slice(0, MOST_CITED).map(cited).join(', ') + more;
}

/** Notes on variables, whose values are not in the text. */
export function variableNotes(names: Iterable<string>): string[] {
  const each = [...new Set(names)];
  if (each.length === 0) return [];
  return [
    each.length === 1
      ? `${each[0]} was kept as text: its value is not in what was pasted.`
      : `${each.join(', ')} were kept as text: their values are not in what was pasted.`,
  ];
}
