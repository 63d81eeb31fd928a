/** A body as text. */
export interface BodyText {
  text: string;
  /** What the bytes were read as: "utf-8", "windows-1252", … */
  charset: string;
  /** True where the bytes are not valid in their charset and were read as one character each. */
  guessed: boolean;
  /** Whether they begin with a byte order mark; it is not part of `text`. */
  bom: boolean;
}

/** The charset that a Content-Type declares, in lower case; '' if none. */
export function declaredCharset(contentType: string): string {
  return (/;\s*charset\s*=\s*"?([^;"\s]+)/i.exec(contentType)?.[1] ?? '').toLowerCase();
}

const MARKS: readonly [string, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

function decoderOf(charset: string, fatal: boolean): TextDecoder | undefined {
  try {
    return new TextDecoder(charset, { fatal });
  } catch {
    return undefined;
  }
}

/**
 * The text of a body: by its byte order mark, else in the charset that its Content-Type declares, else UTF-8; one character
 * for each byte where it is not valid.
 */
export function bodyText(bytes: Uint8Array, contentType = ''): BodyText {
  // Nothing but a mark is no text.
  const marked = MARKS.find(
    ([, mark]) => bytes.length > mark.length && mark.every((byte, index) => bytes[index] === byte),
  )?.[0];
  const bom = marked !== undefined;
  const declared = declaredCharset(contentType);
  // A decoder of no name would be an error each time.
  const charset = marked ?? ((declared === '' ? '' : decoderOf(declared, false)?.encoding) || 'utf-8');
  try {
    return { text: decoderOf(charset, true)!.decode(bytes), charset, guessed: false, bom };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), charset: 'latin1', guessed: true, bom };
  }
}

/** Text of which each character is one byte, as headers and targets come, read as UTF-8 where its bytes are that. */
export function utf8OfLatin1(latin1: string): string {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  try {
    const bytes = Uint8Array.from(latin1, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1;
  }
}

/** What a request line holds that does not belong there unencoded; '' if nothing does. */
export function rawCharactersNote(target: string): string {
  if (/^[\x00-\x7f]*$/.test(target)) return '';
  return utf8OfLatin1(target) === target
    ? 'The URL holds bytes that are neither ASCII nor UTF-8, without percent-encoding; shown as Latin-1.'
    : 'The URL holds raw UTF-8, without percent-encoding; shown as text.';
}
