import type { AttemptSummary, DeliveryView } from './delivery.ts';
import { isFailure } from './outcome.ts';
import type { DeliveryRules } from './rules.ts';
import {
  attemptsIfSame,
  type Further,
  ifSame,
  type PlannedAttempt,
  type SupposedAttempt,
} from './what-if.ts';

/** When the first attempt is or was due. */
export function firstDueOf({ createdAt, processingMs, minimumDelayMs, attempts }: DeliveryView): number {
  return attempts[0]?.dueAt ?? createdAt + processingMs + minimumDelayMs;
}

/** When the next attempt is due, while a delivery waits for one. */
export function plannedAt(delivery: DeliveryView): number | null {
  if (delivery.state !== 'waiting') return null;
  return delivery.dueAt ?? delivery.attempts.at(-1)?.nextAt ?? firstDueOf(delivery);
}

/**
 * Times of the failed attempts that count against one due at `dueAt`, oldest first. One that is due at another time
 * than the previous attempt led to was a manual retry, and its retries start over.
 */
function failuresBefore(attempts: readonly AttemptSummary[], dueAt: number): number[] {
  let failedAt: number[] = [];
  for (const [index, { outcome, endedAt, sentAt, nextAt }] of attempts.entries()) {
    if (isFailure(outcome)) failedAt.push(endedAt ?? sentAt);
    const next = attempts[index + 1]?.dueAt ?? dueAt;
    if (outcome !== 'unknown' && nextAt !== next) failedAt = [];
  }
  return failedAt;
}

/**
 * The number of the attempt after which the platform gives up, as seen from one due at `dueAt` after others; null
 * if it never does. Attempts that used up no retry are extra: those whose end is unknown, and those before a
 * manual retry.
 */
export function mostAttempts(
  before: readonly AttemptSummary[],
  dueAt: number,
  { profile: { retries } }: DeliveryRules,
): number | null {
  if (retries === 'until success') return null;
  return before.length - failuresBefore(before, dueAt).length + retries + 1;
}

/** The assumptions of a look ahead. */
interface Basis {
  /** How the next attempt, and those after it, are assumed to end: like the last failed one. */
  like: AttemptSummary;
  /** The next attempt, or the one in flight, from which the waits of the others count. */
  supposed: SupposedAttempt;
  rules: DeliveryRules;
}

/** Seeds only matter to a jitter, which is left out. */
const NO_KEY = { seed: 0, key: '' };

function basisOf(delivery: DeliveryView, rules: DeliveryRules): Basis | null {
  const { attempts, state } = delivery;
  const like = attempts.findLast(({ outcome }) => isFailure(outcome));
  const flying = state === 'in-flight' ? attempts.at(-1) : undefined;
  const at = flying?.sentAt ?? plannedAt(delivery);
  if (like === undefined || at === null) return null;
  const before = flying === undefined ? attempts : attempts.slice(0, -1);
  const steady = rules.profile.jitter === 0 ? rules : { ...rules, profile: { ...rules.profile, jitter: 0 } };
  const failedAt = failuresBefore(before, flying?.dueAt ?? at);
  return { like, supposed: { number: before.length + 1, at, failedAt }, rules: steady };
}

/**
 * The attempts of an open delivery beyond the next one, or beyond the one in flight, if the receiver goes on failing
 * as it last did; at most 200. None if it has ended or has not failed yet. A jitter
 * is left out, so that each time is the earliest possible.
 */
export function upcomingAttempts(delivery: DeliveryView, rules: DeliveryRules): PlannedAttempt[] {
  const basis = basisOf(delivery, rules);
  return basis === null ? [] : attemptsIfSame(basis.rules, basis.like, basis.supposed, NO_KEY);
}

/** The same, with how it ends and the assumptions; null if it has ended or has not failed yet. */
export function upcomingOf(delivery: DeliveryView, rules: DeliveryRules): (Further & Basis) | null {
  const basis = basisOf(delivery, rules);
  return basis === null ? null : { ...ifSame(basis.rules, basis.like, basis.supposed, NO_KEY), ...basis };
}
