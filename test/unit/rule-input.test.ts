import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULE_PRESETS } from '../../shared/receiver/rules/presets.ts';
import { FAULT_TYPES } from '../../shared/receiver/rules/reaction-schema.ts';
import { RuleBook } from '../../shared/receiver/rules/rule-book.ts';
import { ruleInput } from '../../shared/receiver/rules/rule-input.ts';
import { responseRuleSchema } from '../../shared/receiver/rules/rule-schema.ts';

const ms = fc.integer({ min: 1, max: 90_000 }).map((value) => `${value} ms`);
const delay = fc.oneof(
  ms,
  fc.integer({ min: 0, max: 999 }).map((from) => ({ between: `${from} ms`, and: `${from + 5} ms` })),
  fc.record({ mean: ms, deviation: ms }),
  fc.integer({ min: 1, max: 999 }).map((median) => ({ median: `${median} ms`, p99: `${median * 3} ms` })),
);
const nth = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.record({ from: fc.integer({ min: 1, max: 9 }) }));
const rule = fc.record(
  {
    name: fc.string({ minLength: 1, maxLength: 20 }),
    enabled: fc.boolean(),
    when: fc.record(
      {
        method: fc.constantFrom('post', ['GET', 'PUT']),
        path: fc.constantFrom('/pb', ['/a', '/b*']),
        fields: fc.dictionary(
          fc.stringMatching(/^[a-z]{1,5}$/),
          fc.constantFrom('x', { above: 3 }, { present: false }),
        ),
        request: nth,
        attempt: nth,
        probability: fc.constantFrom('33 %', 0.5),
        seed: fc.nat(99),
        from: fc.constant('2026-05-12T14:00:00-07:00'),
      },
      { requiredKeys: [] },
    ),
    respond: fc.record(
      {
        status: fc.constantFrom(503, '500x3, 204', 200),
        headers: fc.constantFrom({ 'X-A': 'b' }, {}),
        body: fc.string({ maxLength: 20 }),
        retryAfter: ms,
        retryAfterAs: fc.constantFrom('date', 'seconds'),
        delay,
      },
      { requiredKeys: [] },
    ),
    times: fc.integer({ min: 1, max: 9 }),
    during: ms,
  },
  { requiredKeys: ['respond'] },
);

describe('a rule as a file has it', () => {
  it('is the same rule when it is read again', () => {
    fc.assert(
      fc.property(rule, (given) => {
        const read = responseRuleSchema.parse(given);
        expect(responseRuleSchema.parse(ruleInput(read))).toEqual(read);
      }),
    );
  });

  it('has no defaults', () => {
    for (const type of FAULT_TYPES)
      expect(ruleInput(responseRuleSchema.parse({ fault: { type } }))).toEqual({ fault: type });
    for (const { rule: preset } of RULE_PRESETS) {
      const read = responseRuleSchema.parse(preset);
      expect(responseRuleSchema.parse(ruleInput(read))).toEqual(read);
    }
    expect(ruleInput(responseRuleSchema.parse({ respond: { status: 503 } }))).toEqual({
      respond: { status: 503 },
    });
  });
});

describe('a list of rules that is edited', () => {
  const request = (target: string) => ({
    method: 'GET',
    target,
    headers: [],
    fields: () => [],
    text: () => '',
    endpoint: 'default',
    sender: () => '127.0.0.1',
    delivery: () => null,
    virtualAt: 0,
  });
  const parse = (given: unknown) => responseRuleSchema.parse(given);

  it('keeps what was counted of rules that are moved, renamed, or removed and put back', () => {
    const [a, b] = [
      parse({ when: { path: '/a' }, fault: 'hang' }),
      parse({ when: { path: '/b' }, fault: 'reset' }),
    ];
    const book = new RuleBook([a, b], 0);
    book.choose(request('/a'));
    const [first, second] = book.rules.map(({ id }) => id);
    book.replace(
      [
        { id: second, rule: b },
        { id: first, rule: { ...a, name: 'Named' } },
      ],
      5,
    );
    expect(book.rules).toMatchObject([
      { id: second, hits: 0 },
      { id: first, hits: 1, since: 0, rule: { name: 'Named' } },
    ]);
    book.replace([{ id: second, rule: b }], 5);
    book.replace(
      [
        { id: first, rule: a },
        { id: second, rule: b },
      ],
      5,
    );
    expect(book.rules).toMatchObject([{ id: first, hits: 1 }, { id: second }]);
  });

  it('counts anew what says something else, or is turned on again', () => {
    const a = parse({ fault: 'hang' });
    const book = new RuleBook([a], 0);
    book.choose(request('/a'));
    const { id } = book.rules[0]!;
    book.turn(id, false, 5);
    expect(book.rules).toMatchObject([{ id, hits: 1, on: false }]);
    expect(book.choose(request('/a'))).toBeUndefined();
    book.turn(id, true, 6);
    expect(book.rules).toMatchObject([{ hits: 0, since: 6, on: true }]);
    book.choose(request('/a'));
    book.replace([{ id, rule: parse({ fault: 'reset' }) }], 7);
    expect(book.rules).toMatchObject([{ id, hits: 0, since: 7 }]);
  });
});
