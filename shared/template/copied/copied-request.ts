import { PostbenchError } from '../../errors.ts';

/** A request to be sent again by another tool. Texts that came from the wire are Latin-1: one character for each byte. */
export interface CopiedRequest {
  method: string;
  /** Scheme, host and port: "http://127.0.0.1:7300". */
  origin: string;
  /** The request target as on the wire. */
  target: string;
  /** In wire order and case. */
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
}

/** Base64 of bytes (RFC 4648). */
export function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** What a tool writes for its own connection. */
const OWN = new Set(['host', 'content-length', 'connection']);

/** The headers that a tool has to be told. */
export const toldHeaders = ({ headers }: Pick<CopiedRequest, 'headers'>) =>
  headers.filter(([name]) => !OWN.has(name.toLowerCase()));

/** A request that a tool cannot send as it is. */
export function notSendable(problem: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', problem, {
    remedy: 'Copy it as cURL for a POSIX shell, or replay it from Postbench.',
  });
}

/** Throws PB_ARGUMENT_INVALID for a request whose line or headers a tool would change or refuse. */
export function requireSendable({ method, target, headers }: CopiedRequest, tool: string): void {
  if (!target.startsWith('/'))
    throw notSendable(`${tool} cannot send the request target ${target}, which is not a path.`);
  if (/[^\x21-\x7e]/.test(target))
    throw notSendable(`${tool} would percent-encode characters of the URL that were sent as they are.`);
  if (/[#\\]/.test(target) || /\/\.{1,2}(?:\/|$)/.test(target.split('?', 1)[0]!))
    throw notSendable(`${tool} would change the path ${target.split('?', 1)[0]}.`);
  const odd = headers.find(([name, value]) => /[^\x20-\x7e\t]/.test(name + value));
  if (odd !== undefined)
    throw notSendable(`${tool} cannot send the bytes of the header ${odd[0]} that are not ASCII.`);
  if (!/^[A-Z]+$/.test(method)) throw notSendable(`${tool} would change the method ${method}.`);
}

/** The text of a body; undefined for bytes that are no UTF-8 or have control characters other than tab and line end. */
export function textOfBody(body: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return /[\x00-\x08\x0b-\x1f\x7f\ufeff]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
