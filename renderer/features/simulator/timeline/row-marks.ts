import type { AttemptSummary, DeliveryView } from '../../../../shared/contract/activity.ts';
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
}

/** The mark of an attempt: the last one of a delivery that was given up is final. */
export function markOfAttempt(delivery: DeliveryView, attempt: AttemptSummary): Mark {
  const { mark } = markOfOutcome(attempt.outcome);
  const final = delivery.state === 'given-up' && attempt === delivery.attempts.at(-1);
  return final && mark !== 'cancelled' ? 'given-up' : mark;
}

/** When the first attempt is or was due. */
export function firstDue({ createdAt, processingMs, minimumDelayMs, attempts }: DeliveryView): number {
  return attempts[0]?.dueAt ?? createdAt + processingMs + minimumDelayMs;
}

/** When the next attempt is due, while a delivery waits for one. */
export function plannedAt(delivery: DeliveryView): number | null {
  if (delivery.state !== 'waiting') return null;
  return delivery.dueAt ?? delivery.attempts.at(-1)?.nextAt ?? firstDue(delivery);
}

/** Where a cancelled delivery ended without an attempt that says so: where its next one would have been. */
function cancelledAt(delivery: DeliveryView): number | null {
  const last = delivery.attempts.at(-1);
  if (delivery.state !== 'cancelled' || last?.outcome === 'cancelled') return null;
  return last?.nextAt ?? firstDue(delivery);
}

/** Calls back with each mark of a delivery, without making anything: for passes over all of them. */
export function eachMark(delivery: DeliveryView, call: (at: number, mark: Mark) => void): void {
  for (const attempt of delivery.attempts) call(attempt.sentAt, markOfAttempt(delivery, attempt));
  const planned = plannedAt(delivery);
  if (planned !== null) call(planned, 'planned');
  const cancelled = cancelledAt(delivery);
  if (cancelled !== null) call(cancelled, 'cancelled');
}

/** The marks of a row in the order of time. What is overdue stands at `now`, when that is known. */
export function marksOf(delivery: DeliveryView, now: number | null): RowMark[] {
  const marks = delivery.attempts.map(
    (attempt): RowMark => ({
      at: attempt.sentAt,
      mark: markOfAttempt(delivery, attempt),
      attempt,
      intended: attempt.intended !== '',
    }),
  );
  const planned = plannedAt(delivery);
  const cancelled = cancelledAt(delivery);
  if (planned !== null) {
    const at = now === null ? planned : Math.max(planned, now);
    marks.push({ at, mark: 'planned', attempt: null, intended: false });
  }
  if (cancelled !== null) marks.push({ at: cancelled, mark: 'cancelled', attempt: null, intended: false });
  if (delivery.intended !== '' && marks[0] !== undefined) marks[0].intended = true;
  for (let index = 1; index < marks.length; index += 1) {
    // Attempts of a duplicated delivery may overlap; sorting is for them only.
    if (marks[index]!.at < marks[index - 1]!.at) return marks.toSorted((a, b) => a.at - b.at);
  }
  return marks;
}

/** The platform says to contact support when a delivery is still open an hour after its event. */
const LONG_MS = 3_600_000;

/** How long a delivery has been open since its event, in ms. */
export function openFor({ createdAt, state, attempts }: DeliveryView, now: number): number {
  const open = state === 'waiting' || state === 'in-flight';
  const last = attempts.at(-1);
  return (open ? now : (last?.endedAt ?? last?.sentAt ?? createdAt)) - createdAt;
}

/** Whether it is, or was, open for more than an hour after its event. */
export function isLong(delivery: DeliveryView, now: number): boolean {
  return openFor(delivery, now) > LONG_MS;
}
