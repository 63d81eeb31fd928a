import { type Document, isMap, isNode, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Place } from '../../../shared/errors.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import { tooLargeMessage } from '../read-file.ts';
import { LARGEST_FILE } from './files.ts';

/** A YAML text read against a schema: its value, or each problem and its place. */
export type ParsedYaml<T> =
  | { ok: true; content: T; placeOf: (path: readonly (string | number)[]) => Place }
  | { ok: false; problems: Problem[] };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with a file of that many bytes, or undefined. */
export function tooLarge(file: string, bytes: number): Problem | undefined {
  if (bytes <= LARGEST_FILE) return undefined;
  return {
    file,
    line: null,
    column: null,
    message: tooLargeMessage(bytes, LARGEST_FILE),
    remedy: 'Split it into smaller files. Many purchases can be one step with "repeat".',
  };
}

const FILE_REMEDY = 'Correct the file. The app reads it again as soon as it is saved.';

/** The place of a path in the text: the value's, or the nearest parent's. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length) as unknown[], true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** The place of a key in the map at a path. */
function offsetOfKey(document: Document.Parsed, path: Path, key: string): number {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path as unknown[], true);
  if (isMap<ParsedNode>(map)) {
    const pair = map.items.find(({ key: node }) => isNode(node) && String(node) === key);
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return offsetOf(document, path);
}

/** The alternative of a union that was most likely meant: with the fewest unknown or missing keys at its root. */
function likeliest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const score = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => {
      const strange = issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 0;
      return sum + 1 + (issue.path.length === 0 ? strange : 0);
    }, 0);
  return alternatives.reduce((best, issues) => (score(issues) < score(best) ? issues : best));
}

function pathText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function kindOf({ contents }: Document.Parsed): string {
  return isSeq(contents) ? 'a list' : 'a single value';
}

interface Finding {
  offset: number;
  message: string;
}

function findingsOf(document: Document.Parsed, issue: Issue, parents: Path): Finding[] {
  const path = [...parents, ...issue.path];
  const where = pathText(path);
  if (issue.code === 'unrecognized_keys') {
    const inside = where === '' ? '' : ` in ${where}`;
    return issue.keys.map((key) => ({
      offset: offsetOfKey(document, path, key),
      message: `"${key}" is not a known setting${inside}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    const offset = offsetOfKey(document, path.slice(0, -1), key);
    return issue.issues.map(({ message }) => ({ offset, message: `${where}: ${message}` }));
  }
  if (issue.code === 'invalid_union') {
    const alternatives = issue.errors.filter((issues) => issues.length > 0);
    if (alternatives.length > 0) {
      const meant = likeliest(alternatives);
      // A misspelled key is also missing under its correct name; reporting it once is enough.
      const strange = meant.filter((inner) => inner.code === 'unrecognized_keys' && inner.path.length === 0);
      return (strange.length > 0 ? strange : meant).flatMap((inner) => findingsOf(document, inner, path));
    }
  }
  if (where === '' && issue.code === 'invalid_type' && issue.expected === 'object')
    return [
      { offset: 0, message: `It holds ${kindOf(document)}; settings such as "name: value" are expected` },
    ];
  const missing = issue.code === 'invalid_type' && document.getIn(path as unknown[]) === undefined;
  const message = missing ? 'is missing' : issue.message;
  return [{ offset: offsetOf(document, path), message: where === '' ? message : `${where}: ${message}` }];
}

/**
 * Reads a YAML text against a schema. Every problem has a line and column, counted from 1; `file` is only used to
 * name the place. For a valid file, `placeOf` returns the place of a path's value; it keeps the parsed text alive.
 */
export function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): ParsedYaml<T> {
  const lines = new LineCounter();
  const problem = ({ offset, message }: Finding): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message: `${message}.`, remedy: FILE_REMEDY };
  };
  const large = tooLarge(file, text.length);
  if (large !== undefined) return { ok: false, problems: [large] };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map(({ pos, message }) =>
        problem({ offset: pos[0], message: message.replace(/\.$/, '') }),
      ),
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { ok: false, problems: [problem({ offset: 0, message: String(error) })] };
  }
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) {
    const placeOf = (path: readonly (string | number)[]): Place => {
      const { line, col: column } = lines.linePos(offsetOf(document, path));
      return { file, line, column };
    };
    return { ok: true, content: parsed.data, placeOf };
  }
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => findingsOf(document, issue, []).map(problem)),
  };
}
