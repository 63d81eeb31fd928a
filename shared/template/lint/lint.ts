import { sampleValues } from '../../domain/samples.ts';
import type { DeclaredPlaceholder } from '../../placeholders/placeholder-registry.ts';
import type { Postback } from '../postback.ts';
import { renderTemplate } from '../render.ts';
import type { Finding, LintText } from './finding.ts';
import { Names } from './names.ts';
import { sentParameters } from './parameters.ts';
import { lintBody } from './rules/body.ts';
import { lintControls } from './rules/characters.ts';
import { lintContent } from './rules/content.ts';
import { lintContentType, lintHeader } from './rules/headers.ts';
import { lintJson } from './rules/json.ts';
import { lintLines } from './rules/lines.ts';
import { lintNested } from './rules/nested.ts';
import { lintParameters } from './rules/parameters.ts';
import { lintPlaceholders } from './rules/placeholders.ts';
import { lintStandIns } from './rules/stand-ins.ts';
import { lintEscapes, lintUrl } from './rules/url.ts';
import { lintValues } from './rules/values.ts';
import { lintXml } from './rules/xml.ts';
import { wholeValues } from './whole-values.ts';

export interface LintOptions {
  /** Placeholders that the workspace declares. */
  declared?: readonly DeclaredPlaceholder[];
  /** Names of secrets that have a value on this machine; without it, nothing is said of missing ones. */
  secrets?: readonly string[];
  /** Names of the workspace's endpoints; without it, nothing is said of unknown ones. */
  endpoints?: readonly string[];
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
  const { declared = [], secrets, endpoints, url: withUrl = true } = options;
  const { kind, method, body } = postback;
  const names = new Names(kind, declared, secrets);
  const texts = textsOf(postback, withUrl);
  let found = texts.flatMap((text) => [
    ...lintText(text, names, postback, endpoints),
    ...lintWholeValues(text, names),
    ...lintControls(text),
  ]);
  const bodyText = texts.find(({ field }) => field === 'body');
  if (bodyText !== undefined) {
    found.push(...lintBody(bodyText, method === 'GET' && withUrl));
    const isSound = !found.some(({ field, severity }) => field === 'body' && severity === 'error');
    if (bodyText.text.trim() !== '' && isSound)
      found.push(...lintValues(bodyText, body?.escape ?? 'by-place'));
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

function lintText(
  text: LintText,
  names: Names,
  postback: Lintable,
  endpoints: readonly string[] | undefined,
): Finding[] {
  const found = lintPlaceholders(text, names, postback.kind);
  switch (text.format) {
    case 'url':
      return [
        ...found,
        ...without(found, [...lintUrl(text, renderedLength(text, postback), endpoints), ...lintLines(text)]),
      ];
    case 'json':
      return text.text.trim() === '' ? found : [...found, ...lintJson(text, found)];
    case 'xml':
      return text.text.trim() === '' ? found : [...found, ...lintXml(text)];
    case 'form':
      return [
        ...found,
        ...without(found, [
          ...lintParameters(text, sentParameters(text.text)),
          ...lintLines(text),
          ...lintEscapes(text, 0, text.text.length),
        ]),
      ];
    case 'header':
      return [...found, ...lintHeader(text), ...lintContentType(text, postback)];
  }
}

/** What is judged value by value, as a receiver reads them, whatever the format. */
function lintWholeValues(text: LintText, names: Names): Finding[] {
  const values = wholeValues(text);
  return [...lintStandIns(text, values), ...lintNested(text, values, names)];
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
      (code !== 'url-unescaped' && code !== 'url-fragment' && code !== 'line-without-ampersand') ||
      !covers(start, code === 'url-fragment' ? start + 1 : end),
  );
}

function renderedLength({ text }: LintText, { kind }: Lintable): number {
  const event = kind === 'inquiry' ? 'inquiry-opened' : kind === 'catalog' ? 'item-changed' : 'tracked';
  return renderTemplate(text, sampleValues(event), { format: 'url', known: () => true, unknown: 'literal' })
    .length;
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
