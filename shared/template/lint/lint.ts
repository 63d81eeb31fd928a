import { sampleValues } from '../../domain/samples.ts';
import type { DeclaredPlaceholder, PostbackKind } from '../../placeholders/placeholder-registry.ts';
import type { BodyFormat, Postback } from '../postback.ts';
import { renderTemplate } from '../render.ts';
import { lintContent } from './content.ts';
import { type Finding, finding, type LintText, replacement } from './finding.ts';
import { lintJson } from './json.ts';
import { Names } from './names.ts';
import { parameters } from './parameters.ts';
import { lintPlaceholders } from './placeholders.ts';
import { lintEscapes, lintParameters, lintUrl } from './url.ts';
import { lintValues } from './values.ts';
import { lintXml } from './xml.ts';

export interface LintOptions {
  /** Placeholders that the workspace declares. */
  declared?: readonly DeclaredPlaceholder[];
  /** Names of secrets that have a value on this machine; without it, nothing is said of missing ones. */
  secrets?: readonly string[];
  /** Whether there is a URL to speak of; a body alone has none. */
  url?: boolean;
}

/** What a template is judged by: the parts of a postback that are templates, and how they are sent. */
export type Lintable = Pick<Postback, 'kind' | 'method' | 'url' | 'headers' | 'body'>;

/** Findings of one code and field that are told one by one; of more, how many. */
const MOST_OF_A_KIND = 100;

/**
 * Everything that would break in a postback, or may not be meant, in the order of its texts: URL, headers, body.
 * Pure, and quick enough to run while somebody types.
 */
export function lintPostback(postback: Lintable, options: LintOptions = {}): Finding[] {
  const { declared = [], secrets, url: withUrl = true } = options;
  const { kind, method, body } = postback;
  const names = new Names(kind, declared, secrets);
  const texts = textsOf(postback, withUrl);
  let found = texts.flatMap((text) => [...lintText(text, names, kind, postback), ...lintControls(text)]);
  const bodyText = texts.find(({ field }) => field === 'body');
  if (bodyText !== undefined) {
    const range = [0, bodyText.text.length] as const;
    if (method === 'GET' && withUrl) {
      found.push(
        finding(
          bodyText,
          'body-with-get',
          range,
          'This GET has a body: many servers and proxies drop it or reject the request.',
          'Use POST, or send the values in the URL.',
        ),
      );
    }
    if (bodyText.text.trim() === '') {
      found.push(
        finding(bodyText, 'body-empty', range, 'The body is empty.', 'Write a template, or remove the body.'),
      );
    } else if (!found.some(({ field, severity }) => field === 'body' && severity === 'error')) {
      found.push(...lintValues(bodyText, body?.escape ?? 'by-place'));
    }
  }
  found = found.concat(lintContent(texts, kind));
  return shortened(ordered(found, texts));
}

function textsOf({ url, headers, body }: Lintable, withUrl: boolean): LintText[] {
  return [
    ...(withUrl ? [{ field: 'url' as const, text: url, format: 'url' as const }] : []),
    ...Object.entries(headers).map(([name, value]) => ({
      field: `header:${name}` as const,
      text: value,
      format: 'header' as const,
    })),
    ...(body === undefined ? [] : [{ field: 'body' as const, text: body.template, format: body.format }]),
  ];
}

function lintText(text: LintText, names: Names, kind: PostbackKind, postback: Lintable): Finding[] {
  const found = lintPlaceholders(text, names, kind);
  switch (text.format) {
    case 'url':
      return [...found, ...without(found, lintUrl(text, renderedLength(text, postback)))];
    case 'json':
      return text.text.trim() === '' ? found : [...found, ...lintJson(text, found)];
    case 'xml':
      return text.text.trim() === '' ? found : [...found, ...lintXml(text)];
    case 'form':
      return [
        ...found,
        ...without(found, [
          ...lintParameters(text, parameters(text.text)),
          ...lintEscapes(text, 0, text.text.length),
        ]),
      ];
    case 'header':
      return [...found, ...lintHeader(text), ...lintContentType(text, postback)];
  }
}

/** A header is one line, and has no letters beyond Latin-1; values are encoded, what stands around them is not. */
function lintHeader(text: LintText): Finding[] {
  const lines = text.text.search(/[\r\n]/);
  if (lines !== -1) {
    return [
      finding(
        text,
        'header-invalid',
        [lines, text.text.length],
        'A header can have only one line.',
        'Remove the line break.',
      ),
    ];
  }
  return [...text.text.matchAll(/[^\u0000-\u00ff]+/g)].map((match) => {
    const range = [match.index, match.index + match[0].length] as const;
    const encoded = encodeURIComponent(match[0].toWellFormed());
    return finding(
      text,
      'header-invalid',
      range,
      `"${match[0]}" cannot be in a header: the request would not be sent.`,
      `Write it as ${encoded}, which is how values are sent, or remove it.`,
      replacement(`Write ${encoded}`, range, encoded),
    );
  });
}

/** What a body of a format is not, when its header says so. */
const NOT: Record<BodyFormat, RegExp> = {
  json: /[/+]xml\b|x-www-form-urlencoded|^multipart\//i,
  xml: /[/+]json\b|x-www-form-urlencoded|^multipart\//i,
  form: /[/+](?:json|xml)\b|^multipart\//i,
};

/** A Content-Type of one's own takes the place of the platform's: receivers read the body by it. */
function lintContentType(text: LintText, { body }: Lintable): Finding[] {
  if (body === undefined || text.field.toLowerCase() !== 'header:content-type') return [];
  const remedy = 'Remove the header. The platform sends the one that matches the body.';
  const type = /^\s*([^;{}]*[^;{}\s])/.exec(text.text);
  if (type !== null && NOT[body.format].test(type[1]!)) {
    const end = type[0].length;
    return [
      finding(
        text,
        'content-type-other',
        [end - type[1]!.length, end],
        `The header says ${type[1]}, but the body is ${{ json: 'JSON', xml: 'XML', form: 'a form' }[body.format]}: receivers parse it by the header.`,
        remedy,
      ),
    ];
  }
  const charset = /;\s*charset\s*=\s*"?([\w.-]+)/i.exec(text.text);
  if (charset === null || /^(?:utf-?8|us-ascii)$/i.test(charset[1]!)) return [];
  const end = charset.index + charset[0].length;
  const range = [end - charset[1]!.length, end] as const;
  return [
    finding(
      text,
      'content-type-other',
      range,
      `The header says ${charset[1]}, but the body is sent as UTF-8: letters outside ASCII are misread.`,
      'Use utf-8.',
      replacement('Use utf-8', range, 'utf-8'),
    ),
  ];
}

/** What a broken placeholder explains better is not told once more as an odd character. */
function without(known: readonly Finding[], more: readonly Finding[]): Finding[] {
  // They come in order and do not overlap.
  const covers = (start: number, end: number) => {
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle]!.end <= start) low = middle + 1;
      else high = middle;
    }
    return low < known.length && known[low]!.start < end;
  };
  return more.filter(
    ({ code, start, end }) =>
      (code !== 'url-unescaped' && code !== 'url-fragment') ||
      !covers(start, code === 'url-fragment' ? start + 1 : end),
  );
}

function renderedLength({ text }: LintText, { kind }: Lintable): number {
  const event = kind === 'inquiry' ? 'inquiry-opened' : kind === 'catalog' ? 'item-changed' : 'tracked';
  return renderTemplate(text, sampleValues(event), { format: 'url', known: () => true, unknown: 'literal' })
    .length;
}

const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function lintControls(text: LintText): Finding[] {
  return [...text.text.matchAll(CONTROL)].map((match) => {
    const code = match[0].charCodeAt(0);
    const range = [match.index, match.index + 1] as const;
    return finding(
      text,
      'control-character',
      range,
      `There is an invisible character here (U+${code.toString(16).toUpperCase().padStart(4, '0')}).`,
      'Remove it.',
      { title: 'Remove it', edits: [{ start: range[0], end: range[1], text: '' }] },
    );
  });
}

function ordered(found: readonly Finding[], texts: readonly LintText[]): Finding[] {
  const places = new Map(texts.map(({ field }, index) => [field, index]));
  return found.toSorted(
    (a, b) => places.get(a.field)! - places.get(b.field)! || a.start - b.start || a.end - b.end,
  );
}

/** Thousands of the same finding say no more than the first ones and their number. */
function shortened(found: readonly Finding[]): Finding[] {
  // Fields and codes apart: a text made of the two for each of a million findings takes longer than all the rest.
  const counts = new Map<string, Map<string, number>>();
  const kept: { one: Finding; isLast: boolean }[] = [];
  for (const one of found) {
    const ofField = counts.get(one.field) ?? new Map<string, number>();
    counts.set(one.field, ofField);
    const n = (ofField.get(one.code) ?? 0) + 1;
    ofField.set(one.code, n);
    if (n <= MOST_OF_A_KIND) kept.push({ one, isLast: n === MOST_OF_A_KIND });
  }
  return kept.map(({ one, isLast }) => {
    const more = isLast ? counts.get(one.field)!.get(one.code)! - MOST_OF_A_KIND : 0;
    return more === 0 ? one : { ...one, message: `${one.message} And ${more} more like it.` };
  });
}
