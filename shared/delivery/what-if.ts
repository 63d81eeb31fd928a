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

/**
 * What an answer to an attempt at `at` (ms) leads to, said beforehand by the same functions that decide when it
 * is sent: whether it is accepted, when each further attempt is due if every answer is the same, and when the
 * platform gives up. An attempt takes no time, except that one without an answer takes its timeout.
 */
export function whatIf(rules: DeliveryRules, answer: SupposedAnswer, at: number, key: DeliveryKey): WhatIf {
  const { outcome, status, sentence } = suppose(rules, answer);
  const takes = timeTaken(rules, outcome);
  const accepted = outcome === 'delivered';
  const attempts: PlannedAttempt[] = [];
  const failedAt: number[] = [];
  const told = (end: WhatIf['end']): WhatIf => ({ accepted, sentence, attempts, end });
  let sentAt = at;
  let failures = 0;
  for (let number = 1; ; number += 1) {
    const endedAt = sentAt + (takes?.ms ?? 0);
    const last: EndedAttempt = { outcome, status, endedAt, retryAfterMs: null };
    if (isFailure(outcome)) {
      failures += 1;
      failedAt.push(endedAt);
    }
    const decision = nextAttemptFrom(rules, { failures, last }, key);
    if (decision.type === 'delivered') {
      return told({ type: 'delivered', at: endedAt, sentence: decision.sentence });
    }
    if (isSwitchedOff(rules.profile.switchOff, failedAt, endedAt)) {
      return told({ type: 'switched-off', at: endedAt, sentence: switchOffSentence(rules) });
    }
    if (decision.type === 'give-up') {
      return told({ type: 'given-up', at: endedAt, sentence: decision.sentence });
    }
    if (attempts.length === LISTED && (rules.profile.retries === 'until success' || failures === 0)) {
      const sentence = `It is tried again until it succeeds; the first ${LISTED} further attempts are listed.`;
      return told({ type: 'never', at: null, sentence });
    }
    if (attempts.length < LISTED) {
      const parts = takes === null ? decision.parts : [takes, ...decision.parts];
      attempts.push({ number: number + 1, at: decision.at, parts });
    }
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
  if (outcome === 'timeout') return part('answerTimeout', 'Answer timeout');
  if (outcome === 'connect-timeout') return part('connectTimeout', 'Connect timeout');
  return null;

  function part(field: 'answerTimeout' | 'connectTimeout', label: string): WaitPart {
    return { label, ms: rules.profile[field], certainty: rules.certainty?.(field) ?? null };
  }
}
