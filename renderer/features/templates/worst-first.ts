import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { Severity } from '../../../shared/template/lint/rule-codes.ts';

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Findings with the worst first, else in the order of the text. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}
