import { SaxesParser } from 'saxes';
import { parseTemplate, type Segment } from '../../parse.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';

interface XmlProblem {
  message: string;
  offset: number;
}

/** Faults that stand for themselves; any other one leaves the parser where what it says next is a consequence. */
const ALONE =
  /^(?:unquoted attribute value|duplicate attribute|undefined entity|disallowed character\.|the string "]]>")/;
/** More than this at once help nobody. */
const MOST = 100;

/** Thrown to end the parser, which has no other end: a megabyte may have a million faults. */
const ENOUGH = new Error('enough');

/** Reads a text and hands on every fault, up to the first after which `isEnough`. */
function parse(text: string, xmlns: boolean, isEnough: (message: string, offset: number) => boolean): void {
  const parser = new SaxesParser({ xmlns, fragment: false });
  parser.on('error', (error) => {
    // Its message begins with "line:column: ".
    if (isEnough(error.message.replace(/^\d+:\d+: /, ''), parser.position)) throw ENOUGH;
  });
  // What the document declares itself; saxes reads no declarations.
  for (const name of entitiesOf(text)) parser.ENTITIES[name] = 'x';
  try {
    parser.write(text).close();
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
}

/** Why a text is not well-formed XML, and where: every fault up to the first that others may follow from. */
function xmlProblems(text: string, most = MOST): XmlProblem[] {
  const problems: XmlProblem[] = [];
  parse(text, false, (message, offset) => {
    problems.push({ message, offset });
    return problems.length >= most || !ALONE.test(message);
  });
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
  return xmlProblems(text, 1)[0];
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
        `The body is not well-formed XML: ${written} is not in quotes as the value of an attribute.`,
        `Write "${written}".`,
        replacement('Put it in quotes', [start, end], `"${written}"`),
      ),
    );
  }
  const odd = oddAmpersands(standIn);
  // Not spread: there may be more of them than a call takes arguments.
  for (const range of odd.slice(0, MOST)) found.push(ampersand(text, range));
  // What is told already is a letter like others to the parser, which then sees what else is wrong.
  const rest = withoutRanges(standIn, odd);
  const problems = xmlProblems(rest);
  for (const { message, offset } of problems) found.push(invalid(text, message, offset));
  if (problems.length === 0) found.push(...unboundPrefixes(text, rest));
  return [...found, ...inDoctype(text), ...lintEncoding(text)];
}

function invalid(text: LintText, message: string, offset: number): Finding {
  const at = Math.max(0, Math.min(offset - 1, text.text.length - 1));
  if (message.startsWith('the string "]]>"') && text.text.slice(at - 2, at + 1) === ']]>') {
    const range = [at - 2, at + 1] as const;
    return finding(
      text,
      'xml-invalid',
      range,
      'The body is not well-formed XML: "]]>" ends a section that was never opened.',
      'Write ]]&gt; for the characters themselves.',
      replacement('Write ]]&gt;', range, ']]&gt;'),
    );
  }
  return finding(
    text,
    'xml-invalid',
    [at, at + 1],
    `The body is not well-formed XML: ${message.replace(/\.$/, '')}.`,
    'Correct the body. A receiver would reject all of it.',
  );
}

/** The characters for which HTML has a name that XML does not know, those that are written most. */
const HTML_NAMES: Readonly<Record<string, number>> = {
  nbsp: 160,
  cent: 162,
  pound: 163,
  yen: 165,
  sect: 167,
  copy: 169,
  laquo: 171,
  reg: 174,
  deg: 176,
  middot: 183,
  raquo: 187,
  times: 215,
  ndash: 8211,
  mdash: 8212,
  lsquo: 8216,
  rsquo: 8217,
  ldquo: 8220,
  rdquo: 8221,
  bull: 8226,
  hellip: 8230,
  euro: 8364,
  trade: 8482,
};

/** An "&" that begins nothing, or an entity that neither XML nor the document knows. */
function ampersand(text: LintText, range: readonly [number, number]): Finding {
  const written = text.text.slice(...range);
  if (written === '&') {
    return finding(
      text,
      'xml-invalid',
      range,
      'The body is not well-formed XML: there is an "&" that does not start an entity.',
      'Write &amp; for the character itself.',
      replacement('Write &amp;', range, '&amp;'),
    );
  }
  const name = written.slice(1, -1);
  const lower = name.toLowerCase();
  const right = Object.hasOwn(HTML_NAMES, lower)
    ? `&#${HTML_NAMES[lower]};`
    : KNOWN_ENTITIES.has(lower)
      ? `&${lower};`
      : undefined;
  return finding(
    text,
    'xml-invalid',
    range,
    `The body is not well-formed XML: there is no entity ${written}; apart from numbers, XML has only &amp;, &lt;, &gt;, &quot; and &apos;.`,
    right === undefined ? 'Write the character itself.' : `Write ${right}.`,
    right === undefined ? undefined : replacement(`Write ${right}`, range, right),
  );
}

/** Prefixes of names for which no namespace is declared: most receivers reject the whole body. */
function unboundPrefixes(text: LintText, standIn: string): Finding[] {
  const found = new Map<string, Finding>();
  parse(standIn, true, (message, offset) => {
    const prefix = /^unbound namespace prefix: "(.*)"\.$/.exec(message)?.[1];
    if (prefix === undefined || found.has(prefix)) return false;
    // It is told where the tag ends.
    const tag = standIn.lastIndexOf('<', offset - 1);
    const names = standIn.slice(tag, offset).replace(/"[^"]*"|'[^']*'/g, (value) => '"'.repeat(value.length));
    const name = [...names.matchAll(/(?<=^<|\s)[^\s=<>/"]+(?=:)/g)].find(([one]) => one === prefix);
    if (name === undefined) return false;
    const start = tag + name.index;
    found.set(
      prefix,
      finding(
        text,
        'xml-prefix',
        [start, start + prefix.length],
        `No namespace is declared for the prefix "${prefix}": most receivers reject the whole body.`,
        `Declare it, as in xmlns:${prefix}="…", in this element or one around it; or remove the prefix.`,
      ),
    );
    return found.size >= MOST;
  });
  return [...found.values()];
}

/** A document type with what it declares between square brackets. */
const DOCTYPE = /<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/;

/** Values are not escaped for what a document type holds. */
function inDoctype(text: LintText): Finding[] {
  const match = DOCTYPE.exec(text.text);
  if (match === null) return [];
  return parseTemplate(match[0]).flatMap((segment) =>
    segment.type === 'text'
      ? []
      : [
          finding(
            text,
            'xml-in-doctype',
            [match.index + segment.start, match.index + segment.end],
            `{${segment.name}} is in the document type: a value can break it, or declare something else.`,
            'Put it between tags.',
          ),
        ],
  );
}

/** What is sent is UTF-8, whatever the heading says. */
function lintEncoding(text: LintText): Finding[] {
  const match = /^\ufeff?<\?xml\s[^?]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(text.text);
  if (match === null || /^utf-?8$/i.test(match[1]!)) return [];
  const end = match[0].length - 1;
  const range = [end - match[1]!.length, end] as const;
  return [
    finding(
      text,
      'xml-encoding',
      range,
      `The declaration says ${match[1]}, and the body is sent as UTF-8: letters outside ASCII arrive wrong, or not at all.`,
      'Use UTF-8.',
      replacement('Use UTF-8', range, 'UTF-8'),
    ),
  ];
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

function withoutRanges(text: string, ranges: readonly (readonly [number, number])[]): string {
  let whole = '';
  let from = 0;
  for (const [start, end] of ranges) {
    whole += text.slice(from, start) + 'x'.repeat(end - start);
    from = end;
  }
  return whole + text.slice(from);
}

const KNOWN_ENTITIES: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** Where an "&" means no more than itself. */
const AMPERSANDS =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>|&(?:#\d+;|#x[\da-fA-F]+;|([A-Za-z_:][\w.:-]{0,63});)?/g;

/** Each "&" that begins neither an entity that is known nor a character reference, where it counts. */
function oddAmpersands(text: string): (readonly [number, number])[] {
  const declared = new Set(entitiesOf(text));
  return [...text.matchAll(AMPERSANDS)].flatMap((match) => {
    const isOdd =
      match[1] === undefined ? match[0] === '&' : !KNOWN_ENTITIES.has(match[1]) && !declared.has(match[1]);
    return isOdd ? [[match.index, match.index + match[0].length] as const] : [];
  });
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
          'A placeholder is in the name of an element or attribute: most values are not valid names.',
          'Use a fixed name and put the placeholder between the tags.',
        ),
      );
    }
  }
  return found;
}
