import { SaxesParser } from 'saxes';
import { parseTemplate, type Segment } from '../parse.ts';
import { type Finding, finding, type LintText, replacement } from './finding.ts';

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
  // What the document declares itself; saxes reads no declarations.
  for (const name of entitiesOf(text)) parser.ENTITIES[name] = 'x';
  parser.write(text).close();
  return problems;
}

/** The names of the entities that a document type declares between its square brackets. */
function entitiesOf(text: string): string[] {
  const from = text.search(/<!DOCTYPE\s/);
  if (from === -1) return [];
  const end = text.indexOf(']', from);
  if (end === -1) return [];
  return Array.from(
    text.slice(from, end).matchAll(/<!ENTITY\s+([A-Za-z_:][\w.:-]*)\s+["'SP]/g),
    (match) => match[1]!,
  );
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
  const bare = parseTemplate(text.text)
    .map((segment) => (segment.type === 'text' ? segment.text : 'x'.repeat(segment.end - segment.start)))
    .join('');
  const unquoted = unquotedValues(text, bare);
  const standIn = withQuotes(bare, unquoted);
  for (const { start, end } of unquoted) {
    const written = text.text.slice(start, end);
    found.push(
      finding(
        text,
        'xml-invalid',
        [start, end],
        `The body is not well-formed XML: ${written} stands without quotes as the value of an attribute.`,
        `Write "${written}".`,
        replacement('Put it in quotes', [start, end], `"${written}"`),
      ),
    );
  }
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

/** Comments and sections, and tags with their attributes. */
const TAGS = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[A-Za-z_](?:"[^"]*"|'[^']*'|[^"'<>])*>/g;

/** Placeholders that are the whole value of an attribute, without quotes. */
function unquotedValues({ text }: LintText, bare: string): Segment[] {
  const starts = new Map(parseTemplate(text).map((segment) => [segment.start, segment]));
  return [...bare.matchAll(TAGS)].flatMap((tag) =>
    tag[0].startsWith('<!')
      ? []
      : [...tag[0].matchAll(/"[^"]*"|'[^']*'|=\s*(?=x)/g)].flatMap((match) => {
          const segment = starts.get(tag.index + match.index + match[0].length);
          const isValue = match[0].startsWith('=') && segment?.type === 'placeholder';
          return isValue && /^[\s/>]/.test(bare.slice(segment.end, segment.end + 1)) ? [segment] : [];
        }),
  );
}

/** What is told already is quoted for the parser, which then sees what else is wrong. */
function withQuotes(text: string, unquoted: readonly Segment[]): string {
  let whole = '';
  let from = 0;
  for (const { start, end } of unquoted) {
    whole += `${text.slice(from, start)}"${'x'.repeat(end - start - 2)}"`;
    from = end;
  }
  return whole + text.slice(from);
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
