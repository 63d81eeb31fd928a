import { expect, test } from 'vitest';
import { type ResponseRuleInput, responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { postbench } from '../fixtures/command.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';

interface RunJson {
  deliveries: { outcome: string; attempts: { outcome: string; reason: string }[] }[];
}

const SCENARIO = 'shared/examples/purchase-reversal.yaml';
const BODY = { body: '0123456789' };

/** What came of the first attempt while a fault was on, and of the delivery after it. */
test.each<[string, ResponseRuleInput, outcome: string, reason: RegExp]>([
  ['close', { fault: 'close' }, 'reset', /closed without a response/],
  ['reset', { fault: 'reset' }, 'reset', /reset without a response/],
  ['malformed', { fault: 'malformed' }, 'bad-answer', /not a status line/],
  ['close-in-head', { fault: 'close-in-head' }, 'bad-answer', /closed inside the response's head/],
  ['half-body', { fault: 'half-body', respond: BODY }, 'bad-answer', /after 5 of the 10 bytes/],
  [
    'a length too large',
    { fault: { type: 'wrong-length', by: 5 }, respond: BODY },
    'bad-answer',
    /10 of the 15 bytes/,
  ],
  ['redirect-loop', { fault: 'redirect-loop' }, 'not-accepted', /redirects are not followed/],
  [
    'endless-body',
    { fault: { type: 'endless-body', bytesPerSecond: 500_000_000 } },
    'endless-answer',
    /larger than the sender reads/,
  ],
  ['429', { respond: { status: 429, retryAfter: '1 min' } }, 'not-accepted', /429/],
  ['unasked-1xx', { fault: { type: 'unasked-1xx', statuses: [100, 102, 103] } }, 'delivered', /200/],
  ['drip', { fault: { type: 'drip', bytesPerSecond: 2000 } }, 'delivered', /200/],
  ['a delay', { respond: { delay: '50 ms' } }, 'delivered', /200/],
])(
  'the sender meets %s with the outcome of its profile, and delivers once it is over',
  async (_what, rule, outcome, reason) => {
    await using rig = await ReceiverRig.start();
    rig.responses.setRules('user', responseRulesSchema.parse([{ ...rule, times: 1 }]));
    const to = `http://127.0.0.1:${rig.port}/pb?id={ActionId}&st={Status}`;
    const { code, out } = await postbench('run', SCENARIO, '--to', to, '--json');
    const { deliveries } = JSON.parse(out) as RunJson;
    expect(code).toBe(0);
    const [first] = deliveries;
    expect(first!.attempts[0]).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
    expect(first!.outcome).toBe('delivered');
    expect(first!.attempts).toHaveLength(outcome === 'delivered' ? 1 : 2);
  },
);
