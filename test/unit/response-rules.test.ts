import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestFields } from '../../shared/receiver/request-fields.ts';
import type { RuleRequest } from '../../shared/receiver/rules/match.ts';
import { RULE_PRESETS } from '../../shared/receiver/rules/presets.ts';
import { RuleBook } from '../../shared/receiver/rules/rule-book.ts';
import {
  type ResponseRuleInput,
  responseRuleSchema,
  responseRulesSchema,
} from '../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../shared/receiver/rules/sentence.ts';

interface Given {
  sender?: string;
  method?: string;
  target?: string;
  headers?: [string, string][];
  body?: string | null;
  delivery?: ReturnType<RuleRequest['delivery']>;
  at?: number;
}

function requestOf({
  method = 'GET',
  target = '/pb',
  headers = [],
  body = null,
  delivery = null,
  sender = '127.0.0.1',
  at = 0,
}: Given): RuleRequest {
  return {
    endpoint: 'default',
    method,
    target,
    headers,
    fields: () => requestFields(target, headers, body),
    text: () => [target, ...headers.map((pair) => pair.join(': ')), body ?? ''].join('\n').toLowerCase(),
    sender: () => sender,
    delivery: () => delivery,
    virtualAt: at,
  };
}

const book = (...rules: ResponseRuleInput[]) => new RuleBook(responseRulesSchema.parse(rules), 0);
const FAIL: ResponseRuleInput['respond'] = { status: 500 };

describe('a list of response rules', () => {
  it('lets the first rule respond that matches, and none where none does', () => {
    const rules = book(
      { when: { method: 'post', path: '/catalog' }, respond: { status: 201 } },
      { when: { path: '/pb*' }, respond: FAIL },
    );
    expect(rules.choose(requestOf({ method: 'POST', target: '/catalog?a=1' }))?.index).toBe(0);
    expect(rules.choose(requestOf({ method: 'GET', target: '/catalog' }))).toBeUndefined();
    expect(rules.choose(requestOf({ target: '/pb/1' }))?.index).toBe(1);
  });

  it.each<[string, NonNullable<ResponseRuleInput['when']>, Given, boolean, string]>([
    [
      'a field of the query',
      { fields: { status: 'REVERSED' } },
      { target: '/pb?Status=REVERSED' },
      true,
      'status is "REVERSED"',
    ],
    ['a field that comes twice', { fields: { a: '2' } }, { target: '/pb?a=1&a=2' }, true, 'a is "2"'],
    ['a field of another value', { fields: { a: '2' } }, { target: '/pb?a=1' }, false, 'a is "1"'],
    ['a field that is missing', { fields: { a: '2' } }, { target: '/pb' }, false, 'there is no a'],
    [
      'a field that must be missing',
      { fields: { a: { present: false } } },
      { target: '/pb' },
      true,
      'there is no a',
    ],
    ['a number', { fields: { pay: { above: 10 } } }, { target: '/pb?pay=12.50' }, true, 'pay is "12.50"'],
    ['no number', { fields: { pay: { below: 10 } } }, { target: '/pb?pay=' }, false, 'pay is ""'],
    [
      'a field of JSON',
      { fields: { 'items[0].sku': 'A' } },
      { method: 'POST', body: '{"items":[{"sku":"A"}]}' },
      true,
      'items[0].sku is "A"',
    ],
    [
      'a field of XML',
      { fields: { 'a/b': 'x' } },
      { method: 'POST', body: '<a><b>x</b></a>' },
      true,
      'a/b is "x"',
    ],
    [
      'a field of a form',
      { fields: { b: { contains: 'é' } } },
      {
        method: 'POST',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: 'b=caf%C3%A9',
      },
      true,
      'b is "café"',
    ],
    [
      'a header in any case',
      { headers: { 'X-Auth': { startsWith: 'Bearer ' } } },
      { headers: [['x-auth', 'Bearer a']] },
      true,
      'header X-Auth is "Bearer a"',
    ],
    ['text anywhere', { text: 'TENTS' }, { target: '/pb?s=tents' }, true, 'the request contains "TENTS"'],
    ['a kind', { kind: 'action' }, { delivery: { attempt: 1, event: 'reversed' } }, true, 'kind is action'],
    [
      'an event',
      { event: ['tracked'] },
      { delivery: { attempt: 1, event: 'reversed' } },
      false,
      'event is reversed',
    ],
    [
      'an attempt',
      { attempt: { from: 2 } },
      { delivery: { attempt: 2, event: 'tracked' } },
      true,
      'it is attempt 2',
    ],
    ['an attempt of a stranger', { attempt: 1 }, {}, false, 'it belongs to no delivery'],
    ['a window of time', { to: '1970-01-01T00:00:01Z' }, { at: 1000 }, false, 'it came after the window'],
  ])('tells why it matched or not: %s', (_what, when, given, matched, why) => {
    const rules = book({ when, respond: FAIL });
    expect(rules.choose(requestOf(given)) !== undefined).toBe(matched);
    const [live] = rules.rules;
    expect(matched ? live!.lastMatch : live!.lastMiss).toMatchObject({ matched, why });
  });

  it('counts requests that meet the other conditions, and ends after so many or so long', () => {
    const third = book({ when: { path: '/pb', request: 3 }, respond: FAIL });
    const hits = ['/pb', '/x', '/pb', '/pb', '/pb'].map(
      (target) => third.choose(requestOf({ target })) !== undefined,
    );
    expect(hits).toEqual([false, false, false, true, false]);
    const twice = book({ respond: FAIL, times: 2, during: '10 s' });
    expect([0, 1, 2].map((at) => twice.choose(requestOf({ at }))?.occurrence)).toEqual([0, 1, undefined]);
    expect(twice.rules[0]!.lastMiss?.why).toBe('it has responded 2 times already');
    const soon = book({ respond: FAIL, during: '10 s' });
    expect([9_999, 10_000].map((at) => soon.choose(requestOf({ at })) !== undefined)).toEqual([true, false]);
    expect(soon.isInForce(0, 10_000)).toBe(false);
  });

  it('draws a share from the seed: about as large as asked for, and the same each time', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.constantFrom(0, 0.1, 0.5, 0.9, 1), (seed, probability) => {
        const drawn = () => {
          const rules = book({ when: { probability, seed }, respond: FAIL });
          return Array.from({ length: 400 }, () => rules.choose(requestOf({})) !== undefined);
        };
        const first = drawn();
        expect(drawn()).toEqual(first);
        const share = first.filter(Boolean).length / first.length;
        expect(Math.abs(share - probability)).toBeLessThanOrEqual(probability % 1 === 0 ? 0 : 0.15);
      }),
      { numRuns: 100 },
    );
  });

  it('does not change what a rule gets by the rules below it', () => {
    const when = fc.record(
      {
        method: fc.constantFrom('GET', 'POST'),
        path: fc.constantFrom('/pb', '/x', '/*'),
        request: fc.integer({ min: 1, max: 4 }),
        probability: fc.constantFrom(0.3, 0.7),
      },
      { requiredKeys: [] },
    );
    const rule = fc.record(
      { when, respond: fc.constant({ status: 500 }), times: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: ['respond'] },
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      target: fc.constantFrom('/pb', '/x'),
    });
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        rule,
        fc.array(request),
        (rules, more, requests) => {
          const [few, many] = [book(...rules), book(...rules, more)];
          for (const one of requests) {
            const chosen = few.choose(requestOf(one));
            const other = many.choose(requestOf(one));
            expect(chosen === undefined ? rules.length : chosen.index).toBe(
              other === undefined || other.index === rules.length ? rules.length : other.index,
            );
          }
        },
      ),
    );
  });
});

describe('a response rule', () => {
  it.each<[unknown, RegExp]>([
    [{}, /needs respond, fault or forward/],
    [{ respond: { status: 99 } }, /not between 200 and 599|is not a status/],
    [{ respond: { body: 'a', bodyBase64: 'YQ==' } }, /cannot be combined with body/],
    [{ respond: { headers: { 'a b': '1' } } }, /not the name of a header/],
    [{ respond: { headers: { a: 'x\r\ny: z' } } }, /one line/],
    [{ fault: 'reset', respond: {} }, /sends no response of its own/],
    [{ fault: 'explode' }, /./],
    [{ when: { path: 'pb' }, fault: 'hang' }, /not a path/],
    [{ when: { request: { from: 3, to: 1 } }, fault: 'hang' }, /ends before it starts/],
    [{ when: { fields: { a: {} } }, fault: 'hang' }, /needs one of/],
    [{ when: { from: '2026-11-27' }, fault: 'hang' }, /not a time/],
    [{ respond: { delay: { between: '3 s', and: '1 s' } } }, /ends before it starts/],
  ])('is refused: %j', (rule, message) => {
    const read = responseRuleSchema.safeParse(rule);
    expect(read.success ? '' : JSON.stringify(read.error.issues)).toMatch(message);
  });

  it.each<[ResponseRuleInput, string]>([
    [
      { when: { path: '/pb' }, respond: { status: 503, retryAfter: '30 s' }, during: '2 min' },
      'Respond 503 with Retry-After 30 s to /pb for 2 min.',
    ],
    [{ respond: { status: '500x3, 200' } }, 'Respond 500 x3 to all requests.'],
    [
      { when: { attempt: 1, path: '/pb' }, fault: 'reset' },
      'Read the request, then reset the connection without a response to the first attempt of each delivery in all requests to /pb.',
    ],
    [
      {
        when: { method: ['POST', 'PUT'], path: '/catalog' },
        respond: { status: 201, body: '{"received":"{body.sku}"}' },
      },
      'Respond 201 with the body {"received":"{body.sku}"} to POST or PUT /catalog.',
    ],
    [
      { respond: { delay: { mean: '2 s', deviation: '500 ms' } }, times: 1 },
      'Wait 2 s ± 500 ms, then respond 200 to all requests once.',
    ],
    [
      { when: { fields: { Payout: { above: 10 } } }, fault: { type: 'drip' } },
      'Send the response at 10 bytes per second to all requests where Payout is above 10.',
    ],
  ])('says in one sentence what it does', (rule, sentence) => {
    expect(ruleSentence(responseRuleSchema.parse(rule))).toBe(sentence);
  });

  it('has presets that are valid, named once and say what they do', () => {
    for (const { rule, name } of RULE_PRESETS) {
      expect(ruleSentence(responseRuleSchema.parse({ name, ...rule }))).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(RULE_PRESETS.map(({ id }) => id)).size).toBe(RULE_PRESETS.length);
  });
});
