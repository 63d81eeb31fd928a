import { z } from 'zod';
import { PostbenchError } from '../../errors.ts';
import { resolveUrl, splitTarget, type WireUrl } from '../../template/url.ts';

/** Captures of one replay at most. */
export const MOST_REPLAYED = 10_000;

/** When the requests of a replay leave. */
export const REPLAY_TIMINGS = ['one-by-one', 'rate', 'original'] as const;

/** A request in place of the captured one; target and headers have one character for each byte. */
const editedSchema = z.strictObject({
  method: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/, 'must be a method such as POST'),
  /** Path and query. */
  target: z.string().regex(/^\/[\x21-\xff]*$/, 'must begin with / and have no blanks'),
  headers: z
    .array(
      z.tuple([
        z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a name such as X-Id'),
        z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line'),
      ]),
    )
    .max(1000),
  /** Base64. */
  body: z.base64().max(16 * 1024 * 1024),
});
export type EditedRequest = z.output<typeof editedSchema>;

/** What is sent again, where to, how often and when. */
export const replaySchema = z
  .strictObject({
    ids: z.array(z.number().int().positive()).min(1, 'needs at least one capture').max(MOST_REPLAYED),
    /** An origin, to which each request goes with its path and query; or a URL, whose path, and query if it has one, replace them. */
    to: z.string().min(1, 'must not be empty'),
    /** How often the whole list is sent. */
    times: z.number().int().min(1, 'must be 1 or more').max(10_000).default(1),
    /** one-by-one: each after the response to the one before; rate: `perSecond`; original: as far apart as they arrived. */
    timing: z.enum(REPLAY_TIMINGS).default('one-by-one'),
    perSecond: z.number().min(0.01, 'must be 0.01 or more').max(1000, 'must be 1,000 or less').default(10),
    /** What is sent instead of the one capture of `ids`. */
    edited: editedSchema.optional(),
    /** What stands for the masked values of captures from share files, by their numbers. */
    values: z.record(z.coerce.number().int(), z.string().max(100_000)).default({}),
    /** A host outside this machine that may be sent to this once. */
    allowHost: z.string().max(300).optional(),
  })
  .refine(({ edited, ids }) => edited === undefined || ids.length === 1, {
    path: ['edited'],
    message: 'is for one capture only',
  });
export type Replay = z.output<typeof replaySchema>;

/** One request that was sent again. */
export interface Replayed {
  /** The capture that it repeats, and the how-manieth time, from 1. */
  id: number;
  turn: number;
  url: string;
  /** Null without a response. */
  status: number | null;
  /** Real ms from the start until the end of the response. */
  ms: number;
  /** Why there is no response, in words; '' with one. */
  problem: string;
  /** The capture that it became, where it came back to this receiver. */
  capture: number | null;
}

/**
 * Where a captured request goes. Its target is kept byte for byte (one character is one byte) unless `to` has a path.
 * Throws PB_URL_INVALID.
 */
export function replayUrl(target: string, to: string): WireUrl {
  const resolved = resolveUrl(to, '');
  if (!resolved.ok || to.trim().startsWith('/')) {
    throw new PostbenchError(
      'PB_URL_INVALID',
      `"${to}" cannot be sent to: ${resolved.ok ? 'it has no host' : resolved.reason}.`,
      { remedy: 'Write it as http://127.0.0.1:9000, or with a path that replaces the captured one.' },
    );
  }
  const { url } = resolved;
  const own = splitTarget(target.startsWith('/') ? target : pathOfAbsolute(target));
  const wanted = splitTarget(url.target);
  const hasPath = wanted.path !== '/';
  const path = hasPath ? wanted.path : own.path;
  const query = url.target.includes('?') ? wanted.query : own.query;
  return { ...url, target: query === '' ? path : `${path}?${query}` };
}

/** Path and query of a target that is a whole URL, as proxies get it; "/" for "*" and for a host and port. */
function pathOfAbsolute(target: string): string {
  const rest = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Headers that say how a request is framed and routed: the client writes its own. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers of a captured request that are sent again, in wire order and case. */
export function replayHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers.flatMap(([name, value]): [string, string][] =>
    OF_THE_CONNECTION.has(name.toLowerCase()) ? [] : [[name, value]],
  );
}

/**
 * When each request leaves, in ms after the first one; undefined where each only waits for the response before.
 * @param arrivals when each capture arrived, ms since the epoch; null where that is not known
 * @param ceiling most requests per second that the target allows
 */
export function departures(
  { times, timing, perSecond }: Pick<Replay, 'times' | 'timing' | 'perSecond'>,
  arrivals: readonly (number | null)[],
  ceiling = Number.POSITIVE_INFINITY,
): number[] | undefined {
  if (timing === 'one-by-one' && ceiling === Number.POSITIVE_INFINITY) return undefined;
  const least = 1000 / ceiling;
  const gap = timing === 'rate' ? 1000 / perSecond : 0;
  const moments: number[] = [];
  let at = 0;
  for (let turn = 0; turn < times; turn += 1) {
    for (const [index, arrival] of arrivals.entries()) {
      const before = arrivals[index - 1] ?? null;
      const own = timing === 'original' && arrival !== null && before !== null ? arrival - before : gap;
      if (moments.length > 0) at += Math.max(own, least, 0);
      moments.push(at);
    }
  }
  return moments;
}
