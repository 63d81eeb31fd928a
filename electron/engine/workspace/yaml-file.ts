import type { z } from 'zod';
import type { Place } from '../../../shared/errors.ts';
import { issueMessage } from '../../../shared/workspace/issue-message.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import { tooLargeMessage } from '../read-file.ts';
import { LARGEST_FILE, MORE_PROBLEMS } from './files.ts';
import { findingsOf } from './schema-issues.ts';
import { quoteIt, writtenScalar } from './written-scalars.ts';
import { type Finding, YamlDocument } from './yaml-document.ts';

/** A YAML text read against a schema: its value, or each problem and its place. */
export type ParsedYaml<T> =
  | { ok: true; content: T; placeOf: (path: readonly (string | number)[]) => Place }
  | { ok: false; problems: Problem[] };

/** Problems of one file that are listed: a file with thousands has one cause. */
export const MOST_PROBLEMS = 20;

/** Stands for a value that only a text takes: no number, amount, duration or name of ours looks like it. */
const ANY_TEXT = '\u{10fffd}any text';

const FILE_REMEDY = 'Correct the file. The app reads it again as soon as it is saved.';

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

/** A value in a tree that is being read, so that it can be replaced where the schema wants another form of it. */
interface Slot {
  source: string;
  number: number;
  path: readonly PropertyKey[];
}

type Issue = z.core.$ZodIssue;

/** Every issue with its whole path, those inside of unions included. */
function* issuesIn(
  issues: readonly Issue[],
  parents: readonly PropertyKey[] = [],
): Generator<{ issue: Issue; key: string }> {
  for (const issue of issues) {
    const path = [...parents, ...issue.path];
    yield { issue, key: pathKey(path) };
    if (issue.code !== 'invalid_union') continue;
    for (const inner of issue.errors) yield* issuesIn(inner, path);
  }
}

/** The paths of the issues that `wanted` accepts. */
function pathsOf(issues: readonly Issue[], wanted: (issue: Issue) => boolean = () => true): Set<string> {
  const paths = new Set<string>();
  for (const { issue, key } of issuesIn(issues)) if (wanted(issue)) paths.add(key);
  return paths;
}

function pathKey(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

const wantsText = (issue: Issue): boolean => issue.code === 'invalid_type' && issue.expected === 'string';

/**
 * Reads a YAML text against a schema. Every problem has a line and column, counted from 1; `file` is only used to
 * name the place. A number without quotes is a text where the schema wants one and YAML did not change it; an amount
 * keeps its digits. For a valid file, `placeOf` returns the place of a path's value; it keeps the parsed text alive.
 */
export function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): ParsedYaml<T> {
  const large = tooLarge(file, text.length);
  if (large !== undefined) return { ok: false, problems: [large] };
  const document = new YamlDocument(text);
  const problem = ({ offset, message, remedy }: Finding): Problem => {
    const { line, col } = document.lines.linePos(offset);
    return {
      file,
      line,
      column: col,
      message: /[.?!]$/.test(message) ? message : `${message}.`,
      remedy: remedy ?? FILE_REMEDY,
    };
  };
  const failed = (findings: readonly Finding[]): ParsedYaml<T> => ({
    ok: false,
    problems: bounded(file, findings.map(problem)),
  });
  if (document.errors.length > 0) return failed(document.errors);

  const wrong: Finding[] = [];
  const decimals: Slot[] = [];
  const words: Omit<Slot, 'number'>[] = [];
  const numbers: Slot[] = [];
  const value = document.value((node, path) => {
    const written = writtenScalar(node);
    if (written.kind === 'wrong') {
      wrong.push({ offset: node.range?.[0] ?? 0, ...quoteIt(written.source, written.meant) });
      return null;
    }
    if (written.kind === 'decimal') decimals.push({ source: written.source, number: written.value, path });
    else if (typeof written.value === 'number')
      numbers.push({ source: String(written.value), number: written.value, path });
    else if (typeof written.value === 'boolean') words.push({ source: String(node.source), path });
    // An amount keeps its digits as a text; what wants a number gets it below.
    return written.kind === 'decimal' ? written.source : written.value;
  });
  if (document.errors.length > 0 || wrong.length > 0) return failed([...document.errors, ...wrong]);

  const tree: unknown = value ?? {};
  const read = (tried: unknown) => schema.safeParse(tried, { error: issueMessage });
  let parsed = read(tree);
  if (!parsed.success && decimals.length + numbers.length > 0) {
    const { issues } = parsed.error;
    const refused = pathsOf(issues);
    const texts = pathsOf(issues, wantsText);
    const asNumbers = decimals.filter(({ path }) => refused.has(pathKey(path)));
    // What YAML made of these is what is written, so they may be texts.
    const asTexts = numbers.filter(({ path }) => texts.has(pathKey(path)));
    for (const { path, number } of asNumbers) put(tree, path, number);
    for (const { path, source } of asTexts) put(tree, path, source);
    if (asNumbers.length + asTexts.length > 0) parsed = read(tree);
  }
  if (!parsed.success) {
    const { issues } = parsed.error;
    const inQuotes = refusedInQuotes(words, tree, pathsOf(issues, wantsText), read);
    return failed(findingsOf(document, schema, issues, { most: MOST_PROBLEMS + 1, inQuotes }));
  }

  const texts = textsAmong(decimals, tree, (tried) => read(tried));
  if (texts.length > 0)
    return failed(
      texts.map(({ path, source, number }) => ({
        offset: document.offsetOf(path),
        ...quoteIt(source, String(number)),
      })),
    );
  const placeOf = (path: readonly (string | number)[]): Place => {
    const { line, col: column } = document.lines.linePos(document.offsetOf(path));
    return { file, line, column };
  };
  return { ok: true, content: parsed.data, placeOf };
}

/**
 * What the schema says of `true` and `no` where it wants a text, had they been in quotes: nothing where quotes would do,
 * and by path why an amount, say, would not be one either.
 */
function refusedInQuotes(
  words: readonly Omit<Slot, 'number'>[],
  tree: unknown,
  texts: ReadonlySet<string>,
  read: (tried: unknown) => { success: boolean; error?: { issues: Issue[] } | undefined },
): (path: readonly PropertyKey[]) => string | undefined {
  const wanted = words.filter(({ path }) => texts.has(pathKey(path)));
  if (wanted.length === 0) return () => undefined;
  const tried: unknown = structuredClone(tree);
  for (const { path, source } of wanted) put(tried, path, source);
  const messages = new Map<string, string>();
  for (const { issue, key } of issuesIn(read(tried).error?.issues ?? [])) {
    if (issue.code !== 'invalid_union' && !messages.has(key)) messages.set(key, issue.message);
  }
  return (path) => messages.get(pathKey(path));
}

/**
 * Those numbers with trailing zeros that the schema took as a text, where digits count: found by trying a text in their
 * place that only a text would take.
 */
function textsAmong(
  decimals: readonly Slot[],
  tree: unknown,
  read: (tried: unknown) => { success: boolean; error?: { issues: Issue[] } | undefined },
): Slot[] {
  if (decimals.length === 0) return [];
  const tried: unknown = structuredClone(tree);
  for (const { path } of decimals) put(tried, path, ANY_TEXT);
  const result = read(tried);
  if (result.success) return [...decimals];
  const refused = pathsOf(result.error?.issues ?? []);
  return decimals.filter(({ path }) => !refused.has(pathKey(path)));
}

function put(tree: unknown, path: readonly PropertyKey[], value: unknown): void {
  let at = tree as Record<PropertyKey, unknown>;
  for (const part of path.slice(0, -1)) at = at[part] as Record<PropertyKey, unknown>;
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
}

/** The first problems, and how many more there are. */
function bounded(file: string, problems: readonly Problem[]): Problem[] {
  if (problems.length <= MOST_PROBLEMS) return [...problems];
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    {
      file,
      line: null,
      column: null,
      message: MORE_PROBLEMS,
      remedy: 'Correct those that are listed first.',
    },
  ];
}
