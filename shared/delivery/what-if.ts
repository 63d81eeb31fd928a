import { judgeResponse } from './judge.ts';
import { nextAttemptFrom } from './next-attempt.ts';
import { type AttemptOutcome, isFailure, outcomeSentence } from './outcome.ts';
import type { DeliveryKey, DeliveryRules, EndedAttempt, WaitPart } from './rules.ts';
import { isSwitchedOff, switchOffSentence } from './switch-off.ts';

/** What is assumed to come back: a response, or the way in which none comes. */
export type WhatIfResponse = { status: number; body?: string } | { outcome: AttemptOutcome };

export interface PlannedAttempt {
  /** From 2: the response is assumed for the first attempt. */
  number: number;
  /** Ms on the clock in force. */
  at: number;
  /** Parts that add up to the time since the previous attempt was sent. */
  parts: WaitPart[];
}

export interface WhatIf {
  accepted: boolean;
  sentence: string;
  attempts: PlannedAttempt[];
  /** How it ends if every further response is the same; `at` in ms, null for never. */
  end: {
    type: 'delivered' | 'given-up' | 'switched-off' | 'never';
    at: number | null;
    sentence: string;
  };
}

/** Most attempts that are listed; the list of a delivery retried until success would be endless. */
const LISTED = 200;

/** An attempt with an assumed end, and what came before it. */
export interface SupposedAttempt {
  number: number;
  /** When it is sent, in ms on the clock in force. */
  at: number;
  /** When the earlier attempts that used up a retry failed, oldest first. */
  failedAt: readonly number[];
}

export interface Further {
  /** Those after the assumed one. */
  attempts: PlannedAttempt[];
  end: WhatIf['end'];
  /** The number of the last attempt, even if it is not listed; null for no end. */
  last: number | null;
}

/**
 * What a response to an attempt at `at` (ms) leads to, predicted by the same functions that decide when it
 * is sent: whether it is accepted, when each further attempt is due if every response is the same, and when the
 * platform gives up.
 */
export function whatIf(rules: DeliveryRules, answer: WhatIfResponse, at: number, key: DeliveryKey): WhatIf {
  const { sentence, ...ended } = suppose(rules, answer);
  const { attempts, end } = ifSame(rules, ended, { number: 1, at, failedAt: [] }, key);
  return { accepted: ended.outcome === 'delivered', sentence, attempts, end };
}

/** The attempts after one with an assumed end, if each of them ends the same way. */
export function ifSame(
  rules: DeliveryRules,
  ended: Pick<EndedAttempt, 'outcome' | 'status'>,
  supposed: SupposedAttempt,
  key: DeliveryKey,
): Further {
  const attempts: PlannedAttempt[] = [];
  const goesOn = rules.profile.retries === 'until success' || !isFailure(ended.outcome);
  const all = sameAgain(rules, ended, supposed, key);
  for (;;) {
    const { done, value } = all.next();
    if (done === true) return { attempts, ...value };
    if (attempts.length < LISTED) attempts.push(value);
    else if (goesOn) {
      const sentence = `It is retried until it succeeds; the first ${LISTED} further attempts are listed.`;
      return { attempts, end: { type: 'never', at: null, sentence }, last: null };
    }
  }
}

/** The same attempts without the end, which may take thousands of steps to find. */
export function attemptsIfSame(
  rules: DeliveryRules,
  ended: Pick<EndedAttempt, 'outcome' | 'status'>,
  supposed: SupposedAttempt,
  key: DeliveryKey,
): PlannedAttempt[] {
  const attempts: PlannedAttempt[] = [];
  for (const attempt of sameAgain(rules, ended, supposed, key)) {
    attempts.push(attempt);
    if (attempts.length === LISTED) break;
  }
  return attempts;
}

/**
 * Yields one further attempt after the other, and finally the end. An attempt takes no time, except that one without a
 * response takes its timeout.
 */
function* sameAgain(
  rules: DeliveryRules,
  { outcome, status }: Pick<EndedAttempt, 'outcome' | 'status'>,
  supposed: SupposedAttempt,
  key: DeliveryKey,
): Generator<PlannedAttempt, Pick<Further, 'end' | 'last'>, undefined> {
  const takes = timeTaken(rules, outcome);
  const failedAt = [...supposed.failedAt];
  let sentAt = supposed.at;
  for (let { number } = supposed; ; number += 1) {
    const endedAt = sentAt + (takes?.ms ?? 0);
    const last: EndedAttempt = { outcome, status, endedAt, retryAfterMs: null };
    if (isFailure(outcome)) failedAt.push(endedAt);
    const ended = (type: WhatIf['end']['type'], sentence: string) => ({
      end: { type, at: endedAt, sentence },
      last: number,
    });
    const decision = nextAttemptFrom(rules, { failures: failedAt.length, last }, key);
    if (decision.type === 'delivered') return ended('delivered', decision.sentence);
    if (isSwitchedOff(rules.profile.switchOff, failedAt, endedAt)) {
      return ended('switched-off', switchOffSentence(rules));
    }
    if (decision.type === 'give-up') return ended('given-up', decision.sentence);
    const parts = takes === null ? decision.parts : [takes, ...decision.parts];
    yield { number: number + 1, at: decision.at, parts };
    sentAt = decision.at;
  }
}

function suppose(
  rules: DeliveryRules,
  answer: WhatIfResponse,
): { outcome: AttemptOutcome; status: number | null; sentence: string } {
  if ('outcome' in answer) {
    const { outcome } = answer;
    return { outcome, status: null, sentence: outcomeSentence(outcome, null) };
  }
  const { status, body = '' } = answer;
  const { accepted, sentence } = judgeResponse({ status, body }, rules);
  return { outcome: accepted ? 'delivered' : 'not-accepted', status, sentence };
}

/** The part of a wait that the attempt itself takes: its timeout if nothing comes, otherwise nothing. */
function timeTaken(rules: DeliveryRules, outcome: AttemptOutcome): WaitPart | null {
  if (outcome === 'timeout') return part('responseTimeout', 'Response timeout');
  if (outcome === 'connect-timeout') return part('connectTimeout', 'Connect timeout');
  return null;

  function part(field: 'responseTimeout' | 'connectTimeout', label: string): WaitPart {
    return { label, ms: rules.profile[field], certainty: rules.certainty?.(field) ?? null };
  }
}
