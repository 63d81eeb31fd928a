import { bodyText, utf8OfLatin1 } from '../../http/body-text.ts';
import { replayHeaders } from './replay-plan.ts';

/** A request as the fields of a form have it. */
export interface EditedDraft {
  method: string;
  /** Path and query, as text. */
  target: string;
  /** "Name: value", one a line. */
  headers: string;
  /** The body as text; null for one that is not text, which stays as it is. */
  body: string | null;
}

const latin1Of = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

/**
 * The fields of a captured request. @param body without a byte order mark stays without; text that is not UTF-8 is not
 * edited, so that no byte changes unseen.
 */
export function editedDraft({
  method,
  target,
  headers,
  body,
}: {
  method: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
}): EditedDraft {
  const { text, charset, guessed, bom } = bodyText(body);
  return {
    method,
    target: utf8OfLatin1(target),
    headers: replayHeaders(headers)
      .map(([name, value]) => `${name}: ${utf8OfLatin1(value)}`)
      .join('\n'),
    body: guessed || charset !== 'utf-8' ? null : (bom ? '\ufeff' : '') + text,
  };
}

/** What the fields say, with one character for each byte; the body as UTF-8, or as it was where it is not edited. */
export function requestOfDraft(draft: EditedDraft, body: Uint8Array) {
  const headers = draft.headers.split(/\r?\n/).flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    if (line.trim() === '') return [];
    // A line without a colon is no header, which the schema tells by its name.
    return at === -1 ? [[line, '']] : [[line.slice(0, at), latin1Of(line.slice(at + 1).trim())]];
  });
  return {
    method: draft.method.trim(),
    target: latin1Of(draft.target.trim()),
    headers,
    body: draft.body === null ? body : new TextEncoder().encode(draft.body),
  };
}
