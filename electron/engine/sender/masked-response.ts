import { headerOf } from '../../../shared/http/headers.ts';
import type { KnownValues } from '../../../shared/secrets/known-values.ts';
import { decodedBody } from '../decoded-body.ts';
import type { AttemptResult } from './transport.ts';

const CODING = 'content-encoding';

/**
 * The response as it is stored: without values of secrets, which a receiver may repeat. A compressed body that contains
 * one is stored decompressed, without its Content-Encoding header.
 */
export function maskedResult(result: AttemptResult, known: KnownValues): AttemptResult {
  if (known.isEmpty) return result;
  const { headers, body, bodyLength, cause } = result;
  const cut = bodyLength > body.length;
  const masked = {
    ...result,
    cause: known.mask(cause),
    headers: headers?.map(([name, value]): [string, string] => [name, known.maskLatin1(value)]) ?? null,
    body: maskedBytes(body, known, cut),
  };
  if (masked.headers === null || headerOf(masked.headers, CODING) === undefined) return masked;
  const decoded = decodedBody(masked.headers, body);
  const plain = decoded && Buffer.from(decoded);
  const clean = plain === undefined ? body : maskedBytes(plain, known, cut);
  if (plain === undefined || clean.equals(plain)) return masked;
  return {
    ...masked,
    headers: masked.headers.filter(([name]) => name.toLowerCase() !== CODING),
    body: clean,
  };
}

function maskedBytes(bytes: Buffer, known: KnownValues, cut: boolean): Buffer {
  const text = bytes.toString('latin1');
  const masked = known.maskLatin1(text, cut);
  return masked === text ? bytes : Buffer.from(masked, 'latin1');
}
