import { formatDuration } from '../domain/duration.ts';
import { drawFrom } from '../domain/random.ts';
import { certaintyNote, whyNotRetried } from './judge.ts';
import { isFailure } from './outcome.ts';
import type { ProfileField, Schedule } from './profile.ts';
import type { Decision, DeliveryKey, DeliveryRules, EndedAttempt, WaitPart } from './rules.ts';

/** No answer can hold a retry back for longer than a year, in ms: times must stay times. */
const LONGEST_RETRY_AFTER_MS = 366 * 86_400_000;

/** What a decision rests on; small enough to keep in memory for every open delivery. */
export interface DeliveryProgress {
  /** Attempts that failed so far, the last one included (`isFailure` says which count). */
  failures: number;
  last: EndedAttempt;
}

/**
 * What happens after the attempts so far, oldest first: a pure function, used for sending and for saying
 * beforehand what an answer would lead to. Without any attempt the delivery is due at once (at 0).
 */
export function nextAttempt(
  rules: DeliveryRules,
  history: readonly EndedAttempt[],
  key: DeliveryKey,
): Decision {
  const last = history.at(-1);
  if (last === undefined) return { type: 'retry', at: 0, sentence: 'Not attempted yet.', parts: [] };
  const failures = history.reduce((count, { outcome }) => (isFailure(outcome) ? count + 1 : count), 0);
  return nextAttemptFrom(rules, { failures, last }, key);
}

/**
 * The same decision from what is known of the attempts so far. An attempt whose end is unknown (the engine was
 * killed) is sent again at once and does not use up a retry. Times and waits in ms on the clock in force; the
 * parts of a wait add up to the time between the end of the last attempt and the next one.
 */
export function nextAttemptFrom(rules: DeliveryRules, state: DeliveryProgress, key: DeliveryKey): Decision {
  const { failures, last } = state;
  const { profile } = rules;
  if (last.outcome === 'delivered') {
    return { type: 'delivered', sentence: 'The response was accepted, so nothing more is sent.' };
  }
  if (last.outcome === 'unknown' || last.outcome === 'in-flight') {
    const sentence =
      'It is not known whether it arrived, so it is sent again at once. This does not use up a retry.';
    return { type: 'retry', at: last.endedAt, sentence, parts: [] };
  }
  const final = whyNotRetried(rules, last);
  if (final !== undefined) return { type: 'give-up', sentence: final };
  if (profile.retries !== 'until success' && failures > profile.retries) {
    return { type: 'give-up', sentence: whyExhausted(rules, failures, profile.retries) };
  }
  return retry(rules, failures, last, key);
}

/** The wait before the n-th retry (n from 1) in ms, without jitter. */
export function retryWait(schedule: Schedule, n: number): number {
  switch (schedule.type) {
    case 'fixed':
      return schedule.wait;
    case 'list':
      return schedule.waits[Math.min(n, schedule.waits.length) - 1]!;
    case 'exponential': {
      if (schedule.first === 0) return 0;
      return Math.min(schedule.longest, Math.round(schedule.first * schedule.factor ** (n - 1)));
    }
  }
}

/** The shortest wait before any retry in ms: jitter and Retry-After only make waits longer. */
export function shortestRetryWait(schedule: Schedule): number {
  return schedule.type === 'list' ? Math.min(...schedule.waits) : retryWait(schedule, 1);
}

function whyExhausted(rules: DeliveryRules, failures: number, retries: number): string {
  const failed = failures === 1 ? 'The first attempt failed' : `${failures} attempts failed`;
  const sure = certaintyNote(rules, 'retries');
  if (retries === 0) return `${failed}; it is not retried${sure}.`;
  return `${failed}; after ${retries} ${retries === 1 ? 'retry' : 'retries'} nothing more is sent${sure}.`;
}

function retry(rules: DeliveryRules, n: number, last: EndedAttempt, key: DeliveryKey): Decision {
  const { schedule, jitter, retries, honourRetryAfter } = rules.profile;
  const certainty = (field: ProfileField) => rules.certainty?.(field) ?? null;
  const label = retries === 'until success' ? `Retry ${n}` : `Retry ${n} of ${retries}`;
  const base = retryWait(schedule, n);
  const parts: WaitPart[] = [{ label, ms: base, certainty: certainty('schedule') }];
  let wait = base;
  const most = jitter > 0 ? Math.floor(base * jitter) : 0;
  if (most > 0) {
    const ms = drawFrom(key.seed, 'jitter', key.key, n)(0, most);
    if (ms > 0) parts.push({ label: 'Jitter', ms, certainty: certainty('jitter') });
    wait += ms;
  }
  const asked = honourRetryAfter ? Math.min(last.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS) : 0;
  const held = asked > wait;
  if (held) {
    const ms = asked - wait;
    parts.push({ label: 'Retry-After of the response', ms, certainty: certainty('honourRetryAfter') });
    wait = asked;
  }
  const why = held ? ', as Retry-After asks' : certaintyNote(rules, 'schedule');
  const sentence = `${label}, ${formatDuration(wait)} after the failure${why}.`;
  return { type: 'retry', at: last.endedAt + wait, sentence, parts };
}
