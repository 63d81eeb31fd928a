import { headerOf } from '../../http/headers.ts';
import { type PostbackKind, placeholdersFor } from '../../placeholders/placeholder-registry.ts';
import type { Guess } from '../guess.ts';
import { type Body, type BodyFormat, CONTENT_TYPES } from '../postback.ts';
import { type Put, putIntoBody, putIntoUrl } from '../put-placeholders.ts';
import type { FoundRequest, ReadRequest } from './found-request.ts';
import { Guessing, type ImportChoices, type ImportedValue } from './guessed-values.ts';

/** A template that would produce a request, with the guesses and omissions. */
export interface ImportedTemplate {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: Body | undefined;
  guesses: Guess[];
  /** Every value of query, headers and body that a placeholder can stand for, in order. */
  values: ImportedValue[];
  /** What could not be imported, in sentences. */
  notes: string[];
}

/** Headers of one transmission, which do not belong to a postback. */
const NOT_TAKEN =
  /^(?:host|(?:proxy-)?connection|content-(?:length|encoding|type)|accept|accept-encoding|accept-language|user-agent|cookie|origin|referer|cache-control|pragma|transfer-encoding|expect|te|trailer|upgrade|upgrade-insecure-requests|keep-alive|date|dnt|priority|range|via|forwarded|x-forwarded-.*|x-real-ip|if-.*|sec-.*|:.*)$/i;
/** Those of them that are written anew for each transmission: nothing is lost with them. */
const IMPLIED =
  /^(?:host|(?:proxy-)?connection|content-(?:length|type)|transfer-encoding|trailer|te|keep-alive|expect|date|:.*)$/i;

/**
 * A template that would produce a request: values that look like those of a placeholder are replaced and marked as
 * guesses; existing placeholders stay. What the user selected for a key wins over a guess.
 */
export function templateOf(
  { request, notes }: ReadRequest,
  kind: PostbackKind = 'action',
  choices: ImportChoices = {},
): ImportedTemplate {
  const left = [...notes];
  const type = headerOf(request.headers, 'content-type') ?? '';
  const format = request.body === null || request.body === '' ? undefined : formatOf(request.body, type);
  const decoded = (text: string) => withBraces(text, kind, left);
  const address = decoded(request.url);
  const content = format === 'form' ? decoded(request.body ?? '') : (request.body ?? '');
  const own = ownHeaders(request.headers, left);
  const made = (put: Put) => ({
    url: putIntoUrl(address, put),
    headers: own.map(([name, value]): [string, string] => [
      name,
      put(name.replace(/^x-/i, ''), value) ?? value,
    ]),
    template: format === undefined ? '' : putIntoBody(content, format, put),
  });
  const guessing = new Guessing(kind, choices);
  // Keys with the name of a placeholder come first, wherever they are: "pay" must not take it from "payout".
  made(guessing.reserve);
  const { url, headers, template } = made(guessing.put);
  const asSent = format === undefined ? undefined : otherType(type, format);
  return {
    method: request.method,
    url,
    headers: Object.fromEntries(asSent === undefined ? headers : [...headers, ['Content-Type', asSent]]),
    body: format === undefined ? undefined : { format, template, escape: 'by-place' },
    guesses: guessing.guesses,
    values: guessing.imported,
    notes: [...left, ...guessing.notes],
  };
}

/** Restores the braces of placeholders that a browser or a form encoded. */
function withBraces(text: string, kind: PostbackKind, notes: string[]): string {
  const names = new Set([...placeholdersFor(kind).keys()].map((name) => name.toLowerCase()));
  const decoded = text.replace(/%7B([A-Za-z][A-Za-z0-9_]*)%7D/gi, (whole, name: string) =>
    names.has(name.toLowerCase()) ? `{${name}}` : whole,
  );
  const note = 'Encoded braces around placeholder names were decoded.';
  if (decoded !== text && !notes.includes(note)) notes.push(note);
  return decoded;
}

/** The headers that belong to a postback, each once. */
function ownHeaders(given: FoundRequest['headers'], notes: string[]): [string, string][] {
  const own = new Map<string, [string, string]>();
  const left = new Set<string>();
  for (const [name, value] of given) {
    if (NOT_TAKEN.test(name)) {
      if (!IMPLIED.test(name)) left.add(name);
    } else if (own.has(name.toLowerCase()))
      notes.push(
        `Of several headers named ${name} only the first was used: a postback has each header once.`,
      );
    else own.set(name.toLowerCase(), [name, value]);
  }
  if (left.size > 0)
    notes.push(`Headers that the platform does not send were left out: ${[...left].join(', ')}.`);
  return [...own.values()];
}

/** The Content-Type of a request, if it differs from what the platform sends for the format. */
function otherType(type: string, format: BodyFormat): string | undefined {
  const plain = type.replace(/;\s*charset\s*=\s*"?utf-?8"?\s*$/i, '').trim();
  return plain === '' || plain.toLowerCase() === CONTENT_TYPES[format] || /^multipart\//i.test(plain)
    ? undefined
    : type.trim();
}

function formatOf(text: string, type: string): BodyFormat {
  if (/json/i.test(type)) return 'json';
  if (/xml/i.test(type)) return 'xml';
  if (/form-urlencoded/i.test(type)) return 'form';
  const first = text.trimStart()[0];
  return first === '{' || first === '[' ? 'json' : first === '<' ? 'xml' : 'form';
}
