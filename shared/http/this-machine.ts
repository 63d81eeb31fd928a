import ipaddr from 'ipaddr.js';
import { bareHost } from './bare-host.ts';

/** Whether a text is an IP address that belongs to this machine: 127.0.0.0/8 or ::1, also as an IPv4-mapped one. */
export function isLoopback(address: string): boolean {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isAddress && ipaddr.process(address).range() === 'loopback';
}

/** Whether a host name always means this machine, whatever DNS says: `localhost` and every name under it (RFC 6761). */
export function isLocalhostName(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname);
}

/** Whether a URL's host is this machine, by name or address. Other names are not resolved. */
export function isThisMachine(hostname: string): boolean {
  const host = bareHost(hostname);
  return isLocalhostName(host) || isLoopback(host);
}
