import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { refusalText } from '../../../shared/delivery/certificate.ts';
import { bareHost } from '../../../shared/http/hosts.ts';

/** A connection that stood, but whose certificate nobody vouches for; nothing was sent over it. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * What Node found at fault that a fingerprint outweighs, in words. Whoever holds the key of exactly that certificate
 * is the receiver that the user meant; who issued it, to which name and until when, adds nothing to that. Anything
 * else (a broken signature, a key too weak) is refused whatever the user trusts.
 */
const OUTWEIGHED: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'issued by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'issued by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issued by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issued by an unknown authority',
  CERT_HAS_EXPIRED: '',
  CERT_NOT_YET_VALID: '',
  ERR_TLS_CERT_ALTNAME_INVALID: '',
};

const day = (date: Date) => date.toISOString().slice(0, 10);

/** All that is wrong with a certificate: Node names one thing only. */
function reasonOf(certificate: X509Certificate, hostname: string, code: string): string {
  const { validFromDate, validToDate } = certificate;
  const now = Date.now();
  return [
    OUTWEIGHED[code]!,
    validToDate.getTime() < now ? `expired on ${day(validToDate)}` : '',
    validFromDate.getTime() > now ? `not valid before ${day(validFromDate)}` : '',
    checkServerIdentity(hostname, certificate.toLegacyObject()) ? 'issued to another name' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Why a connection may not be used; undefined when it may. */
function refusal(
  socket: TLSSocket,
  { host, hostname, trusted }: { host: string; hostname: string; trusted: string | undefined },
): CertificateError | undefined {
  if (socket.authorized) return undefined;
  const code = String(socket.authorizationError);
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined || OUTWEIGHED[code] === undefined)
    return new CertificateError(`${host} presented a certificate that cannot be accepted: ${code}`);
  const { fingerprint256: sha256, subject, validToDate } = certificate;
  if (sha256 === trusted) return undefined;
  return new CertificateError(
    refusalText({
      host,
      sha256,
      expected: trusted ?? null,
      reason: reasonOf(certificate, hostname, code),
      subject: (subject ?? '').replaceAll('\n', ', '),
      validTo: validToDate.getTime(),
    }),
  );
}

/**
 * Makes connections to one host and port ("localhost:8443"). Over TLS a certificate must be vouched for by an
 * authority that Node knows, or be the one of the trusted fingerprint; else the connection is closed before anything
 * is sent, with a CertificateError. No environment variable loosens that.
 */
export function guardedConnector(
  options: buildConnector.BuildOptions,
  host: string,
  trusted: string | undefined,
): buildConnector.connector {
  const connect = buildConnector({
    ...options,
    // Judged below, where the fingerprint counts; and anew for each connection: a resumed session shows no certificate.
    rejectUnauthorized: false,
    maxCachedSessions: 0,
  });
  return (target, callback) =>
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error !== null || !(socket instanceof TLSSocket)) return callback(...result);
      const { hostname } = target;
      const refused = refusal(socket, { host, hostname: bareHost(hostname), trusted });
      if (refused === undefined) return callback(null, socket);
      socket.destroy();
      callback(refused, null);
    });
}
