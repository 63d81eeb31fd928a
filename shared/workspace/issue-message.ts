import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** Letters that may differ between an unknown word and the known one that was meant. */
const NEAR = 3;

/** Kinds of values as messages name them. */
export const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list: lines that begin with "- "',
  object: 'settings such as "name: value"',
  record: 'settings such as "name: value"',
  null: 'nothing',
};

const count = (value: number | bigint): string => value.toLocaleString('en');

function isKnownWord(value: unknown): value is string {
  return typeof value === 'string';
}

function wordsOf(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length === 1 ? words[0]! : `one of ${words.join(', ')}`;
}

/** The known word that an unknown one is nearest to, if it is near. */
export function meantWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > 60) return undefined;
  const nearest = closest(word, [...known]);
  const most = Math.min(NEAR, Math.floor(nearest.length / 2));
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= most ? nearest : undefined;
}

/** What is at a place, for messages: a value of at most 40 characters, else its kind. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'settings';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'something else');
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

/** The sentence for each kind of issue where a schema has none of its own, without its place and its period. */
export function issueMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${EXPECTED[issue.expected] ?? 'something else'}, not ${shown(issue.input)}`;
    case 'invalid_value': {
      const near = isKnownWord(issue.input)
        ? meantWord(issue.input, issue.values.filter(isKnownWord))
        : undefined;
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      return `must be ${wordsOf(issue.values)}, not ${shown(issue.input)}${hint}`;
    }
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'must not be empty' : `needs ${count(issue.minimum)} characters or more`;
      if (issue.origin === 'array' || issue.origin === 'set')
        return issue.minimum === 1
          ? 'needs at least one entry'
          : `needs ${count(issue.minimum)} entries or more`;
      return issue.inclusive === false
        ? `must be more than ${count(issue.minimum)}`
        : `must be ${count(issue.minimum)} or more`;
    case 'too_big':
      if (issue.origin === 'string') return `has more than ${count(issue.maximum)} characters`;
      if (issue.origin === 'array' || issue.origin === 'set')
        return `has more than ${count(issue.maximum)} entries`;
      return issue.inclusive === false
        ? `must be less than ${count(issue.maximum)}`
        : `must be ${count(issue.maximum)} or less`;
    case 'not_multiple_of':
      return `must be a multiple of ${count(issue.divisor)}`;
    case 'invalid_format':
      return `has a form that is not valid here: ${shown(issue.input)}`;
    case 'invalid_union':
      return `has none of the forms that are valid here: ${shown(issue.input)}`;
    case 'unrecognized_keys':
      return `has unknown settings: ${issue.keys.slice(0, 5).join(', ')}`;
    case 'invalid_key':
      return 'has a name that is not valid here';
    case 'invalid_element':
      return 'has an entry that is not valid here';
    case 'custom':
      return 'is not valid here';
  }
}
