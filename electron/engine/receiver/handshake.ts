import type { IntakeContext } from './intake-context.ts';
import type { Opening } from './tls-door.ts';

/** Bytes kept of a handshake. */
const KEPT = 16 * 1024;

const ABOUT_CERTIFICATE = /certificate|unknown ca\b/i;

/** What to do about a certificate that a client does not know. */
const HOW_TO_TRUST =
  'To let a client accept it, give it the file tls/postbench.crt of the data folder; see “HTTPS” in the documentation of the receiver.';

/** What became of a handshake, in a sentence or two. */
function handshakeNote({ chosen, problem }: Opening): string {
  if (chosen?.fault.type === 'tls-cut') return 'The connection was cut within the TLS handshake.';
  if (ABOUT_CERTIFICATE.test(problem)) {
    const refused = `The client refused the certificate: ${problem}.`;
    return chosen === undefined ? `${refused} ${HOW_TO_TRUST}` : refused;
  }
  if (problem !== '') return `The TLS handshake failed: ${problem}.`;
  return chosen === undefined
    ? `The client closed the connection within the TLS handshake, as clients do that do not know the certificate. ${HOW_TO_TRUST}`
    : 'The client closed the connection after it had seen the certificate, without a request.';
}

/** Captures a connection that ended with its handshake; one that never sent a byte is none. */
export function takeInHandshake(context: IntakeContext, opening: Opening): void {
  const { chosen, first, remote, remotePort, acceptedAt } = opening;
  if (first.length === 0) return;
  context.began();
  context.store.add(
    {
      receivedAt: acceptedAt,
      virtualAt: context.now(),
      tookUs: () => 0,
      state: chosen?.fault.type === 'tls-cut' ? 'refused' : 'broken-off',
      endpoint: context.endpointOf(''),
      method: '',
      target: '',
      remote,
      bodyLength: 0,
      attemptId: context.attemptOf(remotePort) ?? null,
      httpVersion: '',
      note: handshakeNote(opening),
      rule: chosen?.rule ?? null,
      userAgent: '',
      head: first.subarray(0, KEPT),
      body: new Uint8Array(),
      response: null,
    },
    (error) => {
      if (error !== undefined) context.onError(error);
      context.ended();
    },
  );
}
