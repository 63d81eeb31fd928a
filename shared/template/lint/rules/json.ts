import { type Node, type ParseError, type ParseErrorCode, parseTree } from 'jsonc-parser';
import { placeholderNames } from '../../parse.ts';
import { type Finding, finding, type LintText, type QuickFix } from '../finding.ts';
import { jsonPlaces } from '../json-places.ts';
import { jsonFault, OTHER_QUOTES } from './json-faults.ts';

const OPTIONS = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** Everything about a JSON body besides its names: what is wrong as it is written, with stand-ins for values. */
export function lintJson(text: LintText, known: readonly Finding[]): Finding[] {
  const { placeholders, standIn } = jsonPlaces(mended(text.text, known));
  let found = placeholders.flatMap(({ name, start, end, inString }): Finding[] =>
    inString
      ? []
      : [
          finding(
            text,
            'json-unquoted',
            [start, end],
            `{${name}} is not in quotes: if it is empty, or not a number, the body is not JSON.`,
            `Write "{${name}}": the platform sends text.`,
            inQuotes(standIn, start, end),
          ),
        ],
  );
  const deep = tooDeep(standIn);
  if (deep !== undefined) {
    found.push(
      finding(
        text,
        'json-invalid',
        [deep, deep + 1],
        `The body is not valid JSON for most receivers: it is nested deeper than ${DEEPEST} brackets here.`,
        'Reduce the nesting. A receiver would reject all of it.',
      ),
    );
    return found;
  }
  const { faults, tree } = readOn(text, standIn);
  found = found.concat(faults);
  if (tree !== undefined) found = found.concat(lintKeys(text, tree));
  return found;
}

/** More faults than this at once help nobody. */
const MOST = 20;

/**
 * What is wrong with the JSON, fault by fault: each is mended in a copy of the same length, so that what comes after it
 * is no consequence, until one cannot be. The tree is there once nothing is wrong any more.
 */
function readOn(text: LintText, standIn: string): { faults: Finding[]; tree: Node | undefined } {
  const faults: Finding[] = [];
  let copy = standIn;
  while (faults.length < MOST) {
    const errors: ParseError[] = [];
    const tree = parseTree(copy, errors, OPTIONS);
    const [first] = errors;
    if (first === undefined && isJson(copy)) return { faults, tree };
    const fault = jsonFault(text.text, copy, first ?? { error: 0 as ParseErrorCode, offset: 0, length: 1 });
    const { code = 'json-invalid', range, message, remedy, fix, mended: next } = fault;
    faults.push(finding(text, code, range, message, remedy, fix));
    if (next === undefined || next === copy) break;
    copy = next;
  }
  return { faults, tree: undefined };
}

/** Quotes around a placeholder, with what is joined to it; none where that is more than one value. */
function inQuotes(standIn: string, from: number, to: number): QuickFix | undefined {
  const ends = /[\s,:[\]{}"]/;
  let [start, end] = [from, to];
  while (start > 0 && from - start < FAR && !ends.test(standIn[start - 1]!)) start -= 1;
  while (end < standIn.length && end - to < FAR && !ends.test(standIn[end]!)) end += 1;
  const before = standIn
    .slice(Math.max(0, start - FAR), start)
    .trimEnd()
    .at(-1);
  const after = standIn.slice(end, end + FAR).trimStart()[0];
  if (!(before === undefined || '[{:,'.includes(before)) || !(after === undefined || ']}:,'.includes(after)))
    return undefined;
  const title = 'Put it in quotes';
  // Quotes of another kind become straight ones.
  const other = OTHER_QUOTES.test(standIn[start]!) && OTHER_QUOTES.test(standIn[end - 1]!) ? 1 : 0;
  return {
    title,
    edits: [
      { start, end: start + other, text: '"' },
      { start: end - other, end, text: '"' },
    ],
  };
}

const FAR = 200;

/** Parsers give up somewhere between a hundred and a few thousand; the one that is used here must not fall over. */
const DEEPEST = 500;

/** Where a text is nested too deeply to be read; undefined when it is not. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) return index;
  }
  return undefined;
}

/** A name that is broken by a line break is told already; the break in the text is no second fault. */
function mended(text: string, known: readonly Finding[]): string {
  let whole = text;
  for (const { code, start, end } of known) {
    if (code === 'placeholder-broken')
      whole = whole.slice(0, start) + 'x'.repeat(end - start) + whole.slice(end);
  }
  return whole;
}

/** What receivers parse with has the last word. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A key as receivers read it: "\\u0061" is "a". */
function decoded(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}

function lintKeys(text: LintText, root: Node): Finding[] {
  const found: Finding[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'object') {
      const seen = new Set<string>();
      for (const property of node.children ?? []) {
        const [key] = property.children ?? [];
        if (key === undefined) continue;
        const range = [key.offset, key.offset + key.length] as const;
        const written = text.text.slice(...range);
        const plain = decoded(written);
        if (seen.has(plain)) {
          found.push(
            finding(
              text,
              'json-key-twice',
              range,
              `The key ${written} is already in this object: most receivers keep only the last value.`,
              'Give each value its own key.',
            ),
          );
        }
        seen.add(plain);
        if (placeholderNames(written).length > 0) {
          found.push(
            finding(
              text,
              'placeholder-in-key',
              range,
              'A placeholder is in a key, so the key changes with every event.',
              'Use a fixed key and send the placeholder as its value.',
            ),
          );
        }
      }
    }
    open.push(...(node.children ?? []));
  }
  return found;
}
