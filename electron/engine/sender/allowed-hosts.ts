import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { bareHost } from '../../../shared/http/bare-host.ts';
import { isLocalhostName, isLoopback } from '../../../shared/http/this-machine.ts';

/** Why no connection was tried. The code tells it from a connection that failed. */
export class HostNotAllowedError extends Error {
  readonly code = 'PB_HOST_NOT_ALLOWED';
}

/** Where a name under `localhost` leads: it is not looked up, since many systems know only `localhost` itself. */
const LOCALHOST = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The addresses of a name that means this machine without being looked up; undefined for any other. */
export function addressesOfLocalhost(hostname: string): typeof LOCALHOST | undefined {
  return isLocalhostName(hostname) && bareHost(hostname) !== 'localhost' ? LOCALHOST : undefined;
}

/** Whether the user allowed a host by name. */
export function isAllowedByName(hostname: string, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((host) => bareHost(host) === bareHost(hostname));
}

/**
 * Resolves names for connections and returns only addresses of this machine, unless the user allowed the name. The
 * check is on the resolved address at connect, so a name that later points elsewhere is refused, too.
 */
export function guardedLookup(isAllowed: (hostname: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    const local = addressesOfLocalhost(hostname);
    if (local !== undefined) {
      if (options.all) callback(null, local);
      else callback(null, local[0]!.address, local[0]!.family);
      return;
    }
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error && isAllowed(hostname)) return callback(error, '', 0);
      if (error)
        return callback(new HostNotAllowedError(`${hostname} does not resolve to this machine`), '', 0);
      const usable = isAllowed(hostname) ? found : found.filter(({ address }) => isLoopback(address));
      const first = usable[0];
      if (first === undefined) {
        const where = found.map(({ address }) => address).join(', ');
        return callback(new HostNotAllowedError(`${hostname} is ${where}, not this machine`), '', 0);
      }
      if (options.all) callback(null, usable);
      else callback(null, first.address, first.family);
    });
  };
}

/** The same for a literal address, which is never looked up. */
export function mayReachLiteral(hostname: string, allowedHosts: readonly string[]): boolean {
  const host = bareHost(hostname);
  return isIP(host) === 0 || isLoopback(host) || isAllowedByName(host, allowedHosts);
}
