import { splitTarget } from '../../template/url.ts';
import { DEFAULT_ENDPOINT } from './endpoint-name.ts';
import type { Endpoint } from './endpoint-schema.ts';

/** The authority that a proxy's request target begins with, as in "http://127.0.0.1:7300/pb". */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * The endpoint of the receiver's own port that a request target belongs to: the one with the longest path whose segments
 * the target begins with, else the default one.
 */
export function endpointOfTarget(
  target: string,
  endpoints: readonly Pick<Endpoint, 'name' | 'path'>[],
): string {
  const { path } = splitTarget(target.replace(ABSOLUTE, ''));
  let best: { name: string; length: number } = { name: DEFAULT_ENDPOINT, length: 0 };
  for (const { name, path: own } of endpoints) {
    if (own === undefined || own.length <= best.length) continue;
    if (path === own || path.startsWith(`${own}/`)) best = { name, length: own.length };
  }
  return best.name;
}
