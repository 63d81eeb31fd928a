import type { AttemptSummary, DeliveryView } from '../../../../shared/contract/activity.ts';
import type { DeliveryRules } from '../../../../shared/delivery/rules.ts';
import { firstDueOf, plannedAt, upcomingAttempts } from '../../../../shared/delivery/upcoming-attempts.ts';
import type { PlannedAttempt } from '../../../../shared/delivery/what-if.ts';
import { type Mark, markOfOutcome } from '../../../components/marks.ts';

/** All marks, in the order in which a histogram stacks them from below; a kind is a place in it. */
export const KINDS: readonly Mark[] = [
  'not-accepted',
  'no-answer',
  'given-up',
  'unknown',
  'in-flight',
  'delivered',
  'cancelled',
  'planned',
];
const KIND_OF = new Map(KINDS.map((mark, kind) => [mark, kind]));
export const kindOf = (mark: Mark): number => KIND_OF.get(mark)!;

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

/** The mark of an attempt: the last one of a delivery that was given up is final. */
export function markOfAttempt(delivery: DeliveryView, attempt: AttemptSummary): Mark {
  const { mark } = markOfOutcome(attempt.outcome);
  const final = delivery.state === 'given-up' && attempt === delivery.attempts.at(-1);
  return final && mark !== 'cancelled' ? 'given-up' : mark;
}

/** Where a cancelled delivery ended without an attempt that says so: where its next one would have been. */
function cancelledAt(delivery: DeliveryView): number | null {
  const last = delivery.attempts.at(-1);
  if (delivery.state !== 'cancelled' || last?.outcome === 'cancelled') return null;
  return last?.nextAt ?? firstDueOf(delivery);
}

/** Calls back with each mark of a delivery, without making anything: for passes over all of them. */
export function eachMark(delivery: DeliveryView, call: (at: number, mark: Mark) => void): void {
  for (const attempt of delivery.attempts) call(attempt.sentAt, markOfAttempt(delivery, attempt));
  const planned = plannedAt(delivery);
  if (planned !== null) call(planned, 'planned');
  const cancelled = cancelledAt(delivery);
  if (cancelled !== null) call(cancelled, 'cancelled');
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
  const marks = delivery.attempts.map(
    (attempt): RowMark => ({
      at: attempt.sentAt,
      mark: markOfAttempt(delivery, attempt),
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
