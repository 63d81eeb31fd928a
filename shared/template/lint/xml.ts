import { SaxesParser } from 'saxes';
import { parseTemplate } from '../parse.ts';
import { type Finding, finding, type LintText } from './finding.ts';

interface XmlProblem {
  message: string;
  offset: number;
}

/** Faults that stand for themselves; any other one leaves the parser where what it says next is a consequence. */
const ALONE = /^(?:unquoted attribute value|duplicate attribute|undefined entity|disallowed character\.)/;
/** More than this at once help nobody. */
const MOST = 100;

/** Why a text is not well-formed XML, and where: every fault up to the first that others may follow from. */
function xmlProblems(text: string): XmlProblem[] {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  const problems: XmlProblem[] = [];
  let lost = false;
  parser.on('error', (error) => {
    if (lost || problems.length === MOST) return;
    // Its message begins with "line:column: ".
    const message = error.message.replace(/^\d+:\d+: /, '');
    problems.push({ message, offset: parser.position });
    lost = !ALONE.test(message);
  });
  parser.write(text).close();
  return problems;
}

/** The first reason why a text is not well-formed XML; undefined when it is. */
export function xmlProblem(text: string): XmlProblem | undefined {
  return xmlProblems(text)[0];
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
  const strays = strayAmpersands(standIn);
  for (const stray of strays.slice(0, MOST)) {
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
  }
  // What is told already is a letter like others to the parser, which then sees what else is wrong.
  for (const { message, offset } of xmlProblems(withoutStrays(standIn, strays))) {
    const at = Math.max(0, Math.min(offset - 1, standIn.length - 1));
    found.push(
      finding(
        text,
        'xml-invalid',
        [at, at + 1],
        `The body is not well-formed XML: ${message.replace(/\.$/, '')}.`,
        'Correct the body; a receiver refuses all of it as it is.',
      ),
    );
  }
  return found;
}

function withoutStrays(text: string, strays: readonly number[]): string {
  let whole = '';
  let from = 0;
  for (const stray of strays) {
    whole += `${text.slice(from, stray)}x`;
    from = stray + 1;
  }
  return whole + text.slice(from);
}

/** An "&" that begins neither an entity nor a character reference, outside comments and sections. */
function strayAmpersands(text: string): number[] {
  const marks =
    /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?:#\d+;|#x[\da-fA-F]+;|[A-Za-z_:][\w.:-]{0,63};)?/g;
  return [...text.matchAll(marks)].flatMap((match) => (match[0] === '&' ? [match.index] : []));
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
