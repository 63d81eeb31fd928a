import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { bareHost } from '../../../shared/http/hosts.ts';

/** Why a connection was not even tried; told apart from a failed one by its code. */
export class HostNotAllowedError extends Error {
  readonly code = 'PB_HOST_NOT_ALLOWED';
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a host of a URL is this machine by its name or its address; a name is not looked up. */
export function isThisMachine(hostname: string): boolean {
  const host = bareHost(hostname);
  return host === 'localhost' || isLoopback(host);
}

/** Whether the user allowed a host by name. */
export function isAllowedByName(hostname: string, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((host) => bareHost(host) === bareHost(hostname));
}

/**
 * Resolves names for connections and lets only addresses of this machine through, unless the user allowed the
 * name: judged on the resolved address, at connect, so that a name which points elsewhere later is refused too.
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

/** The same for an address written as such, which no lookup sees. */
export function mayReachLiteral(hostname: string, allowedHosts: readonly string[]): boolean {
  const host = bareHost(hostname);
  return isIP(host) === 0 || isLoopback(host) || isAllowedByName(host, allowedHosts);
}
