import { isScalar, type Scalar } from 'yaml';
import type { z } from 'zod';
import { EXPECTED, meantWord } from '../../../shared/workspace/issue-message.ts';
import { notText } from './written-scalars.ts';
import type { Finding, Path, YamlDocument } from './yaml-document.ts';

type Issue = z.core.$ZodIssue;

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

/** The forms that a union's alternatives ask for where each of them only refuses the kind of value; undefined elsewhere. */
function kindsAskedFor(alternatives: readonly (readonly Issue[])[]): string | undefined {
  const kinds = new Set<string>();
  for (const [first, ...more] of alternatives) {
    if (first === undefined || more.length > 0 || first.path.length > 0) return undefined;
    if (first.code === 'invalid_type') kinds.add(EXPECTED[first.expected] ?? 'something else');
    else if (first.code === 'invalid_value') for (const value of first.values) kinds.add(String(value));
    else return undefined;
  }
  return [...kinds].join(' or ');
}

function kindsOf(issue: Issue): string | undefined {
  return issue.code === 'invalid_union' ? kindsAskedFor(issue.errors) : undefined;
}

/** Whether a scalar would be a text, as is wanted, if only it were in quotes. */
function isUnquoted(node: unknown, wanted: string | undefined): node is Scalar {
  if (wanted === undefined || !wanted.split(' or ').includes('text')) return false;
  return isScalar(node) && node.type === 'PLAIN' && typeof node.value !== 'string';
}

/** The settings that a schema has at a path, to say which was meant; none where they cannot be found out. */
function settingsAt(schema: z.core.$ZodType, path: Path): string[] {
  const { def } = schema._zod;
  const inner = (next: z.core.$ZodType, rest: Path = path) => settingsAt(next, rest);
  const [part, ...rest] = path;
  if (def.type === 'object') {
    const { shape } = def as z.core.$ZodObjectDef;
    if (part === undefined) return Object.keys(shape);
    const next = shape[String(part)];
    return next === undefined ? [] : inner(next, rest);
  }
  if (def.type === 'array')
    return part === undefined ? [] : inner((def as z.core.$ZodArrayDef).element, rest);
  if (def.type === 'record')
    return part === undefined ? [] : inner((def as z.core.$ZodRecordDef).valueType, rest);
  if (def.type === 'union') return (def as z.core.$ZodUnionDef).options.flatMap((option) => inner(option));
  if (def.type === 'pipe') return inner((def as z.core.$ZodPipeDef).in);
  if (def.type === 'lazy') return [];
  if ('innerType' in def) return inner((def as z.core.$ZodOptionalDef).innerType);
  return [];
}

const missing = (where: string) => (where === '' ? 'The file is empty' : 'is missing');

/**
 * What the issues of a schema say about a file: each with its place, in our words. At most `most` of them. `inQuotes`
 * says why a word at a path would be refused in quotes too.
 */
export function findingsOf(
  document: YamlDocument,
  schema: z.core.$ZodType,
  issues: readonly Issue[],
  { most, inQuotes }: { most: number; inQuotes: (path: Path) => string | undefined },
): Finding[] {
  const found: Finding[] = [];
  const add = (finding: Finding) => void found.push(finding);
  const about = (where: string, message: string) => (where === '' ? message : `${where}: ${message}`);
  const collect = (issue: Issue, parents: Path): void => {
    if (found.length >= most) return;
    const path = [...parents, ...issue.path];
    const where = pathText(path);
    if (issue.code === 'unrecognized_keys') {
      const inside = where === '' ? '' : ` in ${where}`;
      const known = settingsAt(schema, path);
      for (const key of issue.keys.slice(0, most - found.length)) {
        const near = meantWord(key, known);
        add({
          offset: document.offsetOfKey(path, key),
          message: `"${key}" is not a known setting${inside}`,
          remedy: near === undefined ? undefined : `Did you mean "${near}"?`,
        });
      }
      return;
    }
    if (issue.code === 'invalid_key') {
      const key = String(issue.path.at(-1));
      const offset = document.offsetOfKey(path.slice(0, -1), key);
      for (const { message } of issue.issues) add({ offset, message: `${where}: ${message}` });
      return;
    }
    if (issue.code === 'invalid_union') {
      const alternatives = issue.errors.filter((one) => one.length > 0);
      const kinds = kindsAskedFor(alternatives);
      if (alternatives.length > 0 && kinds === undefined) {
        const likely = likeliest(alternatives);
        // A misspelled key is also missing under its correct name; reporting it once is enough.
        const strange = likely.filter((one) => one.code === 'unrecognized_keys' && one.path.length === 0);
        for (const one of strange.length > 0 ? strange : likely) collect(one, path);
        return;
      }
      if (
        kinds !== undefined &&
        document.nodeAt(path) !== undefined &&
        !isUnquoted(document.nodeAt(path), kinds)
      ) {
        add({ offset: document.offsetOf(path), message: about(where, `must be ${kinds}`) });
        return;
      }
    }
    if (where === '' && issue.code === 'invalid_type' && issue.expected === 'object') {
      add({
        offset: 0,
        message: `It holds ${document.kind}; settings such as "name: value" are expected`,
      });
      return;
    }
    const node = document.nodeAt(path);
    const isMissing = (issue.code === 'invalid_type' || issue.code === 'invalid_union') && node === undefined;
    const wanted = issue.code === 'invalid_type' ? EXPECTED[issue.expected] : kindsOf(issue);
    const refused = inQuotes(path);
    if (refused === undefined && isUnquoted(node, wanted)) {
      const { message, remedy } = notText(node);
      add({ offset: document.offsetOf(path), message: about(where, message), remedy });
      return;
    }
    add({
      offset: document.offsetOf(path),
      message: about(where, isMissing ? missing(where) : (refused ?? issue.message)),
    });
  };
  for (const issue of issues) collect(issue, []);
  return found;
}
