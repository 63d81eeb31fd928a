/** How one HTTP try ended. "in-flight" is the only one that is not an end. */
export const ATTEMPT_OUTCOMES = [
  'in-flight',
  'delivered',
  'not-accepted',
  'timeout',
  'connect-timeout',
  'refused',
  'reset',
  'unresolvable',
  'tls-error',
  'bad-answer',
  'endless-answer',
  'not-allowed',
  'malformed-url',
  'secret-missing',
  'cancelled',
  'dropped',
  'unknown',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Where a delivery stands. Delivered, given up and cancelled are ends. */
export const DELIVERY_STATES = ['waiting', 'in-flight', 'delivered', 'given-up', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const SENTENCES: Record<AttemptOutcome, string> = {
  'in-flight': 'Sent; no response yet.',
  delivered: 'The response was accepted.',
  'not-accepted': 'The response was not accepted.',
  timeout: 'The connection was made, but no complete response arrived in time.',
  'connect-timeout': 'No connection was made in time.',
  refused: 'Nothing is listening at that address and port.',
  reset: 'The receiver closed the connection before it responded.',
  unresolvable: 'The host name does not resolve.',
  'tls-error': 'The secure connection could not be established.',
  'bad-answer': 'What came back is not a valid HTTP response.',
  'endless-answer': 'The response is larger than the sender reads, so it was cut off.',
  'not-allowed': 'The host is not on this machine and the workspace does not allow it.',
  'malformed-url': 'The rendered URL cannot be sent.',
  'secret-missing': 'A secret in it has no value on this machine, so it was not sent.',
  cancelled: 'Cancelled before there was a response.',
  dropped: 'Dropped on purpose: the platform never sent it.',
  unknown: 'Postbench stopped while it was in flight; it is not known whether it arrived.',
};

/**
 * One sentence for people; `status` makes the answered ones exact. Which rule refused an answer depends on the
 * postback's profile and texts: `judgeResponse` says that.
 */
export function outcomeSentence(outcome: AttemptOutcome, status: number | null): string {
  if (outcome === 'not-accepted' && status !== null) {
    return status >= 300 && status < 400
      ? `Responded with ${status}; redirects are not followed and do not count as success.`
      : `Responded with ${status}, which was not accepted.`;
  }
  if (outcome === 'delivered' && status !== null) return `Responded with ${status}, which is accepted.`;
  return SENTENCES[outcome];
}

/**
 * Why an attempt ended as it did, for people and programs. `cause` is what judged the response or ended the connection:
 * a whole sentence stands for itself, what a system says is put behind ours.
 */
export function attemptReason({
  outcome,
  status,
  cause,
}: {
  outcome: AttemptOutcome;
  status: number | null;
  cause: string;
}): string {
  if (cause.endsWith('.')) return cause;
  const sentence = outcomeSentence(outcome, status);
  return cause === '' ? sentence : `${sentence} (${cause})`;
}

const NO_FAILURE: ReadonlySet<AttemptOutcome> = new Set([
  'in-flight',
  'delivered',
  'not-allowed',
  'secret-missing',
  'cancelled',
  'dropped',
  'unknown',
]);

/**
 * Whether an attempt counts towards the most retries of its delivery, and towards switching its postback off: the
 * receiver could have accepted it and did not. One that the user or Postbench itself held back or broke off does not.
 */
export function isFailure(outcome: AttemptOutcome): boolean {
  return !NO_FAILURE.has(outcome);
}
