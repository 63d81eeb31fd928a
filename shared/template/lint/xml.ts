import { SaxesParser } from 'saxes';
import { parseTemplate } from '../parse.ts';
import { type Finding, finding, type LintText } from './finding.ts';

/** Why a text is not well-formed XML, and where; undefined when it is. */
export function xmlProblem(text: string): { message: string; offset: number } | undefined {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  let problem: { message: string; offset: number } | undefined;
  parser.on('error', (error) => {
    // Its message begins with "line:column: ".
    problem ??= { message: error.message.replace(/^\d+:\d+: /, ''), offset: parser.position };
  });
  parser.write(text).close();
  return problem;
}

/** Where the text between "<" and ">" of a tag is a name rather than a value: offsets of each name. */
const TAG = /<\/?([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g;

/** Everything about an XML body besides its names. */
export function lintXml(text: LintText): Finding[] {
  const found = inNames(text);
  // Letters of the same length: a name may stand where a value would, and offsets stay true.
  const standIn = parseTemplate(text.text)
    .map((segment) => (segment.type === 'text' ? segment.text : 'x'.repeat(segment.end - segment.start)))
    .join('');
  const stray = strayAmpersand(standIn);
  if (stray !== undefined) {
    found.push(
      finding(
        text,
        'xml-invalid',
        [stray, stray + 1],
        'The body is not well-formed XML: an "&" stands there that begins no entity.',
        'Write &amp; for the sign itself.',
        { title: 'Write &amp;', edits: [{ start: stray, end: stray + 1, text: '&amp;' }] },
      ),
    );
    return found;
  }
  const problem = xmlProblem(standIn);
  if (problem !== undefined) {
    const at = Math.max(0, Math.min(problem.offset - 1, standIn.length - 1));
    found.push(
      finding(
        text,
        'xml-invalid',
        [at, Math.max(at + 1, Math.min(standIn.length, at + 1))],
        `The body is not well-formed XML: ${problem.message.replace(/\.$/, '')}.`,
        'Correct the body; a receiver refuses all of it as it is.',
      ),
    );
  }
  return found;
}

/** An "&" that begins neither an entity nor a character reference, outside comments and sections. */
function strayAmpersand(text: string): number | undefined {
  const marks =
    /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?:#\d+;|#x[\da-fA-F]+;|[A-Za-z_:][\w.:-]{0,63};)?/g;
  for (const match of text.matchAll(marks)) if (match[0] === '&') return match.index;
  return undefined;
}

function inNames(text: LintText): Finding[] {
  const placeholders = parseTemplate(text.text).filter(({ type }) => type === 'placeholder');
  const found: Finding[] = [];
  for (const match of text.text.matchAll(TAG)) {
    const attributes = match[2] ?? '';
    const nameStart = match.index + match[0].indexOf(match[1]!);
    const spans: [number, number][] = [[nameStart, nameStart + match[1]!.length]];
    const base = nameStart + match[1]!.length;
    for (const attribute of attributes.matchAll(/\s+([^\s=<>/]+)\s*=/g)) {
      const start = base + attribute.index + attribute[0].indexOf(attribute[1]!);
      spans.push([start, start + attribute[1]!.length]);
    }
    for (const { start, end } of placeholders) {
      if (!spans.some(([from, to]) => start >= from && end <= to)) continue;
      found.push(
        finding(
          text,
          'xml-in-name',
          [start, end],
          'A placeholder stands in the name of an element or attribute: most values make that no name.',
          'Write a fixed name and put the placeholder between the tags.',
        ),
      );
    }
  }
  return found;
}
