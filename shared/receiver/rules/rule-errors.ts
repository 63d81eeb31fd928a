import type { z } from 'zod';
import { responseRuleSchema } from './rule-schema.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with a rule, by the path of the field: { 'respond.status': '"99" is not a status …' }; the first of each. */
export function ruleErrors(input: unknown): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of responseRuleSchema.safeParse(input).error?.issues ?? []) collect(issue, [], errors);
  return errors;
}

function collect(issue: Issue, parents: readonly PropertyKey[], errors: Record<string, string>): void {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const alternative = likeliest(issue.errors);
    if (alternative !== undefined) {
      for (const one of alternative) collect(one, path, errors);
      return;
    }
  }
  // The name of a header is wrong: the field that it stands in is.
  const key = path.join('.');
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  errors[key] ??= wordsFor(key) ?? message.charAt(0).toUpperCase() + message.slice(1);
}

/** The alternative that does not merely ask for another kind of value; undefined where all of them do. */
function likeliest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return alternatives.find((issues) => !issues.some(isOtherKind));
}

function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return likeliest(issue.errors) === undefined;
  return ['invalid_type', 'invalid_value', 'unrecognized_keys'].includes(issue.code);
}

/** What a field wants whose schema can only name kinds of values. */
function wordsFor(key: string): string | undefined {
  if (key === 'when.request' || key === 'when.attempt') return 'Needs a number from 1, such as 1, 1-3, or 2+';
  if (/^when\.(?:fields|headers)\..*\.(?:above|below)$/.test(key)) return 'Needs a number';
  if (/^when\.(?:fields|headers)\.[^.]*\.is$/.test(key)) return 'Is tested twice';
  if (key === 'times') return 'Needs a whole number from 1';
  if (key === 'when.seed') return 'Needs a whole number from 0';
  if (key === 'fault.by') return 'Needs a whole number, such as 10 or -5';
  if (key.startsWith('fault.statuses')) return 'Needs 100, 102 or 103';
  if (key === 'fault.bytesPerSecond') return 'Needs a whole number from 1';
  return undefined;
}
