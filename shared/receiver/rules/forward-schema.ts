import { z } from 'zod';
import { durationText } from '../../domain/duration.ts';

/** Real ms for the whole of a forwarded request, unless the rule says otherwise. */
const TIMEOUT_MS = 30_000;

/** The user's real server: scheme, host, port and a path that the request's own is added to. */
const target = z.string().refine(isTarget, {
  error: (issue) =>
    `"${String(issue.input)}" is not an address such as http://127.0.0.1:9000 or https://host.example/base, without a query`,
});

function isTarget(text: string): boolean {
  if (!/^https?:\/\/[^/?#\\@\s]+(?:\/[\x21-\x7e]*)?$/i.test(text) || /[?#\\]/.test(text)) return false;
  return URL.canParse(text);
}

/** Where a request is passed on to. */
export const forwardSchema = z.union([
  target.transform((to) => ({ to, timeout: TIMEOUT_MS })),
  z.strictObject({ to: target, timeout: durationText.default(TIMEOUT_MS) }),
]);
export type Forward = z.output<typeof forwardSchema>;

/** The request target at the other server: its own path and query behind the path of the address. */
export function forwardedTarget(to: string, target: string): string {
  const base = /^https?:\/\/[^/]*(\/.*)?$/i.exec(to)?.[1] ?? '';
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  // OPTIONS * is about the server as a whole.
  if (path === '*') return '*';
  return `${base.replace(/\/$/, '')}${path.startsWith('/') ? '' : '/'}${path}`;
}

/** Headers that are about one connection only: RFC 9110, 7.6.1. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // The body is here already: nobody waits to be told to send it.
  'expect',
]);

/**
 * The headers of a request as they are passed on, names and values alternating, in the same order and case. Those about
 * the connection are left out, Host is the other server's, and a body that came in chunks gets its length.
 */
export function forwardedHeaders(raw: readonly string[], host: string, bodyLength: number): string[] {
  const lines = raw.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : [],
  );
  const dropped = new Set(HOP_BY_HOP);
  for (const [name, value] of lines)
    if (name.toLowerCase() === 'connection')
      for (const one of value.split(',')) dropped.add(one.trim().toLowerCase());
  const has = (wanted: string) => lines.some(([name]) => name.toLowerCase() === wanted);
  const kept = lines.filter(
    ([name]) => !dropped.has(name.toLowerCase()) || /^(?:host|content-length)$/i.test(name),
  );
  const passed = kept.map(([name, value]): [string, string] =>
    name.toLowerCase() === 'host' ? [name, host] : [name, value],
  );
  if (!has('host')) passed.unshift(['Host', host]);
  if (has('transfer-encoding') && !has('content-length')) passed.push(['Content-Length', String(bodyLength)]);
  passed.push(['Connection', 'close']);
  return passed.flat();
}
