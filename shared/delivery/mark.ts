import type { AttemptOutcome, DeliveryState } from './outcome.ts';

/** The eight marks of attempts and deliveries, in the order in which a histogram stacks them from below. */
export const MARKS = [
  'not-accepted',
  'no-answer',
  'given-up',
  'unknown',
  'in-flight',
  'delivered',
  'cancelled',
  'planned',
] as const;
export type Mark = (typeof MARKS)[number];

const KIND_OF = new Map(MARKS.map((mark, kind) => [mark, kind]));
/** The place of a mark among all of them. */
export const kindOf = (mark: Mark): number => KIND_OF.get(mark)!;

/** The mark of each outcome, of an attempt that is not the end of a delivery that was given up. */
export const MARK_OF_OUTCOME: Readonly<Record<AttemptOutcome, Mark>> = {
  'in-flight': 'in-flight',
  delivered: 'delivered',
  'not-accepted': 'not-accepted',
  timeout: 'no-answer',
  'connect-timeout': 'no-answer',
  refused: 'no-answer',
  reset: 'no-answer',
  unresolvable: 'no-answer',
  'tls-error': 'no-answer',
  'bad-answer': 'no-answer',
  'endless-answer': 'no-answer',
  dropped: 'cancelled',
  'not-allowed': 'given-up',
  'malformed-url': 'given-up',
  'secret-missing': 'given-up',
  cancelled: 'cancelled',
  unknown: 'unknown',
};

/** The mark of an attempt: the last one of a delivery that was given up is final, unless it was never sent. */
export function markOfAttempt(state: DeliveryState, outcome: AttemptOutcome, isLast: boolean): Mark {
  const mark = MARK_OF_OUTCOME[outcome];
  return state === 'given-up' && isLast && mark !== 'cancelled' ? 'given-up' : mark;
}
