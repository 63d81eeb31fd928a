import type { Fault, TlsFault } from './reaction-schema.ts';

/** What a client notices of a fault that the bytes alone do not show; '' for nothing more. */
export function clientWords(fault: Fault | TlsFault): string {
  switch (fault.type) {
    case 'expired-certificate':
      return 'The certificate has expired: curl says “certificate has expired” (60). Nothing is sent.';
    case 'foreign-certificate':
      return 'The certificate is for another host and of no known authority: curl says “unable to get local issuer certificate” or “self-signed certificate” (60). Nothing is sent.';
    case 'tls-cut':
      return 'The connection closes within the TLS handshake: curl says “SSL_ERROR_SYSCALL” or “unexpected eof” (35).';
    case 'close':
      return 'The connection closes without a byte: curl says “Empty reply from server” (52).';
    case 'reset':
      return 'The connection is reset without a byte: curl says “Connection reset by peer” (56).';
    case 'hang':
      return 'Nothing comes until the client gives up.';
    case 'malformed':
      return 'The client cannot read this as HTTP: curl says “Unsupported HTTP version in response” (1).';
    case 'redirect-loop':
      return 'A client that follows redirects comes back until its limit: curl -L says “Maximum (50) redirects followed” (47).';
    case 'endless-body':
      return `The body continues at ${fault.bytesPerSecond} bytes per second until the client leaves.`;
    case 'close-in-head':
    case 'half-body':
      return 'Then the connection closes.';
    case 'wrong-length':
      return fault.by > 0
        ? `The connection closes before the body is complete: curl says “transfer closed with ${fault.by} bytes remaining to read” (18).`
        : 'A client that believes Content-Length loses the end of the body.';
    case 'unasked-1xx':
      return `Before it: ${fault.statuses.join(', ')}.`;
    case 'drip':
    case 'bandwidth':
      return `It comes at ${fault.bytesPerSecond} bytes per second.`;
  }
}
