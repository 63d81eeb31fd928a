import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import { CertificateError } from './certificates.ts';

const OUTCOME_OF_CODE: Record<string, AttemptOutcome> = {
  PB_HOST_NOT_ALLOWED: 'not-allowed',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'unresolvable',
  EAI_AGAIN: 'unresolvable',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'bad-answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad-answer',
  UND_ERR_RESPONSE: 'bad-answer',
  PB_INFORMATIONAL_OVERFLOW: 'bad-answer',
  UND_ERR_INVALID_ARG: 'malformed-url',
  EPROTO: 'tls-error',
};

const CERTIFICATE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_OSSL)/;

interface Thrown {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  errors?: unknown;
  cause?: unknown;
}

/** The outcome for an error of the HTTP client, by its code and the codes of its causes. */
export function outcomeOf(error: unknown): AttemptOutcome {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (const item of queue) {
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    const { name, code, errors, cause } = item as Thrown;
    if (name === 'HTTPParserError') return 'bad-answer';
    if (item instanceof CertificateError) return 'tls-error';
    if (typeof code === 'string') {
      const known = OUTCOME_OF_CODE[code];
      if (known !== undefined) return known;
      if (CERTIFICATE.test(code)) return 'tls-error';
    }
    if (Array.isArray(errors)) queue.push(...errors);
    queue.push(cause);
  }
  return 'reset';
}

/** The message of the client or the operating system, with its code. */
export function causeOf(error: unknown): string {
  const { code, message, errors } = (error ?? {}) as Thrown;
  const inner = Array.isArray(errors) && errors.length > 0 ? causeOf(errors[0]) : '';
  const text = typeof message === 'string' && message !== '' ? message : inner || String(error);
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}
