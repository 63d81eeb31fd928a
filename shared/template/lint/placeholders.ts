import type { PostbackKind } from '../../placeholders/catalogue.ts';
import { parseTemplate } from '../parse.ts';
import { lintBraces } from './braces.ts';
import { type Finding, finding, type LintText, replacement } from './finding.ts';
import { lintJsonBraces } from './json-braces.ts';
import type { Names } from './names.ts';
import { certaintyOfNames } from './wording.ts';

type Range = readonly [number, number];

/** Everything about the names in braces of one text, and about braces and other brackets that enclose none. */
export function lintPlaceholders(text: LintText, names: Names, kind: PostbackKind): Finding[] {
  let found: Finding[] = [];
  for (const segment of parseTemplate(text.text)) {
    if (segment.type === 'placeholder') {
      const one = lintName(text, segment.name, [segment.start, segment.end], names, kind);
      if (one !== undefined) found.push(one);
    } else {
      found = found.concat(lintBrackets(text, segment.start, segment.end, names));
    }
  }
  const braces = text.format === 'json' ? lintJsonBraces(text, names) : lintBraces(text, names);
  return withoutOverlaps([...found, ...braces, ...lintAlike(text, names)]);
}

function lintName(
  text: LintText,
  name: string,
  range: Range,
  names: Names,
  kind: PostbackKind,
): Finding | undefined {
  const verdict = names.judge(name);
  switch (verdict.type) {
    case 'known':
      return undefined;
    case 'case':
      return finding(
        text,
        'placeholder-case',
        range,
        `{${name}} is not {${verdict.name}}: names are told apart by capitals, and this one stays as it is written.`,
        `Write {${verdict.name}}.`,
        replacement(`Write {${verdict.name}}`, range, `{${verdict.name}}`),
      );
    case 'other-kind':
      return finding(
        text,
        'placeholder-other-kind',
        range,
        `{${name}} belongs to ${list(verdict.kinds)} postbacks; in ${article(kind)} ${kind} postback it has no value.`,
        'Remove it, or choose the kind of postback that carries it.',
      );
    case 'foreign': {
      const ours = verdict.name;
      return finding(
        text,
        'placeholder-foreign',
        range,
        `{${name}} is a macro of ${verdict.platform}; this platform leaves it as it is written.`,
        ours === undefined
          ? 'Remove it: nothing here carries the same.'
          : `Write {${ours}}, which carries the same here.`,
        ours === undefined ? undefined : replacement(`Write {${ours}}`, range, `{${ours}}`),
      );
    }
    case 'unknown': {
      const { nearest } = verdict;
      return finding(
        text,
        'placeholder-unknown',
        range,
        `{${name}} is not in the platform's published names${certaintyOfNames}.`,
        nearest === undefined
          ? 'If the platform gave it to you on request, declare it in postbench.yaml; else remove it.'
          : `Did you mean {${nearest}}? If the platform gave it to you on request, declare it in postbench.yaml.`,
        nearest === undefined ? undefined : replacement(`Write {${nearest}}`, range, `{${nearest}}`),
      );
    }
  }
}

const list = (kinds: readonly string[]) => kinds.join(' and ');
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');

/** `<Name>`, `[Name]`, `(Name)`, `#Name#`, `!!!Name!!!`: other ways of writing a placeholder. */
const SPELLINGS = [
  /<([A-Za-z][A-Za-z0-9_]*)>/g,
  /\[([A-Za-z][A-Za-z0-9_]*)\]/g,
  /\(([A-Za-z][A-Za-z0-9_]*)\)/g,
  /#([A-Za-z][A-Za-z0-9_]*)#/g,
  /!!!([A-Za-z][A-Za-z0-9_]*)!!!/g,
];

const NAME = '([A-Za-z][A-Za-z0-9_]*)';
const [ANGLES, SQUARES, ROUND, HASHES, BANGS] = [
  `<${NAME}>`,
  `\\[${NAME}\\]`,
  `\\(${NAME}\\)`,
  `#${NAME}#`,
  `!!!${NAME}!!!`,
];
const whole = (before: string, spellings: readonly string[], after: string) =>
  new RegExp(`(?<=${before})(?:${spellings.join('|')})(?=${after})`, 'g');

/** One of those around a name and nothing else, as the whole value of a key: behind its "=", in quotes, between tags. */
const WHOLE: Record<LintText['format'], RegExp> = {
  // In a URL "#" begins the fragment.
  url: whole('[?&][^?&#=]{0,200}=', [ANGLES, SQUARES, ROUND, BANGS], '[&#]|$'),
  form: whole('(?:^|&)[^&=]{0,200}=', [ANGLES, SQUARES, ROUND, HASHES, BANGS], '&|$'),
  json: whole(':\\s{0,20}"', [ANGLES, SQUARES, ROUND, HASHES, BANGS], '"'),
  // In XML "<" begins an element.
  xml: whole('>\\s{0,20}', [SQUARES, ROUND, HASHES, BANGS], '\\s{0,20}</'),
  header: whole('^', [ANGLES, SQUARES, ROUND, HASHES, BANGS], '$'),
};

/** What is written as another platform's placeholder, with a name that is known nowhere: it may be meant as it stands. */
function lintAlike(text: LintText, names: Names): Finding[] {
  return [...text.text.matchAll(WHOLE[text.format])].flatMap((match) => {
    const name = match.slice(1).find((group) => group !== undefined) ?? '';
    if (names.means(name)) return [];
    const range = [match.index, match.index + match[0].length] as const;
    return [
      finding(
        text,
        'placeholder-alike',
        range,
        `${match[0]} is written as placeholders are elsewhere, and is none here: it is sent as it stands.`,
        'Write the placeholder in braces that carries what is meant, or leave it where the text itself is meant.',
      ),
    ];
  });
}

function lintBrackets(text: LintText, from: number, to: number, names: Names): Finding[] {
  const part = text.text.slice(from, to);
  const found: Finding[] = [];
  for (const spelling of SPELLINGS) {
    // In XML, <Name> is an element.
    if (text.format === 'xml' && spelling === SPELLINGS[0]) continue;
    for (const match of part.matchAll(spelling)) {
      const name = match[1]!;
      if (!names.means(name)) continue;
      const range = [from + match.index, from + match.index + match[0].length] as const;
      const right = `{${names.spelled(name) ?? name}}`;
      found.push(
        finding(
          text,
          'placeholder-spelling',
          range,
          `${match[0]} is no placeholder here: it is sent as it is written.`,
          `Write ${right}.`,
          replacement(`Write ${right}`, range, right),
        ),
      );
    }
  }
  return found;
}

/** What one finding covers is not told again by another; of two that begin alike, the longer one counts. */
function withoutOverlaps(found: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  let last = 0;
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (one.start < last) continue;
    kept.push(one);
    last = one.end;
  }
  return kept;
}
