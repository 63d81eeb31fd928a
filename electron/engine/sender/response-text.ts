import { bodyText } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { decodedBody } from '../decoded-body.ts';

/** The text of a response for judging: decompressed and decoded, as UTF-8 if its charset is missing or unknown. */
export function responseText(headers: readonly [string, string][], body: Buffer): string {
  const bytes = decodedBody(headers, body);
  if (bytes === undefined) return body.toString('latin1');
  const { text, guessed } = bodyText(bytes, headerOf(headers, 'content-type') ?? '');
  return guessed ? Buffer.from(bytes).toString('utf8') : text;
}

/** Retry-After in ms from `now`; null if it is missing or invalid. It may be in seconds or a date. */
export function retryAfterMs(headers: readonly [string, string][], now: number): number | null {
  const value = (headerOf(headers, 'retry-after') ?? '').trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = value === '' ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
