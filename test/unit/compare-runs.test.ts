import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERDICTS, type Verdict } from '../../shared/checks/check.ts';
import { type Change, compareRuns } from '../../shared/checks/compare-runs.ts';
import type { CheckResult } from '../../shared/checks/report.ts';

/** Results with these verdicts, by id. */
function run(verdicts: Readonly<Record<string, Verdict>>): { checks: CheckResult[] } {
  return {
    checks: Object.entries(verdicts).map(([id, verdict]) => ({
      id,
      category: 'money',
      title: id,
      why: [],
      verdict,
      saw: '',
      sentence: '',
      diagnoses: [],
      diagnosis: null,
      add: null,
      evidence: [],
      remedy: 'the-rule',
      ms: 0,
      unplayed: false,
    })),
  };
}

describe('of two runs', () => {
  it.each<[Verdict | undefined, Verdict | undefined, Change]>([
    ['pass', 'fail', 'new'],
    ['skip', 'fail', 'new'],
    ['warn', 'fail', 'new'],
    [undefined, 'fail', 'new'],
    ['pass', 'warn', 'new'],
    ['fail', 'fail', 'still'],
    ['fail', 'pass', 'fixed'],
    ['warn', 'pass', 'fixed'],
    ['fail', 'skip', 'unchanged'],
    ['fail', undefined, 'unchanged'],
    ['fail', 'warn', 'unchanged'],
    ['pass', 'pass', 'unchanged'],
    ['skip', 'pass', 'unchanged'],
  ])('a check that was %s and is %s is %s', (was, is, change) => {
    const { checks } = compareRuns(
      run(was === undefined ? {} : { a: was }),
      run(is === undefined ? {} : { a: is }),
    );
    expect(checks.map((check) => check.change)).toEqual([change]);
  });

  it('says how many problems the later one did not judge', () => {
    expect(
      compareRuns(run({ a: 'fail', b: 'warn', c: 'fail', d: 'pass' }), run({ a: 'skip', c: 'pass' }))
        .notJudged,
    ).toBe(2);
  });

  it('every check is listed once, and the counts add up', () => {
    const some = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...VERDICTS));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const { checks, counts } = compareRuns(run(before), run(after));
        const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
        expect(new Set(checks.map(({ id }) => id))).toEqual(ids);
        expect(checks).toHaveLength(ids.size);
        expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(ids.size);
      }),
    );
  });
});
