import type { Verdict } from './check.ts';
import type { CheckReport, CheckResult } from './report.ts';

/** How a check stands in a later run against an earlier one. */
export const CHANGES = ['new', 'still', 'fixed', 'unchanged'] as const;
export type Change = (typeof CHANGES)[number];

export interface ComparedCheck {
  id: string;
  change: Change;
  /** Undefined where that run did not have the check. */
  before: CheckResult | undefined;
  after: CheckResult | undefined;
}

export interface ComparedRuns {
  checks: readonly ComparedCheck[];
  counts: Readonly<Record<Change, number>>;
  /** Problems of the earlier run whose checks the later one did not judge; they are among the unchanged. */
  notJudged: number;
}

const isProblem = (verdict: Verdict | undefined) => verdict === 'fail' || verdict === 'warn';

/**
 * What changed from one run to a later one. New: fails now and did not fail before, or warns now and passed before.
 * Still: fails in both. Fixed: failed or warned before and passes now. Everything else is unchanged: a failed check that
 * the later run skipped, or did not have, is not fixed.
 */
export function compareRuns(
  before: Pick<CheckReport, 'checks'>,
  after: Pick<CheckReport, 'checks'>,
): ComparedRuns {
  const earlier = new Map(before.checks.map((check) => [check.id, check]));
  const later = new Map(after.checks.map((check) => [check.id, check]));
  const ids = [...new Set([...later.keys(), ...earlier.keys()])];
  const checks = ids.map((id): ComparedCheck => {
    const [was, is] = [earlier.get(id), later.get(id)];
    return { id, change: changeOf(was?.verdict, is?.verdict), before: was, after: is };
  });
  const counts = { new: 0, still: 0, fixed: 0, unchanged: 0 };
  for (const { change } of checks) counts[change] += 1;
  const notJudged = checks.filter(
    ({ before: was, after: is }) => isProblem(was?.verdict) && (is === undefined || is.verdict === 'skip'),
  ).length;
  return { checks, counts, notJudged };
}

function changeOf(was: Verdict | undefined, is: Verdict | undefined): Change {
  if (is === 'fail') return was === 'fail' ? 'still' : 'new';
  if (is === 'warn') return was === 'pass' ? 'new' : 'unchanged';
  return is === 'pass' && isProblem(was) ? 'fixed' : 'unchanged';
}
