import { placeholderNames } from '../../parse.ts';
import { type Finding, finding, type LintText, type QuickFix, replacement } from '../finding.ts';
import type { Names } from '../names.ts';
import type { WholeValue } from '../whole-values.ts';
import { xmlProblem } from './xml.ts';

/** How the place of the outer format is named. */
const OUTER: Record<LintText['format'], string> = {
  url: 'the URL',
  form: 'the form',
  json: 'the JSON around it',
  xml: 'the XML around it',
  header: 'the header',
};
const BREAKS = {
  JSON: 'a quote or backslash',
  XML: 'a "<" or "&"',
  'a query': 'an "&", "#" or "+"',
} as const;

/**
 * Values that are a document themselves: JSON in a JSON string, XML in a form field, an address in a parameter. What is
 * put in is escaped for the outer format only, once, so the inner document breaks on an ordinary value. JSON in a JSON
 * string is told even where its values are plain: the next placeholder that is added breaks it.
 */
export function lintNested(text: LintText, values: readonly WholeValue[], names: Names): Finding[] {
  return values.flatMap(({ start, end, decoded, placeholders }) => {
    const inner = placeholders.length === 0 ? undefined : kindOf(decoded);
    if (inner === undefined) return [];
    const within = inner === 'a query' ? afterQuestionMark(text.text.slice(start, end)) : placeholders;
    const isTwice = text.format === 'json' && inner === 'JSON';
    const name = within.find((one) => !names.isPlain(one)) ?? (isTwice ? within[0] : undefined);
    if (name === undefined) return [];
    return [
      finding(
        text,
        'value-escaped-once',
        [start, end],
        `This value is ${inner === 'a query' ? 'an address with a query' : inner} itself, and what is put in is escaped only for ${OUTER[text.format]}: ${BREAKS[inner]} in ${names.isPlain(name) ? 'a value' : `{${name}}`} breaks it.`,
        isTwice
          ? 'Send an object instead of a string that contains one.'
          : 'Send the values as keys of their own, and build the inner text in your receiver.',
        isTwice ? asObject(text.text, start, end) : undefined,
      ),
    ];
  });
}

function kindOf(decoded: string): keyof typeof BREAKS | undefined {
  const value = decoded.trim();
  if (/^[[{]/.test(value)) return isJson(value) ? 'JSON' : undefined;
  if (value.startsWith('<')) return xmlProblem(value) === undefined ? 'XML' : undefined;
  return /^(?:https?:)?\/\/[^?#]+\?[^#]*=/i.test(value) ? 'a query' : undefined;
}

/** The placeholders in the query of an address, however its "?" is written. */
function afterQuestionMark(written: string): string[] {
  const query = written.search(/\?|%3f|\\u003f|&#63;|&#x3f;/i);
  return placeholderNames(written.slice(query));
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** The string with its quotes, written as the object that it contains. */
function asObject(text: string, start: number, end: number): QuickFix | undefined {
  try {
    const inner = String(JSON.parse(text.slice(start - 1, end + 1)));
    return replacement('Send it as an object', [start - 1, end + 1], inner.trim());
  } catch {
    return undefined;
  }
}
