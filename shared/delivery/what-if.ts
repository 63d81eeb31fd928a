import { judgeAnswer } from './judge.ts';
import { nextAttemptFrom } from './next-attempt.ts';
import { type AttemptOutcome, isFailure, outcomeSentence } from './outcome.ts';
import type { DeliveryKey, DeliveryRules, EndedAttempt, WaitPart } from './rules.ts';
import { isSwitchedOff, switchOffSentence } from './switch-off.ts';

/** What is supposed to come back: an answer, or the way in which none comes. */
export type SupposedAnswer = { status: number; body?: string } | { outcome: AttemptOutcome };

export interface PlannedAttempt {
  /** From 2: the first attempt is the one that the answer is supposed for. */
  number: number;
  /** Ms on the clock in force. */
  at: number;
  /** Add up to the time since the attempt before it was sent. */
  parts: WaitPart[];
}

export interface WhatIf {
  accepted: boolean;
  sentence: string;
  attempts: PlannedAttempt[];
  /** How it ends when every further answer is the same; `at` in ms, null for never. */
  end: {
    type: 'delivered' | 'given-up' | 'switched-off' | 'never';
    at: number | null;
    sentence: string;
  };
}

/** Most attempts that are listed; a delivery retried until success would list for ever. */
const LISTED = 200;

/** An attempt that is supposed to end in some way, and what came before it. */
export interface SupposedAttempt {
  number: number;
  /** When it is sent, in ms on the clock in force. */
  at: number;
  /** When the attempts before it failed that used up a retry, oldest first. */
  failedAt: readonly number[];
}

export interface Further {
  /** Those after the supposed one. */
  attempts: PlannedAttempt[];
  end: WhatIf['end'];
  /** The number of the last attempt, also where it is not listed; null for no end. */
  last: number | null;
}

/**
 * What an answer to an attempt at `at` (ms) leads to, said beforehand by the same functions that decide when it
 * is sent: whether it is accepted, when each further attempt is due if every answer is the same, and when the
 * platform gives up.
 */
export function whatIf(rules: DeliveryRules, answer: SupposedAnswer, at: number, key: DeliveryKey): WhatIf {
  const { sentence, ...ended } = suppose(rules, answer);
  const { attempts, end } = ifSame(rules, ended, { number: 1, at, failedAt: [] }, key);
  return { accepted: ended.outcome === 'delivered', sentence, attempts, end };
}

/** The attempts after one that ends in some way, when each of them ends like it. */
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

/** The same attempts without how it ends, which may take thousands to tell. */
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
 * One further attempt after the other, and at last how it ends. An attempt takes no time, except that one without an
 * answer takes its timeout.
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
  answer: SupposedAnswer,
): { outcome: AttemptOutcome; status: number | null; sentence: string } {
  if ('outcome' in answer) {
    const { outcome } = answer;
    return { outcome, status: null, sentence: outcomeSentence(outcome, null) };
  }
  const { status, body = '' } = answer;
  const { accepted, sentence } = judgeAnswer({ status, body }, rules);
  return { outcome: accepted ? 'delivered' : 'not-accepted', status, sentence };
}

/** The part of a wait that an attempt itself takes: its timeout when nothing comes, else nothing. */
function timeTaken(rules: DeliveryRules, outcome: AttemptOutcome): WaitPart | null {
  if (outcome === 'timeout') return part('responseTimeout', 'Response timeout');
  if (outcome === 'connect-timeout') return part('connectTimeout', 'Connect timeout');
  return null;

  function part(field: 'responseTimeout' | 'connectTimeout', label: string): WaitPart {
    return { label, ms: rules.profile[field], certainty: rules.certainty?.(field) ?? null };
  }
}
