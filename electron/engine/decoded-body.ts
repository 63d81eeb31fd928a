import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { bodyText, declaredCharset } from '../../shared/http/body-text.ts';
import { headerOf } from '../../shared/http/headers.ts';

/** Limit for a decompressed body, in bytes; a larger one stays as it arrived. */
const DECODED_LIMIT = 4 * 1024 * 1024;

type Decode = (bytes: Uint8Array, cut: boolean) => Uint8Array;

const ofZlib = (cut: boolean) => ({
  maxOutputLength: DECODED_LIMIT,
  // What is there of a body that was cut is decoded as far as it goes.
  finishFlush: cut ? constants.Z_SYNC_FLUSH : constants.Z_FINISH,
});
const gzip: Decode = (bytes, cut) => gunzipSync(bytes, ofZlib(cut));

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip,
  'x-gzip': gzip,
  // Many servers send it without the wrapping that the standard asks for.
  deflate: (bytes, cut) => {
    try {
      return inflateSync(bytes, ofZlib(cut));
    } catch {
      return inflateRawSync(bytes, ofZlib(cut));
    }
  },
  br: (bytes, cut) =>
    brotliDecompressSync(bytes, {
      maxOutputLength: DECODED_LIMIT,
      finishFlush: cut ? constants.BROTLI_OPERATION_FLUSH : constants.BROTLI_OPERATION_FINISH,
    }),
  zstd: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: DECODED_LIMIT }),
};

/** The codings of a body in the order in which they were applied, without those that change nothing. */
export function codingsOf(contentEncoding: string): string[] {
  return contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
}

/**
 * A body without its Content-Encoding; undefined if it does not match its header, is in an unknown coding, or is too large.
 * `cut`: only its beginning is there.
 */
export function decodedBody(
  headers: readonly (readonly [string, string])[],
  body: Uint8Array,
  { cut = false }: { cut?: boolean } = {},
): Uint8Array | undefined {
  let bytes = body;
  for (const coding of codingsOf(headerOf(headers, 'content-encoding') ?? '').toReversed()) {
    const decode = DECODERS[coding];
    if (decode === undefined) return undefined;
    try {
      bytes = decode(bytes, cut);
    } catch {
      return undefined;
    }
  }
  return bytes;
}

const SAYS_OTHER = /^(?:content-encoding\s*:\s*(?!identity\s*$)\S|content-type\s*:.*charset)/im;

/**
 * The text of a body whose bytes do not show it: compressed, or in another charset than UTF-8. Null for any other, and for
 * one that cannot be decoded.
 */
export function hiddenText(
  head: string,
  readHeaders: () => readonly (readonly [string, string])[],
  body: Uint8Array,
): string | null {
  if (body.length === 0 || !SAYS_OTHER.test(head)) return null;
  const headers = readHeaders();
  const contentType = headerOf(headers, 'content-type') ?? '';
  const isCoded = codingsOf(headerOf(headers, 'content-encoding') ?? '').length > 0;
  if (!isCoded && ['', 'utf-8', 'us-ascii'].includes(declaredCharset(contentType))) return null;
  const bytes = decodedBody(headers, body, { cut: true });
  return bytes === undefined ? null : bodyText(bytes, contentType).text;
}
