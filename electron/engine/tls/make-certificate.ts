import { isIP } from 'node:net';
import type { TlsFault } from '../../../shared/receiver/rules/reaction-schema.ts';

/** A certificate and its key, both in PEM. */
export interface TlsMaterial {
  key: string;
  cert: string;
}

export interface CertificateWish {
  /** Host names and addresses that it is for. */
  names: readonly string[];
  /** Ms since the epoch. */
  from: number;
  to: number;
  /** Whether an authority that nobody knows has issued it; by default it vouches for itself. */
  issued?: boolean;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const DAY = 86_400_000;

/** Makes a certificate for a TLS server, with a new key. */
export async function makeCertificate({
  names,
  from,
  to,
  issued = false,
}: CertificateWish): Promise<TlsMaterial> {
  // Loaded when the first certificate is made: it costs more than everything else at the start.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const authority = issued ? await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) : keys;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=Postbench receiver',
    issuer: issued ? 'CN=An authority that nobody knows' : 'CN=Postbench receiver',
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      // Not an authority: whoever trusts it trusts this receiver only.
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTHENTICATION]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`,
    cert: `${certificate.toString('pem')}\n`,
  };
}

/** Twenty random octets at most, positive: RFC 5280, 4.1.2.2. */
function serial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x01;
  return Buffer.from(bytes).toString('hex');
}

/** The certificates that faults present instead of ours. */
export async function faultyCertificates(
  names: readonly string[],
  now: number,
): Promise<Record<Exclude<TlsFault['type'], 'tls-cut'>, TlsMaterial>> {
  const [expired, foreign] = await Promise.all([
    makeCertificate({ names, from: now - 30 * DAY, to: now - DAY }),
    makeCertificate({
      names: ['another-host.example'],
      from: now - DAY,
      to: now + 365 * DAY,
      issued: true,
    }),
  ]);
  return { 'expired-certificate': expired, 'foreign-certificate': foreign };
}
