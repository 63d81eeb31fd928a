import type { RunView } from '../../../../shared/contract/activity.ts';
import { type ExpectationResult, plannedExpectations } from '../../../../shared/scenario/expect.ts';
import type { Scenario } from '../../../../shared/scenario/schema.ts';

/** An expectation on screen. */
export interface StepExpectation extends Pick<ExpectationResult, 'about' | 'step' | 'expected' | 'found'> {
  /** Null as long as it has not been judged. */
  holds: boolean | null;
}

/** What the run was judged by; before that, what the scenario expects. A run that ended early was judged by nothing. */
export function expectationsOf(run: RunView | undefined, scenario: Scenario | null): StepExpectation[] {
  if (run !== undefined && run.expectations.length > 0) return run.expectations;
  if (scenario === null || (run !== undefined && run.state === 'finished')) return [];
  return plannedExpectations(scenario).map((planned) => ({ ...planned, found: '', holds: null }));
}

/** Those about the deliveries of one step, by its index. */
export function expectationsByStep(all: readonly StepExpectation[]): Map<number, StepExpectation[]> {
  return Map.groupBy(
    all.filter(({ step }) => step !== null),
    ({ step }) => step!,
  );
}

/** What stands under a head that says already what it is about. */
export function expectationText({ expected }: Pick<StepExpectation, 'expected'>): string {
  const text = expected.replace(/^(Deliveries|Books):? /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 failed, 3 met, 4 open" */
export function expectationCounts(all: readonly StepExpectation[]): string {
  const number = (holds: boolean | null, word: string) => {
    const found = all.filter((expectation) => expectation.holds === holds).length;
    return found === 0 ? [] : [`${found} ${word}`];
  };
  return [...number(false, 'failed'), ...number(true, 'met'), ...number(null, 'open')].join(', ');
}
