import type { AttemptEnd } from '../../../shared/delivery/attempt.ts';
import { judgeResponse } from '../../../shared/delivery/judge.ts';
import { nextAttemptFrom } from '../../../shared/delivery/next-attempt.ts';
import { type DeliveryState, isFailure } from '../../../shared/delivery/outcome.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { KnownValues } from '../../../shared/secrets/known-values.ts';
import type { Ended } from './in-flight.ts';
import { maskedResult } from './masked-response.ts';
import { responseText, retryAfterMs } from './response-text.ts';
import type { AttemptResult } from './transport.ts';

interface JudgingOptions {
  rules: DeliveryRules;
  /** The response is lost on purpose: the receiver sent it, but the platform never sees it. */
  lost: boolean;
  /** When the attempt was sent, on the clock. */
  sentAt: number;
  /** When it ended, on the clock; null if an attempt takes no time on this clock and it did not time out. */
  backAt: number | null;
  /** Values of secrets, which must not be stored. */
  known: KnownValues;
}

/** How an attempt ended under the rules of its delivery. */
function endOfAttempt(
  result: AttemptResult,
  { rules, lost: loses, sentAt, backAt, known }: JudgingOptions,
): AttemptEnd {
  const lost = loses && result.outcome === 'answered';
  const { responseTimeout, connectTimeout } = rules.profile;
  const readsBody = rules.successResponse !== undefined || rules.errorResponse !== undefined;
  const body = readsBody ? responseText(result.headers ?? [], result.body) : '';
  const verdict =
    result.outcome === 'answered' && !lost
      ? judgeResponse({ status: result.status ?? 0, body }, rules)
      : undefined;
  const answered = verdict?.accepted ? 'delivered' : 'not-accepted';
  const outcome = lost ? 'timeout' : result.outcome === 'answered' ? answered : result.outcome;
  const limit = outcome === 'timeout' ? responseTimeout : outcome === 'connect-timeout' ? connectTimeout : 0;
  const kept = maskedResult(result, known);
  return {
    sentAt,
    endedAt: backAt === null ? sentAt + limit : Math.max(sentAt, backAt),
    outcome,
    status: lost ? null : result.status,
    durationMs: result.durationMs,
    connectMs: result.connectMs,
    firstByteMs: result.firstByteMs,
    nextAt: null,
    nextSentence: '',
    nextParts: [],
    cause: lost ? 'the response was lost on purpose' : known.mask(verdict?.sentence ?? result.cause),
    responseHeaders: lost ? null : kept.headers,
    responseBody: lost || result.headers === null ? null : kept.body,
    responseLength: lost || result.headers === null ? null : result.bodyLength,
  };
}

/** How an attempt ended, and the new state of its delivery with its attempts and failures so far. */
export interface Decided {
  end: AttemptEnd;
  state: DeliveryState;
  attempts: number;
  failures: number;
}

/**
 * The new state of a delivery after an attempt. `assigns`: the clock assigns moments, so an attempt takes no time on it
 * unless it times out. `off`: the reason why its postback is switched off, if it is. `known`: values of secrets, which
 * must not be stored.
 */
export function decisionOn(
  ended: Ended,
  { assigns, off, known }: { assigns: boolean; off: string | undefined; known: KnownValues },
): Decided {
  const { delivery, rules, sentAt, result } = ended;
  const lost = delivery.intended === 'lose-answer' && delivery.attempts === 0;
  const end = endOfAttempt(result, { rules, lost, sentAt, backAt: assigns ? null : ended.backAt, known });
  const attempts = delivery.attempts + 1;
  const failures = delivery.failures + (isFailure(end.outcome) ? 1 : 0);
  // An accepted delivery needs nothing more.
  const answered = end.outcome !== 'delivered' && end.responseHeaders !== null;
  const last = {
    outcome: end.outcome,
    status: end.status,
    endedAt: end.endedAt,
    retryAfterMs: answered ? retryAfterMs(end.responseHeaders ?? [], end.endedAt) : null,
  };
  const key = { seed: delivery.seed, key: delivery.seedKey };
  const decision = nextAttemptFrom(rules, { failures, last }, key);
  end.nextSentence = decision.type === 'retry' ? (off ?? decision.sentence) : decision.sentence;
  const isCancelled = end.outcome === 'cancelled' || (ended.cancelled === true && decision.type === 'retry');
  if (isCancelled) return { end, state: 'cancelled', attempts, failures };
  if (decision.type !== 'retry' || off !== undefined) {
    return { end, state: decision.type === 'delivered' ? 'delivered' : 'given-up', attempts, failures };
  }
  end.nextAt = decision.at;
  end.nextParts = decision.parts;
  return { end, state: 'waiting', attempts, failures };
}
