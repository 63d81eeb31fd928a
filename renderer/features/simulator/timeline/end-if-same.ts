import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { nextAttemptFrom } from '../../../../shared/delivery/next-attempt.ts';
import { isFailure } from '../../../../shared/delivery/outcome.ts';
import type { DeliveryRules } from '../../../../shared/delivery/rules.ts';
import { plannedAt } from './row-marks.ts';

/** A delivery that is tried until it succeeds has no end to tell. */
const MOST = 1000;

/**
 * The last attempt of a waiting delivery if every answer stays what the last one was: its number, and when it is
 * made. Null where that cannot be told beforehand: no answer yet, waits drawn from a seed, no end.
 */
export function endIfSame(
  delivery: DeliveryView,
  rules: DeliveryRules,
): { number: number; at: number; status: number } | null {
  const { attempts } = delivery;
  const last = attempts.at(-1);
  let at = plannedAt(delivery);
  if (last === undefined || at === null || last.status === null || rules.profile.jitter > 0) return null;
  const { outcome, status } = last;
  let failures = attempts.filter((attempt) => isFailure(attempt.outcome)).length;
  for (let number = attempts.length + 1; number <= MOST; number += 1) {
    failures += 1;
    const ended = { outcome, status, endedAt: at, retryAfterMs: null };
    const decision = nextAttemptFrom(rules, { failures, last: ended }, { seed: 0, key: '' });
    if (decision.type !== 'retry') return { number, at, status };
    at = decision.at;
  }
  return null;
}
