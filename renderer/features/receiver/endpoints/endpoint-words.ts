import type { EndpointView } from '../../../../shared/contract/engine.ts';
import type { Endpoint } from '../../../../shared/receiver/endpoints/endpoint-schema.ts';
import type { Tone } from '../../../components/Chip.tsx';
import { counted } from '../../../lib/format.ts';

type Access = NonNullable<Endpoint['access']>;

/** What is said of an endpoint's state, and how good that is. */
export function stateWords({ state, unconfirmed, note }: EndpointView): { text: string; tone: Tone } {
  if (state === 'listening' && unconfirmed) return { text: 'Not confirmed', tone: 'warn' };
  switch (state) {
    case 'listening':
      return { text: 'Listening', tone: 'ok' };
    case 'not-storing':
      return { text: 'Not storing', tone: 'bad' };
    case 'starting':
      return { text: 'Starting', tone: 'plain' };
    case 'stopped':
      return { text: 'Stopped', tone: 'plain' };
    case 'failed':
      return { text: /\b(?:taken|in use)\b/i.test(note) ? 'Port taken' : 'Not listening', tone: 'bad' };
  }
}

/** "Everybody", or who may send: "Addresses in 2 ranges, with the header X-Api-Key". */
export function accessWords(access: Access | undefined): string {
  if (access === undefined) return 'Everybody who can reach it';
  const { allow, header, parameter, basic } = access;
  const ranges = allow === undefined ? 'Every address' : rangeWords(allow.map(({ text }) => text));
  const credentials = [
    ...(header === undefined ? [] : [`the header ${header.name}`]),
    ...(parameter === undefined ? [] : [`the parameter ${parameter.name}`]),
    ...(basic === undefined ? [] : [`HTTP Basic as ${basic.user}`]),
  ];
  return credentials.length === 0 ? ranges : `${ranges}, with ${credentials.join(' and ')}`;
}

function rangeWords(ranges: readonly string[]): string {
  return ranges.length <= 2
    ? `Addresses in ${ranges.join(' or ')}`
    : `Addresses in ${counted(ranges.length, 'range')}`;
}

/** Who can reach a listener at an address, as a whole sentence. */
export function reachWords(bind: string): string {
  if (bind === '0.0.0.0')
    return 'Every machine that reaches this one over IPv4, on any of its networks, can send requests to it.';
  if (bind === '::')
    return 'Every machine that reaches this one over IPv6, and over IPv4 where the system maps it, can send requests to it.';
  return `Every machine on the network of ${bind} can send requests to it.`;
}

/** Where an endpoint is, in a word: its path, its port, or the receiver's own port. */
export function placeWords({ path, address }: EndpointView, port: number | undefined): string {
  if (path !== '') return path;
  const at =
    address === '' ? port : Number(new URL(address).port || (address.startsWith('https:') ? 443 : 80));
  return at === undefined ? 'the receiver’s own port' : at === 0 ? 'any free port' : `port ${at}`;
}
