import { type ParseError, type ParseErrorCode, printParseErrorCode } from 'jsonc-parser';
import { type QuickFix, replacement } from '../finding.ts';
import type { LintRule } from '../rule-codes.ts';

type Range = readonly [number, number];

/** Something that is not as JSON has it. */
export interface JsonFault {
  /** Without one it is json-invalid. */
  code?: LintRule;
  range: Range;
  message: string;
  remedy: string;
  fix?: QuickFix | undefined;
  /** The text of the same length without the fault; undefined where what is meant cannot be told. */
  mended?: string | undefined;
}

const WORDS: Record<string, string> = {
  InvalidSymbol: 'this is not a string, a number, true, false or null',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a key in quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'nothing can follow here',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'the string is never closed',
  UnexpectedEndOfNumber: 'this is not a number',
  InvalidUnicode: 'this is not a \\u escape',
  InvalidEscapeCharacter: 'this is not a JSON escape',
  InvalidCharacter: 'a control character or line break is inside a string',
};

/** Quotes that people and word processors write, and JSON does not know. */
export const OTHER_QUOTES = /['`\u2018\u2019\u201c-\u201e\u00ab\u00bb]/;
const QUOTED =
  /^(?:'[^'"\\\n]*'|`[^`"\\\n]*`|[\u2018\u2019][^\u2018\u2019"\\\n]*\u2019|[\u201c-\u201e][^\u201c-\u201e"\\\n]*[\u201c\u201d]|\u00ab[^"\\\n\u00bb]*\u00bb)/;

/** What other languages write for a value, and JSON in another way. */
const VALUES: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  False: 'false',
  FALSE: 'false',
  None: 'null',
  NULL: 'null',
  Null: 'null',
  nil: 'null',
  NaN: 'null',
  undefined: 'null',
};

const REFUSED = 'Correct the body. A receiver would reject all of it.';
const by = (text: string, [start, end]: Range, put: string) => text.slice(0, start) + put + text.slice(end);
const blank = (text: string, range: Range) => by(text, range, ' '.repeat(range[1] - range[0]));

/**
 * One error of the parser in words, with a fix where it is plain what is meant. `copy` is the text with stand-ins of
 * the same length for placeholders.
 */
export function jsonFault(text: string, copy: string, error: ParseError): JsonFault {
  const offset = Math.min(error.offset, Math.max(0, copy.length - 1));
  if (copy.startsWith('\ufeff')) return byteOrderMark(copy);
  const kind = printParseErrorCode(error.error);
  return (
    lonelyKey(text, copy, error.error, error.offset) ??
    comma(copy, kind, error.offset) ??
    comment(copy, kind, error) ??
    otherQuotes(text, copy, offset) ??
    otherValue(copy, kind, offset) ??
    unquotedKey(text, copy, kind, offset) ?? {
      range: [offset, Math.max(offset + 1, Math.min(copy.length, error.offset + error.length))],
      message: `The body is not valid JSON: ${WORDS[kind] ?? 'this is not JSON'}.`,
      remedy: REFUSED,
      mended: withoutString(copy, error),
    }
  );
}

function byteOrderMark(copy: string): JsonFault {
  return {
    range: [0, 1],
    message: 'The body is not valid JSON: an invisible byte order mark comes before it.',
    remedy: 'Remove it. Many receivers reject the whole body.',
    fix: replacement('Remove it', [0, 1], ''),
    mended: blank(copy, [0, 1]),
  };
}

/** `{"Some text", "key": …`: a text where a key and a value are expected. */
function lonelyKey(text: string, copy: string, error: ParseErrorCode, offset: number): JsonFault | undefined {
  if (printParseErrorCode(error) !== 'ColonExpected') return undefined;
  const before = copy.slice(0, offset).trimEnd();
  const match = /"(?:[^"\\]|\\.)*"$/.exec(before);
  const follows = copy.slice(offset).trimStart()[0];
  if (match === null || (follows !== ',' && follows !== '}')) return undefined;
  const range = [match.index, match.index + match[0].length] as const;
  const after = /^\s*,?\s*/.exec(copy.slice(range[1]))![0].length;
  return {
    code: 'json-key-without-value',
    range,
    message: `${text.slice(...range)} is where a key and its value are expected, and has no value. The platform's own published example starts like this; it is not JSON.`,
    remedy: 'Remove it, or give it a key, as in "event": "…".',
    fix: replacement('Remove it', [range[0], range[1] + after], ''),
    mended: blank(copy, [range[0], range[1] + after]),
  };
}

/** One that is missing, or one too many. */
function comma(copy: string, kind: string, offset: number): JsonFault | undefined {
  const before = copy.slice(0, offset).trimEnd();
  if (kind === 'CommaExpected') {
    const at = before.length;
    // `01` is one number that is wrong, not two.
    if (at === offset && /[\w.+-]/.test(copy[offset] ?? '')) return undefined;
    const gap: Range = [at, at + 1];
    return {
      range: [
        offset,
        offset + (/^(?:"(?:[^"\\\n]|\\.)*"|[^\s,:[\]{}"]+|.)/.exec(copy.slice(offset))?.[0].length ?? 1),
      ],
      message: 'The body is not valid JSON: a comma is expected here.',
      remedy: 'Add a comma before it.',
      fix: /["\w{[.+-]/.test(copy[offset] ?? '') ? replacement('Add a comma', [at, at], ',') : undefined,
      mended: at < offset ? by(copy, gap, ',') : undefined,
    };
  }
  if (kind !== 'ValueExpected' && kind !== 'PropertyNameExpected') return undefined;
  const isLast = before.endsWith(',') && /[}\]]/.test(copy[offset] ?? '');
  const isDouble = copy[offset] === ',' && /[,[{]$/.test(before);
  if (!isLast && !isDouble) return undefined;
  const at = isLast ? before.length - 1 : offset;
  return {
    range: [at, at + 1],
    message: `The body is not valid JSON: ${isLast ? 'a comma cannot come before a closing bracket' : 'this comma follows nothing'}.`,
    remedy: 'Remove the comma. Most receivers reject the whole body.',
    fix: replacement('Remove the comma', [at, at + 1], ''),
    mended: blank(copy, [at, at + 1]),
  };
}

function comment(copy: string, kind: string, { offset, length }: ParseError): JsonFault | undefined {
  if (kind !== 'InvalidCommentToken') return undefined;
  const range = [offset, offset + length] as const;
  return {
    range,
    message: 'The body is not valid JSON: JSON has no comments.',
    remedy: 'Remove it. A receiver would reject the whole body.',
    fix: replacement('Remove it', range, ''),
    mended: blank(copy, range),
  };
}

function otherQuotes(text: string, copy: string, at: number): JsonFault | undefined {
  if (!OTHER_QUOTES.test(copy[at] ?? '')) return undefined;
  const quoted = QUOTED.exec(copy.slice(at))?.[0] ?? '';
  const range = [at, at + quoted.length] as const;
  const message = 'The body is not valid JSON: strings need straight double quotes.';
  if (quoted === '') return { range: [at, at + 1], message, remedy: REFUSED };
  return {
    range,
    message,
    remedy: `Correct the body: write "${text.slice(at + 1, range[1] - 1)}".`,
    fix: {
      title: 'Use straight double quotes',
      edits: [
        { start: at, end: at + 1, text: '"' },
        { start: range[1] - 1, end: range[1], text: '"' },
      ],
    },
    mended: by(copy, range, `"${quoted.slice(1, -1)}"`),
  };
}

/** `True`, `None`, `NaN`. */
function otherValue(copy: string, kind: string, at: number): JsonFault | undefined {
  const word = /^[A-Za-z]+(?=[\s,}\]]|$)/.exec(copy.slice(at, at + 20))?.[0] ?? '';
  if (kind !== 'InvalidSymbol' || !Object.hasOwn(VALUES, word)) return undefined;
  const range = [at, at + word.length] as const;
  return {
    range,
    message: `The body is not valid JSON: JSON has no ${word}.`,
    remedy: `Write ${VALUES[word]}.`,
    fix: replacement(`Write ${VALUES[word]}`, range, VALUES[word]!),
    mended: by(copy, range, '1'.repeat(word.length)),
  };
}

/** `{key: 1}`: right in JavaScript. */
function unquotedKey(text: string, copy: string, kind: string, at: number): JsonFault | undefined {
  const key = /^[A-Za-z_$][\w$-]*(?=\s*:)/.exec(copy.slice(at, at + 200))?.[0];
  if (key === undefined || (kind !== 'InvalidSymbol' && kind !== 'PropertyNameExpected')) return undefined;
  if (!/[{,]$/.test(copy.slice(0, at).trimEnd())) return undefined;
  const range = [at, at + key.length] as const;
  const written = text.slice(...range);
  return {
    range,
    message: 'The body is not valid JSON: a key in quotes is expected here.',
    remedy: `Correct the body: write "${written}".`,
    fix: replacement('Put it in quotes', range, `"${written}"`),
  };
}

/** A fault within a text in quotes, or a word or number of another kind, leaves what follows as it is. */
function withoutString(copy: string, { error, offset, length }: ParseError): string | undefined {
  const range = [offset, offset + length] as const;
  const written = copy.slice(...range);
  switch (printParseErrorCode(error)) {
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
    case 'InvalidCharacter':
      return /^"[\s\S]*"$/.test(written) ? by(copy, range, `"${'x'.repeat(length - 2)}"`) : undefined;
    default:
      return undefined;
  }
}
