import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { refusalText } from '../../../shared/delivery/certificate.ts';
import { bareHost } from '../../../shared/http/bare-host.ts';
import { watchResponses } from './response-start.ts';

/** The connection was made, but its certificate is not trusted; nothing was sent. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * Faults that a trusted fingerprint overrides, in words. Whoever has the key of exactly this certificate is the receiver
 * that the user meant, whoever issued it, for whichever name, and however long ago. Any other fault, such as a broken
 * signature or a weak key, is always refused.
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

/** Everything that is wrong with a certificate; Node names only one fault. */
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

/** The reason not to use a connection; undefined if there is none. */
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
 * Connects to one host and port ("localhost:8443"). Over TLS, the certificate must be issued by an authority that Node
 * knows or have the trusted fingerprint. Otherwise the connection is closed with a CertificateError before anything is
 * sent. No environment variable changes that.
 */
export function guardedConnector(
  options: buildConnector.BuildOptions,
  host: string,
  trusted: string | undefined,
): buildConnector.connector {
  const connect = buildConnector({
    ...options,
    // Judged below, where the fingerprint counts. Sessions are not resumed, since those show no certificate.
    rejectUnauthorized: false,
    maxCachedSessions: 0,
  });
  return (target, callback) =>
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error !== null) return callback(...result);
      watchResponses(socket);
      if (!(socket instanceof TLSSocket)) return callback(...result);
      const { hostname } = target;
      const refused = refusal(socket, { host, hostname: bareHost(hostname), trusted });
      if (refused === undefined) return callback(null, socket);
      socket.destroy();
      callback(refused, null);
    });
}
