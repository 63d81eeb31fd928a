import type { AttemptOutcome, DeliveryState } from '../../shared/delivery/outcome.ts';

/** The eight shapes. Colour says how bad, shape says what happened. */
export type Mark =
  | 'delivered'
  | 'not-accepted'
  | 'no-answer'
  | 'given-up'
  | 'in-flight'
  | 'planned'
  | 'cancelled'
  | 'unknown';

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

const OF_OUTCOME: Record<AttemptOutcome, { mark: Mark; label: string }> = {
  'in-flight': { mark: 'in-flight', label: 'In flight' },
  delivered: { mark: 'delivered', label: 'Delivered' },
  'not-accepted': { mark: 'not-accepted', label: 'Response not accepted' },
  timeout: { mark: 'no-answer', label: 'Response timeout' },
  'connect-timeout': { mark: 'no-answer', label: 'Connect timeout' },
  refused: { mark: 'no-answer', label: 'Connection refused' },
  reset: { mark: 'no-answer', label: 'Connection reset' },
  unresolvable: { mark: 'no-answer', label: 'Host not found' },
  'tls-error': { mark: 'no-answer', label: 'TLS failed' },
  'bad-answer': { mark: 'no-answer', label: 'Incomplete response' },
  'endless-answer': { mark: 'no-answer', label: 'Response too large' },
  dropped: { mark: 'cancelled', label: 'Dropped on purpose' },
  'not-allowed': { mark: 'given-up', label: 'Host not allowed' },
  'malformed-url': { mark: 'given-up', label: 'URL cannot be sent' },
  'secret-missing': { mark: 'given-up', label: 'Secret has no value' },
  cancelled: { mark: 'cancelled', label: 'Cancelled' },
  unknown: { mark: 'unknown', label: 'Unknown: Postbench stopped while the attempt was in flight' },
};

/** The shape and the words of one attempt's outcome. */
export function markOfOutcome(outcome: AttemptOutcome): { mark: Mark; label: string } {
  return OF_OUTCOME[outcome];
}

/** The shape of where a delivery stands. */
export function markOfState(state: DeliveryState): Mark {
  return state === 'waiting' ? 'planned' : state;
}
