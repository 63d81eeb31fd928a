import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, nextAttemptFrom, retryWait } from '../../shared/delivery/next-attempt.ts';
import { ATTEMPT_OUTCOMES, type AttemptOutcome, isFailure } from '../../shared/delivery/outcome.ts';
import { findProfile, rulesOf } from '../../shared/delivery/profiles/all.ts';
import type { DeliveryRules, EndedAttempt } from '../../shared/delivery/rules.ts';
import { anyAttempt, anyKey, anyRules, KEY, KNOWN_RULES, rulesWith } from '../fixtures/sending-rules.ts';

const MIN = 60_000;
const H = 60 * MIN;
const impact = rulesOf(findProfile('impact')!);
const standard = rulesOf(findProfile('standard-webhooks')!);
const appsflyer = rulesOf(findProfile('appsflyer')!);

const failed = (endedAt: number, more: Partial<EndedAttempt> = {}): EndedAttempt => ({
  outcome: 'not-accepted',
  status: 500,
  endedAt,
  retryAfterMs: null,
  ...more,
});
const times = (n: number, attempt = failed(0)) => Array.from({ length: n }, () => attempt);
const sum = (parts: readonly { ms: number }[]) => parts.reduce((total, { ms }) => total + ms, 0);

describe('the next attempt', () => {
  it('is a pure function whose parts add up to the wait, whatever the rules and the history', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.array(anyAttempt, { minLength: 1, maxLength: 25 }),
        anyKey,
        (rules, history, key) => {
          const decision = nextAttempt(rules, history, key);
          expect(nextAttempt(structuredCloneOf(rules), [...history], { ...key })).toEqual(decision);
          expect(decision.sentence).toMatch(/^[A-Z0-9].*\.$/s);
          if (decision.type !== 'retry') return;
          const last = history.at(-1)!;
          expect(Number.isSafeInteger(decision.at)).toBe(true);
          expect(decision.at).toBeGreaterThanOrEqual(last.endedAt);
          expect(sum(decision.parts)).toBe(decision.at - last.endedAt);
          for (const part of decision.parts) expect(part.ms).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('depends on the count of failures and the last attempt only', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.array(anyAttempt, { minLength: 1, maxLength: 25 }),
        anyKey,
        (rules, history, key) => {
          const failures = history.filter(({ outcome }) => isFailure(outcome)).length;
          const state = { failures, last: history.at(-1)! };
          expect(nextAttemptFrom(rules, state, key)).toEqual(nextAttempt(rules, history, key));
        },
      ),
    );
  });

  it('does not depend on what else was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyRules, anyAttempt, anyKey), { minLength: 2, maxLength: 20 }),
        (questions) => {
          const ask = ([rules, attempt, key]: (typeof questions)[number]) =>
            nextAttempt(rules, [attempt], key);
          const backwards = questions.toReversed().map(ask).toReversed();
          expect(backwards).toEqual(questions.map(ask));
        },
      ),
    );
  });

  it('is due at once when there was none yet', () => {
    expect(nextAttempt(impact, [], KEY)).toMatchObject({ type: 'retry', at: 0, parts: [] });
  });

  it('follows the schedule of impact.com over nearly three days, then gives up', () => {
    const waits: number[] = [];
    const history: EndedAttempt[] = [failed(0)];
    for (;;) {
      const decision = nextAttempt(impact, history, KEY);
      if (decision.type !== 'retry') {
        expect(decision).toEqual({
          type: 'give-up',
          sentence: '16 attempts failed; after 15 retries nothing more is sent.',
        });
        break;
      }
      waits.push(decision.at - history.at(-1)!.endedAt);
      history.push(failed(decision.at));
    }
    expect(waits).toEqual([
      MIN,
      5 * MIN,
      15 * MIN,
      ...[1, 2, 3, 4, 6, 6, 6, 6, 8, 8, 8, 8].map((hours) => hours * H),
    ]);
    expect(sum(waits.map((ms) => ({ ms })))).toBe(66 * H + 21 * MIN);
  });

  it('says which retry it is, of how many, and how sure that is', () => {
    expect(nextAttempt(impact, times(4), KEY)).toEqual({
      type: 'retry',
      at: H,
      sentence: 'Retry 4 of 15, 1 h after the failure (assumed).',
      parts: [{ label: 'Retry 4 of 15', ms: H, certainty: 'assumed' }],
    });
    expect(nextAttempt(appsflyer, times(2), KEY)).toEqual({
      type: 'retry',
      at: 15 * MIN,
      sentence: 'Retry 2 of 4, 15 min after the failure.',
      parts: [{ label: 'Retry 2 of 4', ms: 15 * MIN, certainty: 'documented' }],
    });
    const endless = rulesWith({ retries: 'until success' });
    expect(nextAttempt(endless, times(500), KEY)).toEqual({
      type: 'retry',
      at: 8 * H,
      sentence: 'Retry 500, 8 h after the failure.',
      parts: [{ label: 'Retry 500', ms: 8 * H, certainty: null }],
    });
  });

  it('gives up after the first attempt when nothing is retried, and after two with one retry', () => {
    expect(nextAttempt(rulesWith({ retries: 0 }), times(1), KEY)).toEqual({
      type: 'give-up',
      sentence: 'The first attempt failed; it is not retried.',
    });
    expect(nextAttempt(rulesWith({ retries: 1 }), times(1), KEY).type).toBe('retry');
    expect(nextAttempt(rulesWith({ retries: 1 }), times(2), KEY)).toEqual({
      type: 'give-up',
      sentence: '2 attempts failed; after 1 retry nothing more is sent.',
    });
  });

  it('is at once after an attempt whose end is unknown, and that uses up no retry', () => {
    const unknown = failed(9_000, { outcome: 'unknown', status: null });
    expect(nextAttempt(impact, [failed(0), unknown], KEY)).toMatchObject({
      type: 'retry',
      at: 9_000,
      parts: [],
    });
    const after = nextAttempt(impact, [unknown, unknown, failed(10_000)], KEY);
    expect(after).toMatchObject({ at: 10_000 + MIN, parts: [{ label: 'Retry 1 of 15' }] });
  });

  it.each(['unresolvable', 'malformed-url', 'not-allowed', 'cancelled', 'dropped'] as const)(
    'never comes after "%s"',
    (outcome) => {
      const endless = rulesWith({ retries: 'until success' });
      const decision = nextAttempt(endless, [failed(0, { outcome, status: null })], KEY);
      expect(decision.type).toBe('give-up');
      expect(decision.sentence).toMatch(/ This is not retried\.$/);
    },
  );

  it.each<[string, DeliveryRules, AttemptOutcome, number | null, boolean]>([
    ['impact.com', impact, 'not-accepted', 404, true],
    ['impact.com', impact, 'not-accepted', 410, true],
    ['impact.com', impact, 'timeout', null, true],
    ['4xx is final', rulesWith({ final4xx: true }), 'not-accepted', 399, true],
    ['4xx is final', rulesWith({ final4xx: true }), 'not-accepted', 400, false],
    ['4xx is final', rulesWith({ final4xx: true }), 'not-accepted', 499, false],
    ['4xx is final', rulesWith({ final4xx: true }), 'not-accepted', 500, true],
    ['Standard Webhooks', standard, 'not-accepted', 404, true],
    ['Standard Webhooks', standard, 'not-accepted', 410, false],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'not-accepted', 500, true],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'not-accepted', 599, true],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'not-accepted', 499, false],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'not-accepted', 200, false],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'timeout', null, false],
    ['5xx only', rulesWith({ retryOn: '5xx only' }), 'refused', null, false],
    ['AppsFlyer', appsflyer, 'not-accepted', 503, true],
    ['AppsFlyer', appsflyer, 'timeout', null, true],
    ['AppsFlyer', appsflyer, 'refused', null, false],
    ['AppsFlyer', appsflyer, 'not-accepted', 302, false],
  ])('under %s, tells what comes after %#: "%s" %s', (_name, rules, outcome, status, retried) => {
    const decision = nextAttempt(rules, [failed(0, { outcome, status })], KEY);
    expect(decision.type).toBe(retried ? 'retry' : 'give-up');
  });

  it('waits for Retry-After when the profile honours it and it is later', () => {
    const asked = failed(1_000, { retryAfterMs: 60_000 });
    const decision = nextAttempt(standard, [asked], KEY);
    expect(decision).toMatchObject({
      at: 61_000,
      sentence: 'Retry 1 of 9, 1 min after the failure, as Retry-After asks.',
    });
    expect(nextAttempt(standard, times(9, failed(0, { retryAfterMs: 60_000 })), KEY)).not.toMatchObject({
      parts: expect.arrayContaining([expect.objectContaining({ label: 'Retry-After of the response' })]),
    });
    expect(nextAttempt(impact, [failed(0, { retryAfterMs: 10 * H })], KEY)).toMatchObject({ at: MIN });
  });

  it.each([
    [-5_000, 5_000],
    [Number.NaN, 5_000],
    [Number.POSITIVE_INFINITY, 366 * 24 * H],
    [1e18, 366 * 24 * H],
  ])('keeps a Retry-After of %d ms within a year', (retryAfterMs, expected) => {
    const rules: DeliveryRules = { profile: { ...standard.profile, jitter: 0 } };
    expect(nextAttempt(rules, [failed(0, { retryAfterMs })], KEY)).toMatchObject({ at: expected });
  });

  it('draws jitter for each delivery and retry anew, within its share of the wait', () => {
    const rules = rulesWith({ jitter: 0.5, schedule: { type: 'fixed', wait: H } });
    const seen = new Set<number>();
    for (let delivery = 0; delivery < 50; delivery += 1) {
      for (let n = 1; n <= 4; n += 1) {
        const decision = nextAttempt(rules, times(n), { seed: 1, key: `${delivery}` });
        if (decision.type !== 'retry') throw new Error('not retried');
        expect(decision.at).toBeGreaterThanOrEqual(H);
        expect(decision.at).toBeLessThanOrEqual(1.5 * H);
        seen.add(decision.at);
      }
    }
    expect(seen.size).toBeGreaterThan(190);
  });
});

describe('every outcome followed by every outcome', () => {
  const pairs = KNOWN_RULES.flatMap(([id, rules]) =>
    ATTEMPT_OUTCOMES.flatMap((first) => ATTEMPT_OUTCOMES.map((second) => ({ id, rules, first, second }))),
  );
  const statusOf = (outcome: AttemptOutcome) =>
    outcome === 'delivered' ? 200 : outcome === 'not-accepted' ? 500 : null;
  const ended = (outcome: AttemptOutcome, endedAt: number) =>
    failed(endedAt, { outcome, status: statusOf(outcome) });

  it.each(pairs)('$id: $first, then $second', ({ rules, first, second }) => {
    const before = nextAttempt(rules, [ended(first, 0)], KEY);
    const at = before.type === 'retry' ? before.at : 5_000;
    const decision = nextAttempt(rules, [ended(first, 0), ended(second, at)], KEY);
    const alone = nextAttempt(rules, [ended(second, at)], KEY);

    // What an attempt before it changes is which retry comes next, never whether its own outcome is retried.
    expect(decision.type).toBe(alone.type);
    expect(decision.type === 'delivered').toBe(second === 'delivered');
    if (decision.type !== 'retry') return;
    const retriesUsed = [first, second].filter(isFailure).length;
    if (!isFailure(second)) {
      expect(decision).toMatchObject({ at, parts: [] });
    } else {
      expect(decision.parts[0]!.label).toBe(`Retry ${retriesUsed} of ${rules.profile.retries}`);
      expect(decision.at).toBeGreaterThanOrEqual(at + retryWait(rules.profile.schedule, retriesUsed));
    }
  });
});

describe('the wait before a retry', () => {
  it('repeats the last one of a list', () => {
    const list = { type: 'list' as const, waits: [1, 2, 3] };
    expect([1, 2, 3, 4, 100].map((n) => retryWait(list, n))).toEqual([1, 2, 3, 3, 3]);
  });

  it('grows by its factor up to the longest, however many retries there are', () => {
    const grows = { type: 'exponential' as const, first: 1_000, factor: 2, longest: 60_000 };
    expect([1, 2, 3, 6, 7, 10_000].map((n) => retryWait(grows, n))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
    expect(retryWait({ ...grows, first: 0 }, 10_000)).toBe(0);
  });

  it('is always the same when it is fixed', () => {
    expect([1, 50].map((n) => retryWait({ type: 'fixed', wait: 7 }, n))).toEqual([7, 7]);
  });
});

/** A deep copy of the rules' data; the function in it stays the same. */
function structuredCloneOf(rules: DeliveryRules): DeliveryRules {
  return { ...rules, profile: structuredClone(rules.profile) };
}
