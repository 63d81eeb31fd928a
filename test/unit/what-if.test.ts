import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeResponse } from '../../shared/delivery/judge.ts';
import { nextAttempt } from '../../shared/delivery/next-attempt.ts';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from '../../shared/delivery/outcome.ts';
import { findProfile, rulesOf } from '../../shared/delivery/profiles/all.ts';
import type { DeliveryRules, EndedAttempt } from '../../shared/delivery/rules.ts';
import { type WhatIfResponse, whatIf } from '../../shared/delivery/what-if.ts';
import { anyKey, anyRules, KEY, rulesWith } from '../fixtures/sending-rules.ts';

const H = 3_600_000;
const START = Date.UTC(2026, 4, 12);
const impact = rulesOf(findProfile('impact')!);

const anyAnswer: fc.Arbitrary<WhatIfResponse> = fc.oneof(
  fc.record({ status: fc.integer({ min: 100, max: 599 }), body: fc.constantFrom('', 'OK', 'ERROR') }),
  fc.record({ outcome: fc.constantFrom(...ATTEMPT_OUTCOMES) }),
);

/** How an attempt ends when it gets that answer, told apart from what is under test. */
function endOf(rules: DeliveryRules, answer: WhatIfResponse, sentAt: number): EndedAttempt {
  const { responseTimeout, connectTimeout } = rules.profile;
  if ('status' in answer) {
    const { accepted } = judgeResponse({ status: answer.status, body: answer.body ?? '' }, rules);
    const outcome: AttemptOutcome = accepted ? 'delivered' : 'not-accepted';
    return { outcome, status: answer.status, endedAt: sentAt, retryAfterMs: null };
  }
  const { outcome } = answer;
  const takes = outcome === 'timeout' ? responseTimeout : outcome === 'connect-timeout' ? connectTimeout : 0;
  return { outcome, status: null, endedAt: sentAt + takes, retryAfterMs: null };
}

describe('what would happen if', () => {
  it('agrees with what is decided, step by step', () => {
    fc.assert(
      fc.property(anyRules, anyAnswer, anyKey, (rules, answer, key) => {
        const told = whatIf(rules, answer, START, key);
        const history = [endOf(rules, answer, START)];
        expect(told.accepted).toBe(history[0]!.outcome === 'delivered');
        for (const [index, { number, at, parts }] of told.attempts.entries()) {
          const decision = nextAttempt(rules, history, key);
          expect(decision).toMatchObject({ type: 'retry', at });
          expect(number).toBe(index + 2);
          const before = index === 0 ? START : told.attempts[index - 1]!.at;
          expect(parts.reduce((total, { ms }) => total + ms, 0)).toBe(at - before);
          history.push(endOf(rules, answer, at));
        }
        const { end } = told;
        const last = nextAttempt(rules, history, key);
        if (end.type === 'delivered' || end.type === 'given-up') {
          expect(last.type).toBe(end.type === 'delivered' ? 'delivered' : 'give-up');
          expect(end).toMatchObject({ at: history.at(-1)!.endedAt, sentence: last.sentence });
        } else if (end.type === 'never') {
          expect(last.type).toBe('retry');
          expect(end.at).toBeNull();
          expect(told.attempts).toHaveLength(200);
        } else {
          const rule = rules.profile.switchOff;
          expect(history.length).toBeGreaterThanOrEqual(
            rule === false ? Number.POSITIVE_INFINITY : rule.failures,
          );
        }
      }),
    );
  });

  it.each<[WhatIfResponse, boolean, number, string, number]>([
    [{ status: 200 }, true, 0, 'delivered', 0],
    [{ status: 201 }, true, 0, 'delivered', 0],
    [{ status: 204 }, false, 15, 'given-up', 66 * H + 21 * 60_000],
    [{ status: 302 }, false, 15, 'given-up', 66 * H + 21 * 60_000],
    [{ status: 500 }, false, 15, 'given-up', 66 * H + 21 * 60_000],
    [{ outcome: 'timeout' }, false, 15, 'given-up', 66 * H + 21 * 60_000 + 16 * 30_000],
    [{ outcome: 'unresolvable' }, false, 0, 'given-up', 0],
    [{ outcome: 'dropped' }, false, 0, 'given-up', 0],
  ])('impact.com got %j', (answer, accepted, further, type, after) => {
    const told = whatIf(impact, answer, START, KEY);
    expect(told.accepted).toBe(accepted);
    expect(told.attempts).toHaveLength(further);
    expect(told.end).toMatchObject({ type, at: START + after });
  });

  it('shows the time that a timeout takes as a part of the wait', () => {
    const [first] = whatIf(impact, { outcome: 'connect-timeout' }, START, KEY).attempts;
    expect(first).toEqual({
      number: 2,
      at: START + 70_000,
      parts: [
        { label: 'Connect timeout', ms: 10_000, certainty: 'assumed' },
        { label: 'Retry 1 of 15', ms: 60_000, certainty: 'assumed' },
      ],
    });
  });

  it('says when Everflow switches the postback off', () => {
    const told = whatIf(rulesOf(findProfile('everflow')!), { status: 500 }, START, KEY);
    expect(told.attempts).toHaveLength(9);
    expect(told.end).toEqual({
      type: 'switched-off',
      at: START + 9 * H,
      sentence: 'The postback is disabled: 10 failures in a row within 3 d.',
    });
  });

  it('lists 200 attempts of a delivery that is tried until it succeeds', () => {
    const told = whatIf(rulesWith({ retries: 'until success' }), { status: 500 }, START, KEY);
    expect(told.attempts).toHaveLength(200);
    expect(told.end).toMatchObject({ type: 'never', at: null });
  });

  it('knows the end of a delivery with thousands of retries, without listing them', () => {
    const rules = rulesWith({ retries: 10_000, schedule: { type: 'fixed', wait: 1_000 } });
    const told = whatIf(rules, { status: 500 }, START, KEY);
    expect(told.attempts).toHaveLength(200);
    expect(told.end).toMatchObject({ type: 'given-up', at: START + 10_000_000 });
  });

  it('judges the body too', () => {
    const rules = rulesWith({}, { errorResponse: 'ERROR' });
    expect(whatIf(rules, { status: 200, body: 'ERROR 7' }, START, KEY)).toMatchObject({
      accepted: false,
      sentence: 'Responded with 200, but the body contains the error response "ERROR".',
    });
  });
});
