import type { PostbackKind } from '../../../placeholders/placeholder-registry.ts';
import { secretVariable } from '../../../secrets/name.ts';
import { parseTemplate } from '../../parse.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';
import type { Names } from '../names.ts';
import { lintBraces } from './braces.ts';
import { lintFormatted } from './formatted.ts';
import { lintJsonBraces } from './json-braces.ts';
import { lintSecretNames } from './secrets.ts';

type Range = readonly [number, number];

/** Everything about the names in braces of one text, and about braces and other brackets that enclose none. */
export function lintPlaceholders(text: LintText, names: Names, kind: PostbackKind): Finding[] {
  const found: Finding[] = [];
  for (const segment of parseTemplate(text.text)) {
    if (segment.type === 'placeholder') {
      const one = lintName(text, segment.name, [segment.start, segment.end], names, kind);
      if (one !== undefined) found.push(one);
    } else {
      // Not spread: there may be more of them than a call takes arguments.
      for (const one of lintBrackets(text, segment.start, segment.end, names)) found.push(one);
    }
  }
  const braces = text.format === 'json' ? lintJsonBraces(text, names) : lintBraces(text, names);
  return withoutOverlaps([
    ...lintSecretNames(text),
    ...found,
    ...braces,
    ...lintEncoded(text, names),
    ...lintDollar(text),
    ...lintAlike(text, names),
    ...lintFormatted(text, names),
  ]);
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
    case 'secret': {
      const { secret, hasValue } = verdict;
      if (hasValue) return undefined;
      return finding(
        text,
        'secret-without-value',
        range,
        `{${name}} has no value on this machine, so postbacks with it are not sent from here.`,
        `Set ${secretVariable(secret)}, or add "${secret}" to secrets.json in the data folder.`,
      );
    }
    case 'case':
      return finding(
        text,
        'placeholder-case',
        range,
        `{${name}} is not {${verdict.name}}: names are case-sensitive, and this one is sent as it is written.`,
        `Write {${verdict.name}}.`,
        replacement(`Write {${verdict.name}}`, range, `{${verdict.name}}`),
      );
    case 'other-kind':
      return finding(
        text,
        'placeholder-other-kind',
        range,
        `{${name}} belongs to ${list(verdict.kinds)} postbacks; in ${article(kind)} ${kind} postback it has no value.`,
        'Remove it, or select the kind of postback that has it.',
      );
    case 'foreign': {
      const ours = verdict.name;
      return finding(
        text,
        'placeholder-foreign',
        range,
        `{${name}} is a macro of ${verdict.platform}; this platform sends it as it is written.`,
        ours === undefined
          ? 'Remove it. There is no equivalent here.'
          : `Write {${ours}}, which is the equivalent here.`,
        ours === undefined ? undefined : replacement(`Write {${ours}}`, range, `{${ours}}`),
      );
    }
    case 'unknown': {
      const { nearest } = verdict;
      return finding(
        text,
        'placeholder-unknown',
        range,
        `{${name}} is not in the platform's published names, and it adds more on request.`,
        nearest === undefined
          ? 'If the platform gave it to you on request, declare it in postbench.yaml. Otherwise, remove it.'
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
        `${match[0]} is how other platforms write placeholders, but not here: it is sent as it is.`,
        'Use a placeholder in braces, or leave it if you mean the text itself.',
      ),
    ];
  });
}

/** A plain word in brackets that sentences have too: (amount), [Status]. */
const PROSE = /^(?:\([A-Z]?[a-z]+\)|\[[A-Z]?[a-z]+\])$/;

/** Whether words stand beside a range, as in a sentence, or it is the text of a link in Markdown. */
function isAmongWords(text: string, [start, end]: Range): boolean {
  return (
    /[\w,.;:!?)}*](?:\s|\+|%20)+$/.test(text.slice(Math.max(0, start - 20), start)) ||
    /^(?:[,.;:!?]?(?:\s|\+|%20)+\w|\()/.test(text.slice(end, end + 20))
  );
}

/** Other spellings with their brackets encoded, as browsers and forms do, or escaped for XML. */
const ENCODED: Partial<Record<LintText['format'], RegExp>> = {
  url: /(?:%7B){1,2}([A-Za-z][A-Za-z0-9_]*)(?:%7D){1,2}|%3C([A-Za-z][A-Za-z0-9_]*)%3E|%5B([A-Za-z][A-Za-z0-9_]*)%5D/gi,
  form: /(?:%7B){1,2}([A-Za-z][A-Za-z0-9_]*)(?:%7D){1,2}|%3C([A-Za-z][A-Za-z0-9_]*)%3E|%5B([A-Za-z][A-Za-z0-9_]*)%5D/gi,
  xml: /&lt;([A-Za-z][A-Za-z0-9_]*)&gt;/g,
};

function lintEncoded(text: LintText, names: Names): Finding[] {
  const pattern = ENCODED[text.format];
  if (pattern === undefined) return [];
  return [...text.text.matchAll(pattern)].flatMap((match) => {
    const name = match.slice(1).find((group) => group !== undefined) ?? '';
    if (!names.means(name)) return [];
    const range = [match.index, match.index + match[0].length] as const;
    // `sub[id]=`: a key of a list.
    if (/^%5B/i.test(match[0]) && !/[=&]$/.test(text.text.slice(0, range[0]).slice(-1))) return [];
    const right = `{${names.spelled(name) ?? name}}`;
    return [
      finding(
        text,
        'placeholder-spelling',
        range,
        `${match[0]} is not a placeholder here: its brackets are encoded, so it is sent as it is written.`,
        `Write ${right}.`,
        replacement(`Write ${right}`, range, right),
      ),
    ];
  });
}

/** `${Name}` as the whole value: the sign stays before the value. */
const DOLLAR: Record<LintText['format'], RegExp> = {
  url: /(?<==)\$(?=\{[A-Za-z][A-Za-z0-9_]*\}(?:[&#]|$))/g,
  form: /(?<==)\$(?=\{[A-Za-z][A-Za-z0-9_]*\}(?:&|$))/g,
  json: /(?<=")\$(?=\{[A-Za-z][A-Za-z0-9_]*\}")/g,
  xml: /(?<=[>"'])\$(?=\{[A-Za-z][A-Za-z0-9_]*\}[<"'])/g,
  header: /^\$(?=\{[A-Za-z][A-Za-z0-9_]*\}$)/g,
};

function lintDollar(text: LintText): Finding[] {
  return [...text.text.matchAll(DOLLAR[text.format])].map(({ index }) => {
    const range = [index, index + 1] as const;
    return finding(
      text,
      'placeholder-alike',
      range,
      'The "$" is not part of the placeholder here: it is sent before the value.',
      'Remove it, unless you want it.',
      replacement('Remove the "$"', range, ''),
    );
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
      if (match[0].startsWith('[') && isInKey(text, range[1])) continue;
      const right = `{${names.spelled(name) ?? name}}`;
      const fix = replacement(`Write ${right}`, range, right);
      found.push(
        PROSE.test(match[0]) && isAmongWords(text.text, range)
          ? finding(
              text,
              'placeholder-alike',
              range,
              `${match[0]} is how other platforms write placeholders, but not here: it is sent as it is.`,
              `Write ${right} if you mean the value.`,
              fix,
            )
          : finding(
              text,
              'placeholder-spelling',
              range,
              `${match[0]} is not a placeholder here: it is sent as it is written.`,
              `Write ${right}.`,
              fix,
            ),
      );
    }
  }
  return found;
}

/** Whether brackets before an offset belong to a key, as in `data[sub1]=`: PHP and others read it as a member. */
function isInKey({ text, format }: LintText, from: number): boolean {
  return (
    (format === 'url' || format === 'form') &&
    /^(?:\[[^\]&=]{0,100}\]){0,9}=/.test(text.slice(from, from + 1000))
  );
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
