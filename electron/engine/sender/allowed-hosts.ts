import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { bareHost } from '../../../shared/http/bare-host.ts';

/** Why no connection was tried. The code tells it from a connection that failed. */
export class HostNotAllowedError extends Error {
  readonly code = 'PB_HOST_NOT_ALLOWED';
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether an IP address belongs to this machine. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a URL's host is this machine, by name or address. Names are not resolved. */
export function isThisMachine(hostname: string): boolean {
  const host = bareHost(hostname);
  return host === 'localhost' || isLoopback(host);
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
