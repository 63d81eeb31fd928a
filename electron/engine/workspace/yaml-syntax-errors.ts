import type { ErrorCode } from 'yaml';

interface Explained {
  message: string;
  remedy: string;
}

/** The end of a line that has a place in it, and the line itself. */
function lineAt(text: string, offset: number): { before: string; line: string } {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', start);
  return { before: text.slice(start, offset), line: text.slice(start, end === -1 ? undefined : end) };
}

const QUOTE_TEXT = 'Put the value in quotes, as in "…".';
const INDENT = 'Indent lines of the same level by the same number of spaces.';

const COLON: Explained = {
  message: 'A value without quotes contains ": "',
  remedy: 'Put the value in quotes, as in name: "Sale: 20% off", or begin a new line for the next setting.',
};

/** What is said for each code of the YAML library; those with several causes are told apart by the library's message. */
const BY_CODE: Record<ErrorCode, Explained | ((message: string) => Explained)> = {
  ALIAS_PROPS: { message: 'An alias (*name) has a tag or an anchor of its own', remedy: 'Remove them.' },
  BAD_ALIAS: {
    message: 'A value begins with * or & and is read as an alias or an anchor without a valid name',
    remedy: QUOTE_TEXT,
  },
  BAD_COLLECTION_TYPE: { message: 'A tag (!name) does not fit its value', remedy: 'Remove the tag.' },
  BAD_DIRECTIVE: {
    message: 'A line begins with % and is read as a directive that does not exist',
    remedy: 'Remove the line, or put it in quotes.',
  },
  BAD_DQ_ESCAPE: {
    message: 'A backslash in double quotes begins an escape that does not exist',
    remedy: 'Write \\\\ for a backslash, or use single quotes.',
  },
  BAD_INDENT: (message) =>
    /closing|end with a|Flow/i.test(message)
      ? {
          message: 'A bracket that is opened here is closed with less indentation than its key has',
          remedy: 'Indent every line up to the closing bracket.',
        }
      : { message: 'This line is not indented like those that belong with it', remedy: INDENT },
  BAD_PROP_ORDER: {
    message: 'A tag or an anchor is before the sign that it belongs after',
    remedy: 'Remove it, or write it right before the value.',
  },
  BAD_SCALAR_START: (message) => {
    const sign = /(?:character|indicator|start with)\s+(?:reserved character\s+)?(\S)\s*$/.exec(message)?.[1];
    return {
      message: sign
        ? `A value without quotes cannot begin with ${sign}`
        : 'A value cannot begin with this character without quotes',
      remedy: QUOTE_TEXT,
    };
  },
  BLOCK_AS_IMPLICIT_KEY: COLON,
  BLOCK_IN_FLOW: {
    message: 'A value inside [ ] or { } contains ": " or "- ", or a bracket is never closed',
    remedy: 'Put the value in quotes, or close the bracket.',
  },
  DUPLICATE_KEY: { message: 'The same key appears twice', remedy: 'Keep one of them.' },
  IMPOSSIBLE: { message: 'This cannot be read as YAML', remedy: 'Check the lines before it.' },
  KEY_OVER_1024_CHARS: {
    message: 'A key has more than 1,024 characters',
    remedy: 'Check for a ":" in a long text without quotes.',
  },
  MISSING_CHAR: (message) => {
    const quote = /closing ?(["'])/.exec(message)?.[1];
    if (quote !== undefined)
      return {
        message: `A text that is opened with ${quote} is never closed`,
        remedy: `Add the missing ${quote}.`,
      };
    if (/Comments/.test(message))
      return {
        message: 'A # is right after a value',
        remedy: 'Write a space before a comment, or quote the value.',
      };
    if (/directives-end|doc-start/.test(message))
      return {
        message: 'A line before the content is not a setting',
        remedy: 'Remove it, or put it in quotes.',
      };
    if (/map values|map value/.test(message))
      return {
        message: 'A key is followed by no ":"',
        remedy: 'Write "name: value", with a space after the colon.',
      };
    if (/Sequence item/.test(message))
      return { message: 'An item of a list begins without "- "', remedy: 'Begin each item with "- ".' };
    if (/Missing , /.test(message))
      return { message: 'A comma is missing between two items in brackets', remedy: 'Add the comma.' };
    if (/space after/.test(message))
      return { message: 'A space is missing after ":"', remedy: 'Write "name: value".' };
    if (/white ?space/.test(message))
      return {
        message: 'A space is missing after a tag or an anchor',
        remedy: 'Add the space, or quote the value.',
      };
    const bracket = /(?:end with|Expected).*([\]}])/.exec(message)?.[1];
    return bracket === undefined
      ? {
          message: 'Something is missing here',
          remedy: 'Check the quotes and brackets of the lines before it.',
        }
      : { message: `A bracket is never closed: ${bracket} is missing`, remedy: `Add the ${bracket}.` };
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'A key goes over several lines, or a line has no ":"',
    remedy: 'Write "name: value" in one line; indent a line that continues a value.',
  },
  MULTIPLE_ANCHORS: { message: 'A value has two anchors (&name)', remedy: 'Remove one of them.' },
  MULTIPLE_DOCS: {
    message: 'A second document begins here',
    remedy: 'Keep one document in a file: move the others into files of their own.',
  },
  MULTIPLE_TAGS: { message: 'A value has two tags (!name)', remedy: 'Remove them.' },
  NON_STRING_KEY: { message: 'A list or a map cannot be a key', remedy: 'Write "name: value".' },
  RESOURCE_EXHAUSTION: {
    message: 'This is nested too deeply to be read',
    remedy: 'Check for brackets that are never closed, and for wrong indentation.',
  },
  TAB_AS_INDENT: { message: 'This line is indented with a tab', remedy: 'Indent with spaces.' },
  TAG_RESOLVE_FAILED: {
    message: 'A value begins with ! and is read as a tag, which no file of Postbench uses',
    remedy: 'Remove the tag, or put the value in quotes.',
  },
  UNEXPECTED_TOKEN: (message) => {
    if (/Block scalar header/.test(message))
      return {
        message: 'After | or > there is something else in the line',
        remedy: 'Begin the text in the next line.',
      };
    if (/empty item|Unexpected ,/.test(message))
      return { message: 'There is a comma too many', remedy: 'Remove it.' };
    const bracket = /Unexpected ([\]}])|flow-(?:map|seq)-end/.exec(message);
    if (bracket !== null)
      return { message: 'There is a closing bracket too many', remedy: 'Remove it, or quote the value.' };
    if (/at node end/.test(message))
      return {
        message: 'Something follows a value that is already complete',
        remedy: 'Put the whole value in one pair of quotes, or move what follows into a line of its own.',
      };
    return {
      message: 'This is not expected here',
      remedy: 'Check the quotes, brackets and indentation of this line and the one before it.',
    };
  },
};

/** A syntax error of the YAML library in our words, with what to do. */
export function explainSyntaxError(
  code: ErrorCode,
  message: string,
  text: string,
  offset: number,
): Explained {
  const { before, line } = lineAt(text, offset);
  if (/^ *\t/.test(line) && /^\s*$/.test(before)) return BY_CODE.TAB_AS_INDENT as Explained;
  const known = BY_CODE[code];
  return typeof known === 'function' ? known(message) : known;
}
