import { byTurn, interleave } from './interleave.ts';
import type { Postback } from './postback.ts';
import { parseQuery, splitTarget } from './url.ts';

export const COMPARED = ['Settings', 'URL', 'Headers', 'Body'] as const;

/** One field of two postbacks; null if a postback does not have it. */
export interface ComparedField {
  section: (typeof COMPARED)[number];
  name: string;
  left: string | null;
  right: string | null;
  same: boolean;
}

interface Pair {
  /** The key as it is written. */
  key: string;
  value: string;
}

/** The address of a URL template, its parameters as written, and its fragment. */
function partsOf(url: string): { address: string; pairs: Pair[]; fragment: string | null } {
  const hash = url.indexOf('#');
  const { path: address, query } = splitTarget(hash === -1 ? url : url.slice(0, hash));
  return {
    address,
    pairs: parseQuery(query).map(({ rawKey: key, rawValue: value }) => ({ key, value })),
    fragment: hash === -1 ? null : url.slice(hash + 1),
  };
}

const events = ({ kind, level, program, eventType, changes }: Postback) =>
  level === 'global'
    ? `${kind}, all events`
    : `${kind}, ${program} ${eventType}${changes ? '' : ', tracked only'}`;

/** Fields by name, in the order of the first postback, with those that only the second has in between. */
function aligned(
  section: ComparedField['section'],
  left: readonly Pair[],
  right: readonly Pair[],
): ComparedField[] {
  const [before, after] = [left, right].map((pairs) => byTurn(pairs, ({ key }) => key)) as [
    Map<string, Pair>,
    Map<string, Pair>,
  ];
  const inBoth = (turns: Iterable<string>) =>
    [...turns].filter((turn) => before.has(turn) && after.has(turn));
  const [first, second] = [inBoth(before.keys()).join(', '), inBoth(after.keys()).join(', ')];
  const order = first === second ? [] : [{ section, name: 'Order', left: first, right: second, same: false }];
  const fields = interleave([...before.keys()], [...after.keys()]).map((turn) => {
    const [a, b] = [before.get(turn), after.get(turn)];
    const sameKey = a === undefined || b === undefined || a.key === b.key;
    return {
      section,
      name: (a ?? b)!.key || 'no key',
      left: a?.value ?? null,
      // Keys are case-sensitive for most receivers.
      right: b === undefined ? null : sameKey ? b.value : `${b.key}=${b.value}`,
      same: a !== undefined && b !== undefined && sameKey && a.value === b.value,
    };
  });
  return [...fields, ...order];
}

/** Two postbacks field by field: settings, address and parameters of the URL by key, headers by name, body. */
export function comparePostbacks(left: Postback, right: Postback): ComparedField[] {
  const field = (
    section: ComparedField['section'],
    name: string,
    of: (postback: Postback) => string | number | undefined | null,
  ): ComparedField[] => {
    const [a, b] = [left, right].map((postback) => of(postback) ?? null) as [string | null, string | null];
    if (a === null && b === null) return [];
    const text = (value: string | number | null) => (value === null ? null : String(value));
    return [{ section, name, left: text(a), right: text(b), same: a === b }];
  };
  const urls = [left, right].map(({ url }) => partsOf(url)) as [
    ReturnType<typeof partsOf>,
    ReturnType<typeof partsOf>,
  ];
  const headers = [left, right].map(({ headers: own }) =>
    Object.entries(own).map(([key, value]) => ({ key, value })),
  ) as [Pair[], Pair[]];
  return [
    ...field('Settings', 'Fires on', events),
    ...field('Settings', 'Enabled', ({ enabled }) => (enabled ? 'yes' : 'no')),
    ...field('Settings', 'Method', ({ method }) => method),
    ...field('Settings', 'Minimum delay', ({ minimumDelay }) => minimumDelay),
    ...field('Settings', 'Maximum requests per second', (postback) => postback.maximumRequestsPerSecond),
    ...field('Settings', 'Success response', ({ successResponse }) => successResponse),
    ...field('Settings', 'Error response', ({ errorResponse }) => errorResponse),
    ...field('URL', 'Address', ({ url }) => partsOf(url).address),
    ...aligned('URL', urls[0].pairs, urls[1].pairs),
    ...field('URL', 'Fragment', ({ url }) => partsOf(url).fragment),
    ...aligned('Headers', ...headers),
    ...field('Body', 'Format', ({ body }) => body?.format),
    ...field('Body', 'Values', ({ body }) => body && (body.escape === 'raw' ? 'raw' : 'escaped by place')),
  ];
}
