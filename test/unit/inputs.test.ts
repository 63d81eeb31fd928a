import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { contract } from '../../shared/contract/contract.ts';
import { ORDER_ID_LIMIT } from '../../shared/domain/inputs.ts';
import { SUB_ID_LIMIT } from '../../shared/domain/link.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';

type Fields = Record<string, unknown>;
type Procedure = { '~orpc': { inputSchema?: unknown } };

const taken = (procedure: Procedure, input: Fields) =>
  (procedure['~orpc'].inputSchema as z.ZodType).safeParse(input).success;

/** Whether a scenario takes a step; what it refers to is made by steps above it. */
function takenByScenario(verb: string, fields: Fields): boolean {
  const above = [
    { id: 'a', track: { amount: '100.00' } },
    { id: 'c', click: {} },
    { id: 'i', inquiry: { type: 'UNTRACKED', orderId: '1' } },
  ];
  return scenarioSchema.safeParse({ name: 's', steps: [...above, { [verb]: fields }] }).success;
}

/** The same fields by hand and in a file; only what they are about is named in another way. */
const DOORS: Record<string, (fields: Fields) => [byHand: boolean, byFile: boolean]> = {
  track: (fields) => [
    taken(contract.activity.track, { ...fields, ...('click' in fields ? { click: 1 } : {}) }),
    takenByScenario('track', { ...fields, ...('click' in fields ? { click: 'c' } : {}) }),
  ],
  modify: (fields) => [
    taken(contract.activity.modify, { ...fields, key: 1 }),
    takenByScenario('modify', { ...fields, action: 'a' }),
  ],
  reverse: (fields) => [
    taken(contract.activity.reverse, { ...fields, key: 1 }),
    takenByScenario('reverse', { ...fields, action: 'a' }),
  ],
  inquiry: (fields) => [
    taken(contract.world.openInquiry, { ...fields, ...('action' in fields ? { action: 1 } : {}) }),
    takenByScenario('inquiry', { ...fields, ...('action' in fields ? { action: 'a' } : {}) }),
  ],
  closeInquiry: (fields) => [
    taken(contract.world.closeInquiry, { ...fields, key: 1 }),
    takenByScenario('closeInquiry', { ...fields, inquiry: 'i' }),
  ],
  click: (fields) => [taken(contract.world.link, fields), takenByScenario('click', fields)],
};

const item = (sku: string, more: Fields = {}) => ({ sku, quantity: 1, amount: '5.00', ...more });

describe('a verb takes the same by hand and in a scenario', () => {
  it.each<[string, Fields, boolean]>([
    ['track', { amount: '1.00', orderId: 'x'.repeat(ORDER_ID_LIMIT) }, true],
    ['track', { amount: '1.00', orderId: 'x'.repeat(ORDER_ID_LIMIT + 1) }, false],
    ['track', { amount: '1.00', subId1: 'x'.repeat(SUB_ID_LIMIT + 1) }, false],
    ['track', { items: [item('A'), item('B')] }, true],
    ['track', { items: [item('A'), item('A')] }, false],
    ['track', { items: [] }, false],
    ['track', { items: [item('A', { quantity: 0 })] }, false],
    ['track', { amount: '1.00', items: [item('A')] }, false],
    ['track', {}, false],
    ['track', { amount: '1.00', click: true }, true],
    ['track', { amount: '1.00', click: true, sharedId: 's' }, false],
    ['track', { amount: '1.00', currency: 'XYZ' }, false],
    ['track', { amount: '1.00', currency: 'EUR', exchangeRate: 0 }, false],
    ['track', { amount: '1,00' }, false],
    ['track', { amount: '-1.00' }, false],
    ['modify', { amount: '1.00', items: [{ sku: 'A', quantity: 0 }] }, false],
    ['modify', { items: [{ sku: 'A', quantity: 0 }] }, true],
    ['modify', { items: [{ sku: 'A' }, { sku: 'A' }] }, false],
    ['modify', { amount: '1.00', reason: 'lower case' }, false],
    ['modify', {}, true],
    ['reverse', {}, true],
    ['reverse', { reason: 'X'.repeat(65) }, false],
    ['inquiry', { type: 'UNTRACKED', orderId: 'x'.repeat(ORDER_ID_LIMIT + 1) }, false],
    ['inquiry', { type: 'INCORRECT', action: true, expectedPayout: '2.00' }, true],
    ['inquiry', { type: 'LOST' }, false],
    ['closeInquiry', { resolution: 'VALID', finalPayout: '1.00' }, true],
    ['closeInquiry', { resolution: 'DECLINED', rejectReason: 'because' }, false],
    ['click', { subId3: 'x'.repeat(SUB_ID_LIMIT + 1) }, false],
    ['click', { ad: '1', deepLink: 'https://example.com' }, true],
  ])('%s %j: %s', (verb, fields, good) => {
    expect(DOORS[verb]!(fields)).toEqual([good, good]);
  });

  it('whatever the fields are', () => {
    const text = fc.oneof(fc.constantFrom('1.00', '0', '-1', '1,5', 'A', ''), fc.string({ maxLength: 80 }));
    const value = fc.oneof(
      text,
      fc.integer({ min: -2, max: 200_000 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom('EUR', 'UNTRACKED', 'VALID', 'ITEM_RETURNED', 'x'.repeat(256), 'x'.repeat(65)),
      fc.array(fc.record({ sku: text, quantity: fc.integer({ min: -1, max: 3 }), amount: text }), {
        maxLength: 3,
      }),
    );
    const names =
      'program eventType amount items payout currency exchangeRate subId1 sharedId promoCode orderId reason type expectedPayout customerId notes resolution finalPayout ad deepLink click action'.split(
        ' ',
      );
    const fields = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(DOORS)), fields, (verb, given) => {
        const [byHand, byFile] = DOORS[verb]!(given);
        // A file refuses keys that the verb does not have; a call leaves them out.
        if (byFile) expect(byHand).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
