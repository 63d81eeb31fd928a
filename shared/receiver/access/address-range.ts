import ipaddr from 'ipaddr.js';
import { z } from 'zod';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses whose first bits are the same. */
export interface AddressRange {
  /** As written: "203.0.113.0/24". */
  text: string;
  bits: number;
  /** In IPv4 where it is one that is mapped to IPv6. */
  kind: 'ipv4' | 'ipv6';
  first: number[];
}

const MAPPED_BITS = 96;

/** An address without brackets, zone or port, as proxies write them; undefined for any other text. */
export function addressOf(text: string): string | undefined {
  const [, inBrackets, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text.trim()) ?? [];
  const bare = (inBrackets ?? withPort ?? text.trim()).replace(/%.*$/, '');
  return read(bare) === undefined ? undefined : bare;
}

function read(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return undefined;
  // In one spelling: the library takes "::1.2.3.4" for a mapped address, which only "::ffff:1.2.3.4" is.
  return ipaddr.IPv6.parse(new URL(`http://[${text}]`).hostname.slice(1, -1));
}

/** A range such as "203.0.113.0/24" or "2001:db8::/32", or one address; undefined for any other text. */
export function parseRange(text: string): AddressRange | undefined {
  const [, written = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const address = read(written);
  if (address === undefined) return undefined;
  const all = address.kind() === 'ipv4' ? 32 : 128;
  const bits = length === undefined ? all : Number(length);
  if (bits > all) return undefined;
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= MAPPED_BITS;
  const plain = isMapped ? address.toIPv4Address() : address;
  return {
    text: text.trim(),
    bits: isMapped ? bits - MAPPED_BITS : bits,
    kind: plain.kind(),
    first: plain.toByteArray(),
  };
}

/** Whether an address is in a range; an IPv4 address that is mapped to IPv6 counts as either. */
export function isInRange(address: string, range: AddressRange): boolean {
  const parsed = read(address);
  if (parsed === undefined) return false;
  const isMapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
  return hasPrefix(parsed, range) || (isMapped && hasPrefix(parsed.toIPv4Address(), range));
}

function hasPrefix(address: Address, { kind, first, bits }: AddressRange): boolean {
  if (address.kind() !== kind) return false;
  const bytes = address.toByteArray();
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (bytes[index] !== first[index]) return false;
  const rest = bits & 7;
  return rest === 0 || (bytes[whole]! ^ first[whole]!) >> (8 - rest) === 0;
}

/** A range of addresses in a file. */
export const rangeSchema = z.string().transform((text, context): AddressRange => {
  const range = parseRange(text);
  if (range !== undefined) return range;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a range of addresses such as 203.0.113.0/24, or an address`,
  });
  return z.NEVER;
});

/** One address in a file. */
export const addressSchema = z.string().refine((text) => read(text) !== undefined, {
  error: (issue) => `"${String(issue.input)}" is not an address such as 203.0.113.9 or 2001:db8::1`,
});

/** "203.0.113.0/24, 198.51.100.0/24 or 2001:db8::/32" */
export function rangesText(ranges: readonly AddressRange[]): string {
  const texts = ranges.map(({ text }) => text);
  return texts.length < 2 ? (texts[0] ?? 'no range') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}
