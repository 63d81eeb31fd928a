import { describe, expect, it } from 'vitest';
import { RULE_PRESETS } from '../../shared/receiver/rules/presets.ts';
import { draftOf, inputOf, type RuleDraft } from '../../shared/receiver/rules/rule-draft.ts';
import { ruleErrors } from '../../shared/receiver/rules/rule-errors.ts';
import { type ResponseRuleInput, responseRuleSchema } from '../../shared/receiver/rules/rule-schema.ts';

const RULES: ResponseRuleInput[] = [
  ...RULE_PRESETS.map(({ rule }) => rule),
  {
    name: 'All',
    when: {
      method: ['GET', 'POST'],
      path: '/pb*',
      endpoint: ['default', 'catalog'],
      headers: { 'X-A': { startsWith: 'b', endsWith: 'c' }, 'X-B': 'd' },
      fields: { Payout: { above: 10, below: 20 }, Status: { present: false }, id: { not: 'a, b' } },
      text: ' a, b ',
      request: { from: 2, to: 3 },
      attempt: { from: 2 },
      kind: 'action',
      event: ['tracked', 'reversed'],
      probability: 0.335,
      seed: 7,
      from: '2026-05-12T14:00:00Z',
      to: '2026-05-13T14:00:00Z',
    },
    respond: {
      status: '500x3, 204',
      headers: { 'X-A': 'b: c', 'Content-Type': 'text/html' },
      bodyBase64: '/wCA',
      retryAfter: '30 s',
      retryAfterAs: 'date',
      delay: { median: '1 s', p99: '5 s' },
    },
    times: 3,
    during: '2 min',
  },
  { respond: { delay: { between: '1 s', and: '2 s' }, body: '' } },
  { respond: { delay: { mean: '1 s', deviation: '2 s' } } },
  { respond: { delay: '3 s', status: 503 }, fault: { type: 'drip', bytesPerSecond: 5 } },
  { fault: { type: 'unasked-1xx', statuses: [103, 100] } },
  { respond: { body: 'abc' }, fault: { type: 'wrong-length', by: -2 } },
];

describe('the fields of a rule', () => {
  it.each(RULES)('say the same rule again: %j', (rule) => {
    expect(responseRuleSchema.parse(inputOf(draftOf(rule)))).toEqual(responseRuleSchema.parse(rule));
  });

  it.each<[Partial<RuleDraft>, string, RegExp]>([
    [{ status: '99' }, 'respond.status', /99.*not/],
    [{ headers: 'a b: 1' }, 'respond.headers.a b', /not the name of a header/],
    [{ headers: 'Content-Length: 1' }, 'respond.headers.Content-Length', /made from the response/],
    [{ bodyAs: 'base64', body: 'no' + '!' }, 'respond.bodyBase64', /not base64/],
    [{ retryAfter: 'soon' }, 'respond.retryAfter', /not a duration/],
    [{ delayShape: 'fixed', delay: ['x', ''] }, 'respond.delay', /not a duration/],
    [{ delayShape: 'uniform', delay: ['3 s', '1 s'] }, 'respond.delay', /Ends before it starts/],
    [{ times: '0' }, 'times', /whole number from 1/],
    [{ during: '2' }, 'during', /not a duration/],
    [{ share: '120 %' }, 'when.probability', /not a share/],
    [{ share: '10 %', seed: 'x' }, 'when.seed', /whole number/],
    [{ reaction: 'drip', bytesPerSecond: '0' }, 'fault.bytesPerSecond', /whole number from 1/],
    [{ reaction: 'unasked-1xx', statuses: '101' }, 'fault.statuses.0', /100, 102 or 103/],
    [{ name: 'n'.repeat(101) }, 'name', /more than 100/],
    [
      { conditions: [{ id: 1, type: 'path', name: '', test: 'is', value: 'pb' }] },
      'when.path.0',
      /not a path/,
    ],
    [
      { conditions: [{ id: 1, type: 'attempt', name: '', test: 'is', value: '0' }] },
      'when.attempt',
      /from 1/,
    ],
    [
      { conditions: [{ id: 1, type: 'attempt', name: '', test: 'is', value: 'x' }] },
      'when.attempt',
      /from 1/,
    ],
    [
      { conditions: [{ id: 1, type: 'field', name: 'a', test: 'above', value: 'x' }] },
      'when.fields.a.above',
      /number/,
    ],
    [
      { conditions: [{ id: 1, type: 'from', name: '', test: 'is', value: 'now' }] },
      'when.from',
      /not a time/,
    ],
  ])('tell what is wrong at the field: %j', (part, path, message) => {
    const draft = { ...draftOf({ respond: {} }), ...part };
    const errors = ruleErrors(inputOf(draft));
    expect(errors[path]).toMatch(message);
    expect(Object.keys(errors)).toEqual([path]);
  });
});
