import { z } from 'zod';

/** A certificate that the user accepts from one host and port, although no known authority vouches for it. */
export interface TrustedCertificate {
  /** "localhost:8443"; as `certificateHost` spells it. */
  host: string;
  /** SHA-256 of the whole certificate: "AB:CD:…". */
  sha256: string;
}

/** A certificate that a receiver presented and that was not accepted, but which the user may trust. */
export interface RefusedCertificate extends TrustedCertificate {
  /** What is wrong with it: "self-signed, expired on 2026-01-01"; without brackets. */
  reason: string;
  /** The fingerprint that the user trusts for this host instead; null if there is none. */
  expected: string | null;
  /** "CN=localhost, O=Partner"; may be empty. */
  subject: string;
  /** Ms since the epoch. */
  validTo: number;
}

const AUTHORITY = /^[^\s/?#\\@]+$/;

/** Host and port in their canonical spelling, with 443 if no port is given; undefined for anything else. */
export function certificateHost(text: string): string | undefined {
  const authority = text.trim().replace(/^https:\/\//i, '');
  if (!AUTHORITY.test(authority) || !URL.canParse(`https://${authority}`)) return undefined;
  const { hostname, port } = new URL(`https://${authority}`);
  return `${hostname}:${port || '443'}`;
}

/** A fingerprint in capitals with colons, from any usual spelling; undefined for anything else. */
export function fingerprint(text: string): string | undefined {
  const digits = text.replace(/^\s*sha-?256(?: fingerprint)?\s*[=:]/i, '').replace(/[\s:]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) return undefined;
  return digits.toUpperCase().match(/../g)!.join(':');
}

function spelled(read: (text: string) => string | undefined, what: string) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text}" is not ${what}` });
    return z.NEVER;
  });
}

export const trustedCertificateSchema = z.strictObject({
  host: spelled(certificateHost, 'a host and port such as localhost:8443'),
  sha256: spelled(fingerprint, 'a SHA-256 fingerprint: 64 hexadecimal digits, such as AB:CD:…'),
});

/** The certificates of a workspace: one per host and port, so that the expected one is never in doubt. */
export const trustedCertificatesSchema = z.array(trustedCertificateSchema).superRefine((list, context) => {
  list.forEach(({ host }, index) => {
    if (list.findIndex((other) => other.host === host) === index) return;
    const message = `${host} appears twice; a host and port has one certificate`;
    context.addIssue({ code: 'custom', message, path: [index, 'host'] });
  });
});

/** What to write into postbench.yaml for a certificate. */
const entry = ({ host, sha256 }: TrustedCertificate) => `{ host: "${host}", sha256: "${sha256}" }`;

/**
 * Why a certificate was refused and what to do: a text that the command line and the log show as it is, and that
 * `refusedCertificate` reads back. The part that the receiver chose, its subject, comes last, so that it cannot pose as
 * anything else.
 */
export function refusalText(refused: RefusedCertificate): string {
  const { host, sha256, reason, expected, subject, validTo } = refused;
  const what =
    expected === null
      ? `${host} presented a certificate that is not trusted (${reason}). To accept only this one, add ${entry(refused)} to sending.certificates in postbench.yaml.`
      : `${host} presented a different certificate from the trusted one (${reason}): expected ${expected}, got ${sha256}. It was renewed, or something else is responding there. To accept the new one, replace it with ${entry(refused)} in sending.certificates in postbench.yaml.`;
  return `${what} Valid until ${new Date(validTo).toISOString()}; subject: ${subject}`;
}

/** Stores contain the words of older versions, too: "shows another certificate". */
const REFUSAL =
  /^(\S+) (?:presented|shows) (?:a|another|a different) certificate [^(]+ \(([^)]*)\)(?:: expected ([0-9A-F:]{95}),|\.).*?sha256: "([0-9A-F:]{95})" \}.*? Valid until (\S+); subject: (.*)$/s;

/** The certificate that a text from `refusalText` is about; null for any other text. */
export function refusedCertificate(text: string): RefusedCertificate | null {
  const match = REFUSAL.exec(text);
  if (match === null) return null;
  const [, host = '', reason = '', expected, sha256 = '', validTo = '', subject = ''] = match;
  return { host, sha256, reason, expected: expected ?? null, subject, validTo: Date.parse(validTo) };
}
