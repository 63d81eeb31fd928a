import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { headerOf } from '../../../shared/http/headers.ts';

/** Most bytes that a compressed answer may grow to; a bomb is judged by what is kept. */
const DECODED_LIMIT = 4 * 1024 * 1024;

const DECODERS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  'x-gzip': (bytes) => gunzipSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  deflate: (bytes) => inflateSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: DECODED_LIMIT }),
};

/** A body without its compression; undefined where it is not what its header says, or too large. */
export function decodedBody(headers: readonly [string, string][], body: Buffer): Buffer | undefined {
  let bytes = body;
  const codings = (headerOf(headers, 'content-encoding') ?? '').toLowerCase().split(',');
  for (const coding of codings.map((name) => name.trim()).toReversed()) {
    const decode = DECODERS[coding];
    if (decode === undefined) continue;
    try {
      bytes = decode(bytes);
    } catch {
      return undefined;
    }
  }
  return bytes;
}

/** The text of an answer for judging: decompressed, in its charset, UTF-8 where that is missing or unknown. */
export function responseText(headers: readonly [string, string][], body: Buffer): string {
  const bytes = decodedBody(headers, body);
  if (bytes === undefined) return body.toString('latin1');
  const charset = /charset\s*=\s*"?([^;"\s]+)/i.exec(headerOf(headers, 'content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** Retry-After in ms from `now`, given in seconds or as a date; null without one that can be read. */
export function retryAfterMs(headers: readonly [string, string][], now: number): number | null {
  const value = (headerOf(headers, 'retry-after') ?? '').trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = value === '' ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
