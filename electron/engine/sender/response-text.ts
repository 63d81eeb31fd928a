import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { headerOf } from '../../../shared/http/headers.ts';

/** Limit for a decompressed response, in bytes; a larger one is judged by the bytes that were kept. */
const DECODED_LIMIT = 4 * 1024 * 1024;

const DECODERS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  'x-gzip': (bytes) => gunzipSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  deflate: (bytes) => inflateSync(bytes, { maxOutputLength: DECODED_LIMIT }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: DECODED_LIMIT }),
};

/** The decompressed body; undefined if it does not match its header or is too large. */
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

/** The text of a response for judging: decompressed and decoded, as UTF-8 if its charset is missing or unknown. */
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

/** Retry-After in ms from `now`; null if it is missing or invalid. It may be in seconds or a date. */
export function retryAfterMs(headers: readonly [string, string][], now: number): number | null {
  const value = (headerOf(headers, 'retry-after') ?? '').trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = value === '' ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
