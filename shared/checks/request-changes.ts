import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import { isSecretName } from '../secrets/mask.ts';
import { secretOf } from '../secrets/name.ts';
import { percentEncode } from '../template/encode.ts';
import { parseTemplate } from '../template/parse.ts';
import type { Postback, RenderedRequest } from '../template/postback.ts';
import type { SharedSecret } from './check.ts';
import type { RequestChange } from './story.ts';

/** Where a request carries a named value. */
type Place = 'query' | 'body' | 'header';

/** Names that partners give to the secret that a platform sends along. */
const SECRET_NAMES = /^(?:secure|secret|token|key|sig)$/i;

/** The secret of a template: named by the user, or a constant value under a name that says so. */
export function findSharedSecret(postback: Postback, named: string | undefined): SharedSecret | undefined {
  if (named !== undefined)
    return placesOf(postback, named).length > 0 ? { name: named, confirmed: true } : undefined;
  const names = [...constantNames(postback)];
  const found = names.find((name) => SECRET_NAMES.test(name)) ?? names.find(isSecretName);
  return found === undefined ? undefined : { name: found, confirmed: false };
}

/** Names whose value in a template no event changes. */
function constantNames({ url, headers, body }: Postback): Set<string> {
  const names = new Set<string>();
  const isConstant = (text: string) =>
    text !== '' &&
    parseTemplate(text).every((piece) => piece.type === 'text' || secretOf(piece.name) !== undefined);
  const pairs = (text: string) => {
    for (const part of text.split('&')) {
      const [name = '', ...rest] = part.split('=');
      if (isConstant(rest.join('='))) names.add(name);
    }
  };
  pairs(queryOf(url).query);
  for (const [name, value] of Object.entries(headers)) if (isConstant(value)) names.add(name);
  if (body?.format === 'form') pairs(body.template);
  if (body?.format === 'json')
    for (const [, name = '', value = ''] of body.template.matchAll(/"([^"\\]+)"\s*:\s*"([^"\\]*)"/g))
      if (isConstant(value)) names.add(name);
  if (body?.format === 'xml')
    for (const [, name = '', value = ''] of body.template.matchAll(/<([\w.-]+)>([^<]*)<\/\1>/g))
      if (isConstant(value)) names.add(name);
  return names;
}

function placesOf({ url, headers, body }: Postback, name: string): Place[] {
  const places: Place[] = [];
  if (
    queryOf(url)
      .query.split('&')
      .some((part) => nameOf(part) === name)
  )
    places.push('query');
  if (Object.keys(headers).some((header) => header.toLowerCase() === name.toLowerCase()))
    places.push('header');
  const template = body?.template ?? '';
  const inBody = {
    form: () => template.split('&').some((part) => nameOf(part) === name),
    json: () => new RegExp(`"${escaped(name)}"\\s*:`).test(template),
    xml: () => new RegExp(`<${escaped(name)}[\\s/>]`).test(template),
  };
  if (body !== undefined && inBody[body.format]()) places.push('body');
  return places;
}

/** The constant values that a template has under a name. */
export function valuesOfName({ url, headers, body }: Postback, name: string): string[] {
  const values: string[] = [];
  const pairs = (text: string) => {
    for (const part of text.split('&'))
      if (nameOf(part) === name) values.push(part.split('=').slice(1).join('='));
  };
  pairs(queryOf(url).query);
  for (const [header, value] of Object.entries(headers))
    if (header.toLowerCase() === name.toLowerCase()) values.push(value);
  if (body?.format === 'form') pairs(body.template);
  if (body?.format === 'json')
    for (const [, value = ''] of body.template.matchAll(
      new RegExp(`"${escaped(name)}"\\s*:\\s*"([^"\\\\]*)"`, 'g'),
    ))
      values.push(value);
  if (body?.format === 'xml')
    for (const [, value = ''] of body.template.matchAll(new RegExp(`<${escaped(name)}>([^<]*)</`, 'g')))
      values.push(value);
  return values.filter((value) => value !== '' && !value.includes('{'));
}

/** A request whose value of this name is another one; null leaves it out altogether. */
export function withValue(name: string, value: string | null, words: string): RequestChange {
  return {
    words,
    change: (request) => ({
      ...request,
      url: inQuery(request.url, (query) => changePairs(query, name, value)),
      headers: request.headers.flatMap(([header, text]): [string, string][] => {
        if (header.toLowerCase() !== name.toLowerCase()) return [[header, text]];
        return value === null ? [] : [[header, value]];
      }),
      body: request.body === null ? null : changeBody(request, request.body, name, value),
    }),
  };
}

/** A request with one more query parameter. */
export function withParameter(name: string, value: string, words: string): RequestChange {
  return {
    words,
    change: (request) => ({
      ...request,
      url: inQuery(request.url, (query) =>
        [query, `${percentEncode(name)}=${percentEncode(value)}`].filter((part) => part !== '').join('&'),
      ),
    }),
  };
}

/** The same parameters in reverse order, in the query and in a form. */
export function reversedParameters(): RequestChange {
  const reverse = (pairs: string) => pairs.split('&').toReversed().join('&');
  return {
    words: 'with its parameters in another order',
    change: (request) => ({
      ...request,
      url: inQuery(request.url, reverse),
      body: request.body !== null && isForm(request) ? reverse(request.body) : request.body,
    }),
  };
}

/** Each parameter twice, with the same value. */
export function everyParameterTwice(): RequestChange {
  const double = (pairs: string) => (pairs === '' ? pairs : `${pairs}&${pairs}`);
  return {
    words: 'with every parameter twice',
    change: (request) => ({
      ...request,
      url: inQuery(request.url, double),
      body: request.body !== null && isForm(request) ? double(request.body) : request.body,
    }),
  };
}

/** Header names in another case: they mean the same (RFC 9110). */
export function otherHeaderCase(): RequestChange {
  return {
    words: 'with its header names in capitals',
    change: (request) => ({
      ...request,
      headers: request.headers.map(([name, value]): [string, string] => [name.toUpperCase(), value]),
    }),
  };
}

/** The same request by another method. */
export function withMethod(method: 'GET' | 'HEAD'): RequestChange {
  return {
    words: `as ${method}`,
    change: ({ headers, body, url }) => {
      // What a form carries would go into the query of a link that somebody opens.
      const isPairs = body !== null && headers.some(([, value]) => value.includes('x-www-form-urlencoded'));
      const target = isPairs
        ? inQuery(url, (query) => [query, body].filter((part) => part !== '').join('&'))
        : url;
      return {
        method,
        url: target,
        headers: headers.filter(([name]) => name.toLowerCase() !== 'content-type'),
        body: null,
      };
    },
  };
}

function isForm({ headers }: RenderedRequest): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && value.includes('urlencoded'),
  );
}

function queryOf(url: string): { before: string; query: string; after: string } {
  const [rest = '', ...fragment] = url.split('#');
  const at = rest.indexOf('?');
  const after = fragment.length === 0 ? '' : `#${fragment.join('#')}`;
  return at === -1
    ? { before: rest, query: '', after }
    : { before: rest.slice(0, at), query: rest.slice(at + 1), after };
}

function inQuery(url: string, change: (query: string) => string): string {
  const { before, query, after } = queryOf(url);
  const changed = change(query);
  return changed === '' && !url.includes('?') ? url : `${before}?${changed}${after}`;
}

function nameOf(pair: string): string {
  const name = pair.split('=')[0] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function changePairs(pairs: string, name: string, value: string | null): string {
  return pairs
    .split('&')
    .flatMap((pair) => {
      if (nameOf(pair) !== name) return [pair];
      return value === null ? [] : [`${pair.split('=')[0]}=${percentEncode(value)}`];
    })
    .join('&');
}

function changeBody({ headers }: RenderedRequest, body: string, name: string, value: string | null): string {
  const type = headers.find(([header]) => header.toLowerCase() === 'content-type')?.[1] ?? '';
  if (/urlencoded/.test(type)) return changePairs(body, name, value);
  if (/json/.test(type)) {
    const root = parseTree(body);
    if (root === undefined || findNodeAtLocation(root, [name]) === undefined) return body;
    return applyEdits(body, modify(body, [name], value ?? undefined, {}));
  }
  if (!/xml/.test(type)) return body;
  const element = new RegExp(`<${escaped(name)}>[^<]*</${escaped(name)}>`, 'g');
  return body.replace(element, () =>
    value === null ? '' : `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`,
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
