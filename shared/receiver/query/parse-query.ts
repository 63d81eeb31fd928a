import { numberOrMoment } from './moments.ts';

/** How a value is compared: contained in, equal to, or a number in relation to another. */
export type QueryOperator = 'has' | 'is' | 'above' | 'below' | 'at-least' | 'at-most';

/** A stretch of the query line, in UTF-16 units, end not included. */
export interface QuerySpan {
  start: number;
  end: number;
}

/** One term of a query line: text anywhere, or a field and what its value must be. */
export type QueryTerm = QuerySpan & {
  /** Whether captures that meet it are left out: a "-" stands before it. */
  excluded: boolean;
} & (
    | { type: 'text'; text: string }
    | {
        type: 'field';
        /** As typed, without braces. */
        field: string;
        /** Written in braces, as placeholders are: a value of the request, whatever else has that name. */
        inBraces: boolean;
        fieldSpan: QuerySpan;
        operator: QueryOperator;
        value: string;
        valueSpan: QuerySpan;
      }
  );

/** What is wrong with a query line, and where. */
export interface QueryProblem extends QuerySpan {
  message: string;
  remedy: string;
}

export interface ParsedQuery {
  terms: QueryTerm[];
  problems: QueryProblem[];
}

/** A field's name: letters, digits and what JSON paths and header names have. */
const FIELD = /^\{?[A-Za-z_][\w.[\]@/-]{0,99}\}?$/;
const OPERATORS: readonly (readonly [string, QueryOperator])[] = [
  ['>=', 'at-least'],
  ['<=', 'at-most'],
  ['>', 'above'],
  ['<', 'below'],
  ['=', 'is'],
];

/**
 * Reads a query line: terms separated by blanks, all of which must hold. `text` or `"some text"` is looked for anywhere;
 * `field:value`, `field:=value`, `field:>10` and `field:5xx` look at one value; "-" before a term excludes what meets it.
 * A quote within quotes is written \".
 */
export function parseQueryLine(line: string): ParsedQuery {
  const terms: QueryTerm[] = [];
  const problems: QueryProblem[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at]!)) {
      at += 1;
      continue;
    }
    const start = at;
    const excluded = line[at] === '-' && at + 1 < line.length && !/\s/.test(line[at + 1]!);
    if (excluded) at += 1;
    const colon = fieldEnd(line, at);
    if (colon !== undefined) {
      const fieldSpan = { start: at, end: colon };
      const [sign, operator] = OPERATORS.find(([one]) => line.startsWith(one, colon + 1)) ?? [
        '',
        'has' as const,
      ];
      const from = colon + 1 + sign.length;
      const word = readWord(line, from, problems);
      at = word.end;
      const valueSpan = { start: from, end: word.end };
      const typed = line.slice(fieldSpan.start, fieldSpan.end);
      const field = typed.replace(/^\{|\}$/g, '');
      if (word.text === '' && word.end === from) {
        problems.push({
          start,
          end: word.end,
          message: `"${field}:" has no value.`,
          remedy: `Write a value after it, or "${field}:=""" for an empty one.`,
        });
        continue;
      }
      if (isRelation(operator) && Number.isNaN(numberOrMoment(word.text))) {
        problems.push({
          ...valueSpan,
          message: `"${word.text}" is neither a number nor a date, and ${sign} compares these.`,
          remedy: `Write a number, as in ${field}:${sign}10, or a date, as in ${field}:${sign}2026-11-28.`,
        });
        continue;
      }
      terms.push({
        type: 'field',
        start,
        end: at,
        excluded,
        field,
        inBraces: field !== typed,
        fieldSpan,
        operator,
        value: word.text,
        valueSpan,
      });
      continue;
    }
    const word = readWord(line, at, problems);
    at = word.end;
    if (word.text !== '') terms.push({ type: 'text', start, end: at, excluded, text: word.text });
  }
  return { terms, problems };
}

const isRelation = (operator: QueryOperator) => operator !== 'has' && operator !== 'is';

/** Where the name of a field ends, at its colon; undefined where no field begins. An address such as http://… is text. */
function fieldEnd(line: string, from: number): number | undefined {
  const colon = line.indexOf(':', from);
  if (colon === -1 || line.startsWith('//', colon + 1)) return undefined;
  return FIELD.test(line.slice(from, colon)) ? colon : undefined;
}

function readWord(line: string, from: number, problems: QueryProblem[]): { text: string; end: number } {
  if (line[from] !== '"') {
    const end = line.slice(from).search(/\s/);
    return end === -1
      ? { text: line.slice(from), end: line.length }
      : { text: line.slice(from, from + end), end: from + end };
  }
  let text = '';
  for (let at = from + 1; at < line.length; at += 1) {
    const char = line[at]!;
    if (char === '"') return { text, end: at + 1 };
    if (char === '\\' && (line[at + 1] === '"' || line[at + 1] === '\\')) {
      at += 1;
      text += line[at];
    } else text += char;
  }
  problems.push({
    start: from,
    end: line.length,
    message: 'The quote is never closed.',
    remedy: 'Add " at the end.',
  });
  return { text, end: line.length };
}

/** A term as it is typed; values with blanks are put in quotes. */
export function printTerm({
  excluded,
  field,
  inBraces,
  operator,
  value,
}: {
  excluded?: boolean;
  field?: string;
  inBraces?: boolean;
  operator?: QueryOperator;
  value: string;
}): string {
  const sign = OPERATORS.find(([, one]) => one === operator)?.[0] ?? '';
  const isPlain =
    /^[^\s"\\]+$/.test(value) && !(field === undefined && (value.includes(':') || value.startsWith('-')));
  // A value that begins like an operator would be read as one.
  const isSafe = isPlain && !(field !== undefined && sign === '' && /^[<>=]/.test(value));
  const word = isSafe ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
  const name = inBraces === true ? `{${field}}` : field;
  return `${excluded === true ? '-' : ''}${field === undefined ? '' : `${name}:${sign}`}${word}`;
}
