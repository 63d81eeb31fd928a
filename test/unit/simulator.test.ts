import { describe, expect, it } from 'vitest';
import { inFilter, whichOf } from '../../renderer/features/simulator/delivery-rows.ts';
import { proposedPayout, whyNotAmount } from '../../renderer/features/simulator/money-field.ts';
import { errorOf } from '../../renderer/lib/schema-errors.ts';
import { moneyTexts } from '../../renderer/state/money-digits.ts';
import { hostOf, seedOf } from '../../renderer/state/run-options.ts';
import type { DeliveryView } from '../../shared/delivery/delivery.ts';
import { reason } from '../../shared/domain/inputs.ts';

const delivery = (given: Partial<DeliveryView>): DeliveryView => ({
  id: 1,
  change: 1,
  runId: 1,
  step: 0,
  subject: 'action',
  subjectKey: 1,
  subjectId: '1.2.3',
  event: 'modified',
  nth: 1,
  postbackName: 'postbacks/a.yaml',
  state: 'delivered',
  createdAt: 100,
  dueAt: null,
  processingMs: 0,
  minimumDelayMs: 0,
  intended: '',
  attempts: [],
  ...given,
});
describe('what is listed', () => {
  it('goes by run, by action, or is all', () => {
    const one = delivery({ runId: 2, subjectKey: 5 });
    expect(inFilter(one, 'run', 2, null)).toBe(true);
    expect(inFilter(one, 'run', 3, null)).toBe(false);
    expect(inFilter(delivery({ runId: null }), 'run', undefined, null)).toBe(false);
    expect(inFilter(one, 'action', undefined, { subject: 'action', key: 5 })).toBe(true);
    expect(inFilter(one, 'action', undefined, { subject: 'inquiry', key: 5 })).toBe(false);
    expect(inFilter(one, 'all', undefined, null)).toBe(true);
  });

  it('is asked for in the same words, and for nothing where there is nothing to list', () => {
    expect(whichOf('all', 2, null)).toEqual({});
    expect(whichOf('run', 2, null)).toEqual({ run: 2 });
    expect(whichOf('run', undefined, null)).toBeNull();
    expect(whichOf('action', 2, { subject: 'inquiry', key: 5 })).toEqual({ subject: 'inquiry', key: 5 });
    expect(whichOf('action', 2, null)).toBeNull();
  });
});

describe('the fields of a step by hand', () => {
  const eventType = {
    id: '1',
    name: 'Purchase',
    type: 'SALE',
    payout: { type: 'percent' as const, percent: 10 },
  };

  it('say what is wrong with an amount', () => {
    expect(whyNotAmount('', 'USD', undefined)).toBe('Needs an amount such as 120.00');
    expect(whyNotAmount('12,5', 'USD', undefined)).toBe('"12,5" has a comma; use a point, as in 120.00');
    expect(whyNotAmount('-1.00', 'USD', undefined)).toBe('"-1.00" is negative; an amount is 0.00 or more');
    expect(whyNotAmount('120', 'USD', undefined)).toBeUndefined();
    expect(whyNotAmount('19.80', 'JPY', 'currency')).toContain('JPY has no digits after the point');
    expect(whyNotAmount('19.80', 'JPY', 'two')).toBeUndefined();
    expect(whyNotAmount('12.345', 'KWD', 'currency')).toBeUndefined();
  });

  it('propose the payout of the event type', () => {
    const basis = { eventType, rate: 1, currency: 'USD', payoutCurrency: 'USD' };
    expect(proposedPayout('33', basis, moneyTexts())).toBe('3.30');
    expect(proposedPayout('x', basis, moneyTexts())).toBe('');
    const fixed = { ...eventType, payout: { type: 'fixed' as const, amount: '2.5' } };
    expect(proposedPayout('1', { ...basis, eventType: fixed }, moneyTexts())).toBe('2.50');
    expect(proposedPayout('1985', { ...basis, currency: 'JPY', payoutCurrency: 'JPY' }, moneyTexts())).toBe(
      '199',
    );
  });

  it('take a reason of the brand, and no other text', () => {
    expect(errorOf(reason, 'BRAND_RULE_7')).toBeUndefined();
    expect(errorOf(reason, 'returned')).toMatch(/is not a reason code/);
    expect(errorOf(reason, '')).toBe('Needs a reason code such as ITEM_RETURNED');
  });
});

describe('what a run is given', () => {
  it('reads a seed; nothing is a fresh one', () => {
    expect(['', ' 7 ', '4294967295', '4294967296', '-1', '1.5', 'x'].map(seedOf)).toEqual([
      undefined,
      7,
      4294967295,
      null,
      null,
      null,
      null,
    ]);
  });

  it('names the host that is to be allowed', () => {
    expect(hostOf('http://example.com:9000/pb?id={ActionId}')).toBe('example.com');
    expect(hostOf('/pb')).toBeNull();
  });
});
