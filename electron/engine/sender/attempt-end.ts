import { judgeAnswer } from '../../../shared/delivery/judge.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { AttemptEnd } from '../store/outbox.ts';
import { answerText } from './answer-text.ts';
import type { AttemptResult } from './transport.ts';

export interface JudgingOptions {
  rules: DeliveryRules;
  /** The answer is lost on purpose: the receiver gave it, the platform never saw it. */
  lost: boolean;
  /** When the attempt left, on the clock. */
  sentAt: number;
  /** When it came back, on the clock; null where an attempt takes no time, unless it ran into its limit. */
  backAt: number | null;
}

/**
 * How an attempt ended, by the rules of its delivery; what follows from it is not decided here.
 */
export function endOfAttempt(
  result: AttemptResult,
  { rules, lost: loses, sentAt, backAt }: JudgingOptions,
): AttemptEnd {
  const lost = loses && result.outcome === 'answered';
  const { answerTimeout, connectTimeout } = rules.profile;
  const readsBody = rules.successResponse !== undefined || rules.errorResponse !== undefined;
  const body = readsBody ? answerText(result.headers ?? [], result.body) : '';
  const verdict =
    result.outcome === 'answered' && !lost
      ? judgeAnswer({ status: result.status ?? 0, body }, rules)
      : undefined;
  const answered = verdict?.accepted ? 'delivered' : 'not-accepted';
  const outcome = lost ? 'timeout' : result.outcome === 'answered' ? answered : result.outcome;
  const limit = outcome === 'timeout' ? answerTimeout : outcome === 'connect-timeout' ? connectTimeout : 0;
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
    cause: lost ? 'the answer was lost on purpose' : (verdict?.sentence ?? result.cause),
    answerHeaders: lost ? null : result.headers,
    answerBody: lost || result.headers === null ? null : result.body,
    answerLength: lost || result.headers === null ? null : result.bodyLength,
  };
}
