import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { refuse } from './found-request.ts';

/** Sentences for what the parser reports. */
const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that JSON does not know',
  InvalidNumberFormat: 'a wrong number',
  PropertyNameExpected: 'a property name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is more text after the JSON',
  InvalidCommentToken: 'a comment, which JSON does not have',
  UnexpectedEndOfComment: 'a comment without an end',
  UnexpectedEndOfString: 'a text without its closing quote',
  UnexpectedEndOfNumber: 'a wrong number',
  InvalidUnicode: 'a wrong \\u escape',
  InvalidEscapeCharacter: 'a wrong escape after a backslash',
  InvalidCharacter: 'a character that must be escaped',
};

/** A JSON document, or JSON lines. Throws PB_ARGUMENT_INVALID with the place of what is wrong. */
export function parseJson(text: string): { value: unknown; isLines: boolean } {
  try {
    return { value: JSON.parse(text) as unknown, isLines: false };
  } catch {
    const lines = jsonLines(text);
    if (lines !== null) return { value: lines, isLines: true };
    const { place, what, isCut } = firstProblem(text);
    refuse(
      `This is not JSON: ${what}${place}.`,
      isCut
        ? 'The end is missing: copy all of it, or export the file again.'
        : 'Correct it there, or export it again.',
    );
  }
}

/** Values of which each has a line of its own; null unless all do. */
function jsonLines(text: string): unknown[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return null;
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return null;
  }
}

function firstProblem(text: string): { place: string; what: string; isCut: boolean } {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  } catch {
    // Too deep for the parser.
  }
  const [first] = errors;
  if (first === undefined) return { place: '', what: 'it cannot be read', isCut: false };
  const before = text.slice(0, first.offset).split('\n');
  return {
    place: ` (line ${before.length}, column ${before.at(-1)!.length + 1})`,
    what: PROBLEMS[printParseErrorCode(first.error)] ?? 'it cannot be read',
    isCut: first.offset + first.length >= text.trimEnd().length,
  };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of names; undefined where it leads nowhere. */
export function at(value: unknown, path: string): unknown {
  let here: unknown = value;
  for (const name of path.split('.')) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

/** The text of bytes in base64; undefined if they are not UTF-8 text. */
export function textOfBase64(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\x00-\x08\x0e-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
