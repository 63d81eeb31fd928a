import { endpointOfUrl, localUrl } from '../receiver/endpoints/local-url.ts';

/** A URL taken apart for the wire: nothing in `target` is normalised beyond what HTTP cannot carry. */
export interface WireUrl {
  /** Scheme, host and port, as a client connects to: "http://127.0.0.1:7300". */
  origin: string;
  hostname: string;
  /** The Host header. */
  host: string;
  /** Path and query of the request line. */
  target: string;
}

export type ResolvedUrl = { ok: true; url: WireUrl } | { ok: false; reason: string };

/** A scheme and authority taken apart, the last one asked for: a postback's are the same each time. */
let lastBase: { base: string; parts: Omit<WireUrl, 'target'> | undefined } | undefined;

function partsOf(base: string): Omit<WireUrl, 'target'> | undefined {
  if (lastBase?.base === base) return lastBase.parts;
  const url = URL.canParse(base) ? new URL(base) : undefined;
  const parts = url && { origin: url.origin, hostname: url.hostname, host: url.host };
  lastBase = { base, parts };
  return parts;
}

const HTTP_URL = /^(https?):\/\/([^/?#\\]*)([^#]*)/i;
const UNSENDABLE = /[^\x21-\x7e]+/gu;

/** A piece of a path or query with what no request line can hold percent-encoded. */
function sendable(text: string): string {
  return text.replace(UNSENDABLE, (run) => encodeURIComponent(run.toWellFormed()));
}

/** Path and query of an absolute URL as written, without its fragment; `at` is where they begin in `text`. */
function takenApart(text: string) {
  const match = HTTP_URL.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', rest = ''] = match;
  return { scheme, authority, rest, at: match[0].length - rest.length };
}

/**
 * Resolves a rendered postback URL. One that begins with "/" goes to the local receiver at `receiverBase`
 * ("http://127.0.0.1:7300"). The path and the query stay as written, except that what no request line can hold
 * (blanks, controls, letters outside ASCII) is percent-encoded; a fragment is never sent.
 */
export function resolveUrl(rendered: string, receiverBase: string): ResolvedUrl {
  const trimmed = rendered.trim();
  const taken = takenApart(localUrl(trimmed, { receiverBase }));
  if (taken === undefined) {
    const endpoint = endpointOfUrl(trimmed);
    const reason =
      endpoint === undefined || trimmed.startsWith('/')
        ? 'it does not start with http://, https:// or /'
        : `no endpoint "${endpoint}" is listening; see endpoints in postbench.yaml`;
    return { ok: false, reason };
  }
  const { scheme, authority, rest } = taken;
  if (authority === '') return { ok: false, reason: 'it has no host' };
  if (authority.includes('@'))
    return { ok: false, reason: 'it has a user name before the host; send it as a header' };
  const parts = partsOf(`${scheme}://${authority}`);
  if (parts === undefined) return { ok: false, reason: `"${authority}" is not a host and port` };
  const { origin, hostname, host } = parts;
  const target = sendable(rest.startsWith('/') ? rest : `/${rest}`);
  return { ok: true, url: { origin, hostname, host, target } };
}

/**
 * Where offsets of an absolute rendered URL, ascending, come to stand in the request target that `resolveUrl` makes
 * of it; null for what is not in the target (scheme, host, fragment). In one pass, whatever their number.
 */
export function targetOffsets(rendered: string, offsets: readonly number[]): (number | null)[] {
  const taken = takenApart(rendered.trim());
  if (taken === undefined) return offsets.map(() => null);
  const { rest } = taken;
  const restStart = rendered.length - rendered.trimStart().length + taken.at;
  let from = 0;
  let length = rest.startsWith('/') ? 0 : 1;
  return offsets.map((offset) => {
    const at = offset - restStart;
    if (at < from || at > rest.length) return null;
    length += sendable(rest.slice(from, at)).length;
    from = at;
    return length;
  });
}

/** One `key=value` of a query as it stands, and decoded as a form parser does. */
export interface QueryParameter {
  rawKey: string;
  rawValue: string;
  key: string;
  value: string;
}

/** The escapes of one character, by its first byte. */
const UTF8_ESCAPES =
  /%(?:[0-7][\da-f]|[cd][\da-f]%[89ab][\da-f]|e[\da-f](?:%[89ab][\da-f]){2}|f[0-7](?:%[89ab][\da-f]){3})/gi;

/** Decodes %XX and "+" as HTML forms do; a broken escape stays as it is. */
export function decodeQueryText(raw: string): string {
  const spaced = raw.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // One bad escape must not hide the good ones.
    return spaced.replace(UTF8_ESCAPES, (escapes) => {
      try {
        return decodeURIComponent(escapes);
      } catch {
        return escapes;
      }
    });
  }
}

/** The parameters of a query or form text, in order, with empty and repeated keys kept. */
export function parseQuery(text: string): QueryParameter[] {
  if (text === '') return [];
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    const rawKey = at === -1 ? pair : pair.slice(0, at);
    const rawValue = at === -1 ? '' : pair.slice(at + 1);
    return { rawKey, rawValue, key: decodeQueryText(rawKey), value: decodeQueryText(rawValue) };
  });
}

/** The path and the query text of a request target. */
export function splitTarget(target: string): { path: string; query: string } {
  const at = target.indexOf('?');
  return at === -1 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
}
