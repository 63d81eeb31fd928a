import { isLoopback } from '../../http/this-machine.ts';
import { addressOf } from './address-range.ts';

/** The header in which a proxy says for whom it asks, and in which a scenario's `senderAddress` is carried. */
export const FORWARDED_FOR = 'X-Forwarded-For';

/**
 * The address that a request comes from: that of its connection or, if this machine itself has connected, the one that
 * X-Forwarded-For names. Of several, the last that is not this machine: each proxy adds the one that it has seen, and
 * those before it can be made up.
 */
export function senderAddress(
  remote: string,
  headers: readonly (readonly [name: string, value: string])[],
): string {
  if (!isLoopback(remote)) return remote;
  const named = headers
    .filter(([name]) => name.toLowerCase() === FORWARDED_FOR.toLowerCase())
    .flatMap(([, value]) => value.split(','))
    .map(addressOf);
  return named.findLast((address) => address !== undefined && !isLoopback(address)) ?? remote;
}
