import { type Finding, finding, type LintText, type QuickFix, replacement } from '../finding.ts';
import type { Names } from '../names.ts';

type Range = readonly [number, number];

/** `{{Name}}`: the inner braces are a placeholder, the outer ones stay. */
export function doubled(text: LintText, range: Range, name: string, names: Names): Finding {
  const right = `{${names.spelled(name) ?? name}}`;
  return finding(
    text,
    'placeholder-spelling',
    range,
    `${text.text.slice(...range)} is how another platform writes a placeholder. Here the outer braces would be sent.`,
    `Write ${right}.`,
    replacement(`Write ${right}`, range, right),
  );
}

/** `{Sub{Id1}}`: told at both outer braces, mended at once. */
export function nested(text: LintText, [start, end]: Range): Finding[] {
  const name = /^\{\s{0,8}(?:[A-Za-z][A-Za-z0-9_]{0,63})?/.exec(text.text.slice(start, start + 80))![0];
  const fix: QuickFix = {
    title: 'Remove the outer braces',
    edits: [
      { start, end: start + 1, text: '' },
      { start: end - 1, end, text: '' },
    ],
  };
  const remedy = 'Remove the extra brace.';
  return [
    finding(
      text,
      'placeholder-nested',
      [start, start + name.length],
      'A brace opens inside another one: only the inner pair can be a placeholder.',
      remedy,
      fix,
    ),
    finding(
      text,
      'placeholder-nested',
      [end - 1, end],
      'A brace encloses a placeholder: only the inner pair is one.',
      remedy,
      fix,
    ),
  ];
}

/** A brace that opens and never closes, with the name behind it: `{ActionId&`. */
export function unclosed(text: LintText, at: number, names: Names): Finding {
  const [written = '{', name] = /^\{\s{0,8}([A-Za-z][A-Za-z0-9_]{0,63})?/.exec(text.text.slice(at, at + 80))!;
  const range = [at, at + written.length] as const;
  const meant = name === undefined ? undefined : names.meant(name);
  return finding(
    text,
    'placeholder-unclosed',
    range,
    `The brace${name === undefined ? '' : ` before "${name}"`} is never closed, so it is not a placeholder.`,
    meant === undefined ? 'Remove the extra brace.' : `Write {${meant}}.`,
    meant === undefined
      ? replacement('Remove the brace', [at, at + 1], '')
      : replacement(`Write {${meant}}`, range, `{${meant}}`),
  );
}

/** A brace that closes and never opened, with the name before it: `ActionId}`. */
export function unopened(text: LintText, at: number, names: Names): Finding {
  const name = /[A-Za-z][A-Za-z0-9_]*$/.exec(text.text.slice(Math.max(0, at - 64), at))?.[0];
  const range = [at - (name?.length ?? 0), at + 1] as const;
  const before = text.text.slice(Math.max(0, at - 100), at);
  const isNested = name === undefined && /\{[A-Za-z][A-Za-z0-9_]*\}$/.test(before);
  const right = name === undefined || !names.means(name) ? undefined : `{${names.spelled(name) ?? name}}`;
  return finding(
    text,
    isNested ? 'placeholder-nested' : 'placeholder-unopened',
    range,
    isNested
      ? 'A brace encloses a placeholder: only the inner pair is one.'
      : 'A closing brace has no opening brace, and is sent as it is.',
    right === undefined ? 'Remove the extra brace.' : `Write ${right}.`,
    right === undefined
      ? replacement('Remove the brace', [at, at + 1], '')
      : replacement(`Write ${right}`, range, right),
  );
}

/** What stands for a blank, or cannot be seen: it may break a name without its being noticed. */
const BREAKS = /\s|%20|%0[ad]|[+\u00ad\u200b-\u200d\u2060]/gi;

/** A pair of braces that encloses neither a placeholder nor other braces. */
export function enclosed(text: LintText, range: Range, names: Names): Finding | undefined {
  const inner = text.text.slice(range[0] + 1, range[1] - 1);
  const isJson = text.format === 'json';
  if (inner === '') {
    return isJson
      ? undefined
      : finding(
          text,
          'placeholder-empty',
          range,
          'The braces contain no name, and are sent as they are.',
          'Write a name between them, or remove them.',
        );
  }
  // Names are short; what is long is not looked at letter by letter.
  if (inner.length > 200) return undefined;
  const name = inner.replace(BREAKS, '');
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return broken(text, range, inner, name, names);
  if (isJson) return undefined;
  const words = inner.split(/[^A-Za-z0-9_]+/);
  if (words.length > 3) return undefined;
  const known = words.filter((word) => names.isKnown(word));
  // `{Sub-Id1}`, `{Payout:2}`, `{action.Payout}`; code in braces has more than one word that is none.
  const only =
    names.spelled(words.join('')) ?? (known.length === 1 && words.length === 2 ? known[0] : undefined);
  if (only === undefined) return undefined;
  return finding(
    text,
    'placeholder-broken',
    range,
    `{${inner}} is not a placeholder: only a name can be between the braces.`,
    `Write {${only}}.`,
    replacement(`Write {${only}}`, range, `{${only}}`),
  );
}

function broken(
  text: LintText,
  range: Range,
  inner: string,
  name: string,
  names: Names,
): Finding | undefined {
  const atEdges = inner.trim() === name;
  const isJson = text.format === 'json';
  if (isJson ? !names.means(name) : !atEdges && !names.means(name) && !/[\r\n]/.test(inner)) return undefined;
  // In the texts of JSON `{ status }` is also code, such as GraphQL; a placeholder would be the whole text.
  if (isJson && atEdges && !names.isKnown(name) && !isWholeText(text.text, range)) return undefined;
  const meant = names.meant(name);
  const sign = /[\r\n]|%0[ad]/i.test(inner)
    ? 'A line break'
    : /[ \t]|%20/.test(inner)
      ? 'A space'
      : inner.includes('+')
        ? 'A "+", which is read as a space,'
        : 'A space or an invisible character';
  const right = `{${meant ?? name}}`;
  return finding(
    text,
    'placeholder-broken',
    range,
    `${sign} is in the name {${name}}, so it is not a placeholder.`,
    `Write ${right} without it.`,
    meant === undefined ? undefined : replacement(`Write ${right}`, range, right),
  );
}

const isWholeText = (text: string, [start, end]: Range) => text[start - 1] === '"' && text[end] === '"';
