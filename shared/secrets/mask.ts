/** What replaces a secret. */
export const MASK = '•••';

/** Words of a name that say that its value is secret: secure, X-Api-Key, accessToken, sub_sig. */
const SECRET_WORDS = new Set([
  'apikey',
  'auth',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'hmac',
  'key',
  'pass',
  'passphrase',
  'passwd',
  'password',
  'pwd',
  'secret',
  'secure',
  'session',
  'sig',
  'signature',
  'token',
]);
/** The same for names whose words are joined: accesstoken, clientsecret. */
const SECRET_ENDS = /(?:apikey|secret|token|password|signature)$/;

/** Whether the value under this name (of a header, a parameter, a key) must not be shown. */
export function isSecretName(name: string): boolean {
  // Names are not longer; a text of megabytes is not a name.
  if (name.length > 100) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDS.test(word));
}

/** A part of a path as services put tokens into them: long, of letters and digits both. */
function looksRandom(part: string): boolean {
  return part.length >= 20 && /^[\w-]+$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part);
}

const HEADER_LINE = /^([ \t]*)([A-Za-z][\w-]{0,99})(:[ \t]*)([^\r\n]+)/gm;
const QUOTED = /(["'])([\w.-]{1,100})\1(\s{0,20}:\s{0,20})("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;
const PARAMETER = /(^|[?&;\s"'(])([\w.[\]%-]{1,100})=([^&;\s"'<>)]+)/g;
const CREDENTIALS = /\b((?:Bearer|Basic|Digest)\s+)[^\s"',]+/gi;
const AUTHORITY = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#"'<>]*)@/gi;
const PATH = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#"'<>]*)(\/[^\s?#"'<>]*)/gi;

/**
 * A text without the secrets that can be told by their place: values of parameters, JSON keys and headers whose
 * name says so, credentials of an address and of Bearer and Basic, random-looking parts of an address's path. What
 * is listed in `values` is masked wherever it stands. Masking twice changes nothing more.
 */
export function mask(text: string, values: readonly string[] = []): string {
  let masked = text;
  // The longest first: one value may begin with another.
  for (const value of values.toSorted((a, b) => b.length - a.length))
    if (value !== '') masked = masked.replaceAll(value, MASK);
  return masked
    .replace(HEADER_LINE, (line, indent: string, name: string, colon: string) =>
      isSecretName(name) ? `${indent}${name}${colon}${MASK}` : line,
    )
    .replace(QUOTED, (pair, quote: string, name: string, colon: string, value: string) =>
      isSecretName(name) ? `${quote}${name}${quote}${colon}${value[0]}${MASK}${value[0]}` : pair,
    )
    .replace(PARAMETER, (pair, before: string, name: string) =>
      isSecretName(name) ? `${before}${name}=${MASK}` : pair,
    )
    .replace(CREDENTIALS, `$1${MASK}`)
    .replace(AUTHORITY, `$1${MASK}@`)
    .replace(
      PATH,
      (_address, origin: string, path: string) =>
        `${origin}${path
          .split('/')
          .map((part) => (looksRandom(part) ? MASK : part))
          .join('/')}`,
    );
}

/** Deeper levels are cut: logged values are small, and circular ones must end. */
const DEEPEST = 6;

/** The same for anything that becomes JSON: by name at every level, texts as in `mask`, errors by their fields. */
export function maskDeep(value: unknown, values: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return mask(value, values);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '…';
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const code = (value as { code?: unknown }).code;
    return maskDeep(
      {
        name,
        message,
        ...(code === undefined ? {} : { code }),
        stack,
        ...(cause === undefined ? {} : { cause }),
      },
      values,
      depth,
    );
  }
  if (Array.isArray(value)) return value.map((one) => maskDeep(one, values, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecretName(name) && one !== undefined && one !== null ? MASK : maskDeep(one, values, depth + 1),
    ]),
  );
}
