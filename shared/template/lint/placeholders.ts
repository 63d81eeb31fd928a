import type { PostbackKind } from '../../placeholders/catalogue.ts';
import { parseTemplate } from '../parse.ts';
import { type Finding, finding, type LintText, replacement } from './finding.ts';
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
  return withoutOverlaps([...lintDoubled(text, names), ...found, ...lintAlike(text, names)]);
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

/** `{{Name}}`: the inner braces are a placeholder, the outer ones stay. */
function lintDoubled(text: LintText, names: Names): Finding[] {
  return [...text.text.matchAll(/\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/g)].flatMap((match) => {
    const name = match[1]!;
    // In JSON, "{{" may be two objects; a name right inside is not.
    if (!names.means(name) && text.format === 'json') return [];
    const range = [match.index, match.index + match[0].length] as const;
    const right = `{${names.spelled(name) ?? name}}`;
    return [
      finding(
        text,
        'placeholder-spelling',
        range,
        `${match[0]} is another platform's way of writing a placeholder: here the outer braces would stay.`,
        `Write ${right}.`,
        replacement(`Write ${right}`, range, right),
      ),
    ];
  });
}

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
  return [...found, ...lintBraces(text, from, part, names)];
}

/** Braces of the text between placeholders. In JSON they are structure, unless what they enclose is a name. */
function lintBraces(text: LintText, from: number, part: string, names: Names): Finding[] {
  const found: Finding[] = [];
  const structural = text.format === 'json';
  const at = (start: number, end: number) => [from + start, from + end] as const;
  for (const match of part.matchAll(/\{([^{}"':,]*)\}/g)) {
    const inner = match[1]!;
    const name = inner.replace(/\s+/g, '');
    const range = at(match.index, match.index + match[0].length);
    if (name === '') {
      if (structural || inner !== '') continue;
      found.push(
        finding(
          text,
          'placeholder-empty',
          range,
          'The braces enclose no name, and are sent as they are.',
          'Write a name between them, or remove them.',
        ),
      );
    } else if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && (!structural || names.means(name))) {
      const right = `{${names.spelled(name) ?? name}}`;
      const what = /[\r\n]/.test(inner) ? 'a line break' : 'a blank';
      found.push(
        finding(
          text,
          'placeholder-broken',
          range,
          `${what === 'a blank' ? 'A blank' : 'A line break'} stands in the name {${name}}: it is no placeholder then.`,
          `Write ${right} in one piece.`,
          replacement(`Write ${right}`, range, right),
        ),
      );
    }
  }
  return found.concat(lintUnpaired(text, from, part, names));
}

/** A brace with a name at it and no partner: `{ActionId&`, `ActionId}`. */
function lintUnpaired(text: LintText, from: number, part: string, names: Names): Finding[] {
  const found: Finding[] = [];
  const structural = text.format === 'json';
  for (const match of part.matchAll(/\{\s{0,8}([A-Za-z][A-Za-z0-9_]{0,63})?(?![^{}"':,]*\})/g)) {
    const name = match[1];
    if (name === undefined ? structural : structural && !names.means(name)) continue;
    const range = [from + match.index, from + match.index + match[0].length] as const;
    const follows = text.text[range[1]];
    const right = name === undefined ? undefined : `{${names.spelled(name) ?? name}}`;
    // The opening brace of an enclosing pair: {Sub{Id1}}.
    const isNested = follows === '{';
    found.push(
      finding(
        text,
        isNested ? 'placeholder-nested' : 'placeholder-unclosed',
        range,
        isNested
          ? 'A brace opens inside another: only the inner pair can be a placeholder.'
          : `The brace${name === undefined ? '' : ` before "${name}"`} is never closed, so it is no placeholder.`,
        right === undefined || isNested ? 'Remove the brace that is too many.' : `Write ${right}.`,
        right === undefined || isNested ? undefined : replacement(`Write ${right}`, range, right),
      ),
    );
  }
  if (structural) return found;
  let opened = false;
  for (const match of part.matchAll(/[{}]/g)) {
    if (match[0] === '{') {
      opened = true;
      continue;
    }
    const paired = opened;
    opened = false;
    if (paired) continue;
    const name = /[A-Za-z][A-Za-z0-9_]*$/.exec(part.slice(Math.max(0, match.index - 64), match.index))?.[0];
    const range = [from + match.index - (name?.length ?? 0), from + match.index + 1] as const;
    const before = text.text[range[0] - 1];
    const isNested = name === undefined && before === '}';
    const right = name === undefined || !names.means(name) ? undefined : `{${names.spelled(name) ?? name}}`;
    found.push(
      finding(
        text,
        isNested ? 'placeholder-nested' : 'placeholder-unopened',
        range,
        isNested
          ? 'A brace closes that encloses a placeholder: only the inner pair is one.'
          : 'A brace closes that was never opened, and is sent as it is.',
        right === undefined ? 'Remove the brace that is too many.' : `Write ${right}.`,
        right === undefined
          ? replacement('Remove the brace', [range[1] - 1, range[1]], '')
          : replacement(`Write ${right}`, range, right),
      ),
    );
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
