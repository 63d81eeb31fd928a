import { base64Of, type CopiedRequest, toldHeaders } from './copied-request.ts';

/** An argument may have at most 128 KiB on Linux; a pipe has no such limit. */
const LONGEST_ARGUMENT = 100_000;
/** From this size, curl asks with "Expect: 100-continue" before it sends. */
const EXPECTS_FROM = 1_000_000;

const SAFE_WORD = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** Quotes a text of printable characters, spaces, tabs and line ends for a POSIX shell. */
function quoted(text: string): string {
  return SAFE_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Quotes Latin-1 text so that exactly these bytes arrive, whatever the terminal's encoding. */
function quotedBytes(latin1: string): string {
  if (/^[\x20-\x7e]*$/.test(latin1)) return quoted(latin1);
  const escaped = latin1.replace(/[^\x20-\x7e]|[\\%']/g, (char) => {
    if (char === '%') return '%%';
    return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `"$(printf '${escaped}')"`;
}

function headerArguments({ headers, body }: CopiedRequest): string[] {
  const sent = toldHeaders({ headers });
  const names = new Set(sent.map(([name]) => name.toLowerCase()));
  // Lines that curl adds by default.
  const unwanted = ['User-Agent', 'Accept'];
  if (body.length > 0) unwanted.push('Content-Type');
  if (body.length >= EXPECTS_FROM) unwanted.push('Expect');
  return [
    ...sent.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`)),
    ...unwanted.filter((name) => !names.has(name.toLowerCase())).map((name) => `${name}:`),
  ].map((line) => `-H ${quotedBytes(line)}`);
}

/** The text of a body for a command; undefined if it is not UTF-8, has control characters, or is too long. */
function plainText(body: Uint8Array): string | undefined {
  if (body.length > LONGEST_ARGUMENT) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return /[\x00-\x08\x0b-\x1f\x7f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function targetArguments({ origin, target }: CopiedRequest): string[] {
  // curl drops a fragment; other targets than a path (absolute form, "*", an authority) are not URLs of this origin.
  if (!target.startsWith('/') || /[^\x21-\x7e]|[#\\]/.test(target)) {
    return [`--request-target ${quotedBytes(target)}`, quoted(`${origin}/`)];
  }
  const path = target.split('?', 1)[0]!;
  return [
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:\/|$)/.test(path) ? ['--path-as-is'] : []),
    quoted(origin + target),
  ];
}

/**
 * A command for a POSIX shell that sends the same request: method, target, all headers except those of the connection, and
 * the exact bytes of the body. curl writes its own Host, Connection and Content-Length.
 */
export function curlCommand(request: CopiedRequest): string {
  const { method, body } = request;
  const text = plainText(body);
  const words = ['curl'];
  let pipe = '';
  if (method === 'HEAD' && body.length === 0) words.push('--head');
  else if (method !== (body.length > 0 ? 'POST' : 'GET')) words.push(`-X ${quoted(method)}`);
  words.push(...targetArguments(request), ...headerArguments(request));
  if (body.length > 0) {
    if (text === undefined) {
      pipe = `printf %s ${quoted(base64Of(body))} | base64 -d | `;
      words.push('--data-binary @-');
    } else {
      // --data-binary would read a file if the text begins with "@".
      words.push(`${text.startsWith('@') ? '--data-raw' : '--data-binary'} ${quoted(text)}`);
    }
  }
  return pipe + words.join(' \\\n  ');
}
