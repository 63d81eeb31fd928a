/** A host as a URL has it, without the brackets around an IPv6 address and in lower case. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}
