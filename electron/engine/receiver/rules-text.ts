import { stringify } from 'yaml';
import { ruleInput } from '../../../shared/receiver/rules/rule-input.ts';
import type { ResponseRule } from '../../../shared/receiver/rules/rule-schema.ts';
import { throwProblem } from '../workspace/files.ts';
import { yamlReader } from '../workspace/yaml-reader.ts';

/** Rules as a file for --rules has them. */
export function rulesText(rules: readonly ResponseRule[]): string {
  return stringify(rules.map(ruleInput), { lineWidth: 0 });
}

/** Reads a pasted text as such a file, or as one entry of it. Throws PB_RULES_INVALID with line and column. */
export async function rulesOfText(text: string): Promise<ResponseRule[]> {
  const name = 'pasted text';
  await yamlReader.prepare([{ kind: 'rules', file: name, text }]);
  const read = yamlReader.now('rules', name, text);
  return read.ok ? read.content : throwProblem('PB_RULES_INVALID', read.problems);
}

/** Checks rules that came without a text. Throws PB_RULES_INVALID; its message has the path of what is wrong. */
export function rulesOf(given: readonly unknown[]): ResponseRule[] {
  const read = yamlReader.now('rules', 'rules', JSON.stringify(given));
  if (read.ok) return read.content;
  // A place in that text would say nothing.
  const problems = read.problems.map((problem) => ({ ...problem, line: null, column: null }));
  return throwProblem('PB_RULES_INVALID', problems);
}
