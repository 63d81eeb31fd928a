import { describe, expect, it } from 'vitest';
import { type ResponseRuleInput, responseRuleSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { whatIfRule } from '../../shared/receiver/rules/what-if-rule.ts';
import { KEY, rulesWith } from '../fixtures/sending-rules.ts';

const MINUTE = 60_000;
const RULES = rulesWith({ retries: 3, schedule: { type: 'fixed', wait: MINUTE }, jitter: 0 });

function forecast(rule: ResponseRuleInput, rules = RULES) {
  return whatIfRule(rules, responseRuleSchema.parse(rule), { at: 0, size: 200, key: KEY });
}
const outcomes = (rule: ResponseRuleInput) => forecast(rule).attempts.map(({ outcome }) => outcome);

describe('what the sender does about a rule', () => {
  it.each<[ResponseRuleInput, string[]]>([
    [{ when: { attempt: 1 }, fault: 'reset' }, ['reset', 'delivered']],
    [{ respond: { status: 503 }, times: 2 }, ['not-accepted', 'not-accepted', 'delivered']],
    [{ respond: { status: 503 }, during: '90 s' }, ['not-accepted', 'not-accepted', 'delivered']],
    [{ when: { request: 1 }, fault: 'malformed' }, ['bad-answer', 'delivered']],
    [{ respond: { status: 201 } }, ['delivered']],
    [{ fault: { type: 'drip', bytesPerSecond: 1 }, times: 1 }, ['timeout', 'delivered']],
    [{ respond: { delay: '45 s' }, times: 1 }, ['timeout', 'delivered']],
    [{ fault: 'redirect-loop', times: 1 }, ['not-accepted', 'delivered']],
    [{ fault: 'unasked-1xx' }, ['delivered']],
    [{ fault: 'expired-certificate', times: 1 }, ['tls-error', 'delivered']],
    [{ fault: 'tls-cut', times: 1 }, ['reset', 'delivered']],
  ])('%j', (rule, ends) => {
    expect(outcomes(rule)).toEqual(ends);
    expect(forecast(rule).end).toBe('delivered');
  });

  it('tells when each attempt comes, which of them the rule gets, and how it ends', () => {
    const { attempts, end, sentence } = forecast({ when: { path: '/elsewhere' }, respond: { status: 500 } });
    expect(attempts.map(({ at, hit }) => [at, hit])).toEqual([0, 1, 2, 3].map((n) => [n * MINUTE, true]));
    expect([end, sentence]).toEqual(['given-up', expect.stringContaining('nothing more is sent')]);
    const timeouts = forecast({ fault: 'hang', times: 1 }).attempts;
    expect(timeouts[1]!.at).toBe(MINUTE + RULES.profile.responseTimeout);
  });

  it('judges the body as the postback says', () => {
    const rules = { ...RULES, errorResponse: 'error' };
    const { attempts } = forecast({ respond: { body: '{"error":1}' }, times: 1 }, rules);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['not-accepted', 'delivered']);
  });
});
