import type { AttemptSummary, DeliveryView } from '../../../../shared/contract/activity.ts';
import { type Mark, markOfAttempt } from '../../../../shared/delivery/mark.ts';
import type { DeliveryRules } from '../../../../shared/delivery/rules.ts';
import { firstDueOf, plannedAt, upcomingAttempts } from '../../../../shared/delivery/upcoming-attempts.ts';
import type { PlannedAttempt } from '../../../../shared/delivery/what-if.ts';

/** One mark of a row. */
export interface RowMark {
  at: number;
  mark: Mark;
  /** What it stands for; null for an attempt that has not been made. */
  attempt: AttemptSummary | null;
  /** Disorder did something to it on purpose. */
  intended: boolean;
  /** An attempt that is made only if those before it fail; null for all others. */
  later: PlannedAttempt | null;
}

/** Where a cancelled delivery ended without an attempt that says so: where its next one would have been. */
function cancelledAt(delivery: DeliveryView): number | null {
  const last = delivery.attempts.at(-1);
  if (delivery.state !== 'cancelled' || last?.outcome === 'cancelled') return null;
  return last?.nextAt ?? firstDueOf(delivery);
}

/** A delivery changes seldom, and is drawn many times a second. */
const told = new WeakMap<DeliveryView, { rules: DeliveryRules; ahead: PlannedAttempt[] }>();

function aheadOnce(delivery: DeliveryView, rules: DeliveryRules): PlannedAttempt[] {
  const before = told.get(delivery);
  if (before?.rules === rules) return before.ahead;
  const ahead = upcomingAttempts(delivery, rules);
  told.set(delivery, { rules, ahead });
  return ahead;
}

function laterMarks(delivery: DeliveryView, now: number | null, rules: DeliveryRules): RowMark[] {
  // Waits count from when the next attempt is really made.
  const due = plannedAt(delivery);
  const late = due === null || now === null ? 0 : Math.max(0, now - due);
  return aheadOnce(delivery, rules).map((later) => ({
    at: later.at + late,
    mark: 'planned',
    attempt: null,
    intended: false,
    later,
  }));
}

/**
 * The marks of a row in the order of time: the attempts made, the next one, and, with the rules given, those beyond
 * it. What is overdue stands at `now`, when that is known.
 */
export function marksOf(delivery: DeliveryView, now: number | null, rules: DeliveryRules | null): RowMark[] {
  const last = delivery.attempts.at(-1);
  const marks = delivery.attempts.map(
    (attempt): RowMark => ({
      at: attempt.sentAt,
      mark: markOfAttempt(delivery.state, attempt.outcome, attempt === last),
      attempt,
      intended: attempt.intended !== '',
      later: null,
    }),
  );
  const planned = plannedAt(delivery);
  const cancelled = cancelledAt(delivery);
  if (planned !== null) {
    const at = now === null ? planned : Math.max(planned, now);
    marks.push({ at, mark: 'planned', attempt: null, intended: false, later: null });
  }
  if (cancelled !== null)
    marks.push({ at: cancelled, mark: 'cancelled', attempt: null, intended: false, later: null });
  if (rules !== null) marks.push(...laterMarks(delivery, now, rules));
  if (delivery.intended !== '' && marks[0] !== undefined) marks[0].intended = true;
  for (let index = 1; index < marks.length; index += 1) {
    // Attempts of a duplicated delivery may overlap; sorting is for them only.
    if (marks[index]!.at < marks[index - 1]!.at) return marks.toSorted((a, b) => a.at - b.at);
  }
  return marks;
}
