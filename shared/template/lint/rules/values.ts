import { placeholderNames } from '../../parse.ts';
import { compileTemplate, render } from '../../render.ts';
import { type Finding, finding, type LintText } from '../finding.ts';
import { xmlProblem } from './xml.ts';

/** Values that break careless templates, with what they are called. */
export const HOSTILE: readonly (readonly [name: string, value: string])[] = [
  ['an empty value', ''],
  ['quotes', `say "hi", it's`],
  ['a backslash', 'C:\\'],
  ['line breaks and a tab', 'one\r\ntwo\tthree'],
  ['"&", "<" and ">"', 'a & b < c > d'],
  ['the ends of XML sections', ']]> --> ?>'],
  ['emoji and other letters', '🏕️ Ünïcode 漢字'],
  ['control characters', '\u0000\u0001\u001f'],
];

function breaks(body: string, format: 'json' | 'xml'): boolean {
  if (format === 'xml') return xmlProblem(body) !== undefined;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

/** Which hostile values break a body that is valid as written, with our escaping or without any. */
function broken(text: string, format: 'json' | 'xml', escaping: 'by-place' | 'raw'): string[] {
  const compiled = compileTemplate(text, escaping === 'raw' ? 'raw' : format);
  const names = placeholderNames(text);
  return HOSTILE.flatMap(([what, value]) => {
    const values = Object.fromEntries(names.map((name) => [name, value]));
    const body = render(compiled, values, { known: () => true, unknown: 'literal' });
    return breaks(body, format) ? [what] : [];
  });
}

/** Longer bodies are not tried with every value: that would take longer than anybody waits. */
const LONGEST = 200_000;

/** What odd values do to a JSON or XML body that is right as it is written. */
export function lintValues(text: LintText, escaping: 'by-place' | 'raw'): Finding[] {
  const { format, text: body } = text;
  if ((format !== 'json' && format !== 'xml') || body.length > LONGEST) return [];
  const range = [0, body.length] as const;
  const what = broken(body, format, escaping);
  if (what.length === 0) return [];
  const list = what.join(', ');
  return escaping === 'raw'
    ? [
        finding(
          text,
          'body-unescaped',
          range,
          `Values are not escaped, as on a careless platform: the body breaks on ${list}.`,
          'This is what such a platform would send. Select escaping by place for a careful one.',
        ),
      ]
    : [
        finding(
          text,
          'body-breaks-on-values',
          range,
          `The body breaks on ${list}, even though values are escaped for their place.`,
          'Put every placeholder in a quoted string, or between tags.',
        ),
      ];
}
