import ipaddr from 'ipaddr.js';
import { PostbenchError } from '../../shared/errors.ts';
import { bareHost } from '../../shared/http/bare-host.ts';
import type { AddressQuestion } from '../engine/confirmed-addresses.ts';
import type { CommandIo } from './io.ts';

/** An address as it is typed: "0.0.0.0", "[::]". Throws PB_ARGUMENT_INVALID. */
export function addressOption(text: string, option: string): string {
  const address = bareHost(text);
  if (ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)) return address;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `${option} ${text} is not an address.`, {
    remedy: 'Use an address of this machine, 0.0.0.0 for all of IPv4, or :: for all of IPv6 too.',
  });
}

/** Asks in a terminal whether an endpoint may listen at an address; no where nobody can be asked. */
export async function askToBind(
  { workspace, endpoint, address }: AddressQuestion,
  io: CommandIo,
): Promise<boolean> {
  if (io.ask === undefined) return false;
  io.err(
    `The endpoint ${endpoint}${workspace === '' ? '' : ` of ${workspace}`} wants to listen on ${address}, where other machines can reach it.`,
  );
  return io.ask('Let it, now and from now on?');
}
