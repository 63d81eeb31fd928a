import { MARK_OF_OUTCOME, type Mark } from '../../shared/delivery/mark.ts';
import type { AttemptOutcome, DeliveryState } from '../../shared/delivery/outcome.ts';

/** What the eight shapes mean. Colour says how bad, shape says what happened. */
export const MARK_LABELS: Record<Mark, string> = {
  delivered: 'Delivered',
  'not-accepted': 'Response not accepted',
  'no-answer': 'No response',
  'given-up': 'Given up',
  'in-flight': 'In flight',
  planned: 'Waiting',
  cancelled: 'Cancelled',
  unknown: 'Unknown: Postbench stopped while the attempt was in flight',
};

const LABELS: Record<AttemptOutcome, string> = {
  'in-flight': 'In flight',
  delivered: 'Delivered',
  'not-accepted': 'Response not accepted',
  timeout: 'Response timeout',
  'connect-timeout': 'Connect timeout',
  refused: 'Connection refused',
  reset: 'Connection reset',
  unresolvable: 'Host not found',
  'tls-error': 'TLS failed',
  'bad-answer': 'Invalid response',
  'endless-answer': 'Response too large',
  dropped: 'Dropped on purpose',
  'not-allowed': 'Host not allowed',
  'malformed-url': 'URL cannot be sent',
  'secret-missing': 'Secret has no value',
  cancelled: 'Cancelled',
  unknown: 'Unknown: Postbench stopped while the attempt was in flight',
};

/** The shape and the words of one attempt's outcome. */
export function markOfOutcome(outcome: AttemptOutcome): { mark: Mark; label: string } {
  return { mark: MARK_OF_OUTCOME[outcome], label: LABELS[outcome] };
}

/** The shape of where a delivery stands. */
export function markOfState(state: DeliveryState): Mark {
  return state === 'waiting' ? 'planned' : state;
}
