import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActionSort,
  filtersOn,
  listActions,
  NO_FILTER,
  nextSort,
} from '../../renderer/features/simulator/actions/action-rows.ts';
import {
  changesOf,
  type ItemLine,
  lineProblem,
  linesOf,
  newLine,
  sumOfLines,
  withProportions,
} from '../../renderer/features/simulator/actions/item-lines.ts';
import { linkParts } from '../../renderer/features/simulator/links/link-parts.ts';
import type { ActionRow } from '../../shared/domain/action-view.ts';

const row = (key: number, given: Partial<ActionRow> = {}): ActionRow => ({
  key,
  change: key,
  runId: null,
  id: `1000.4636.${158_000 + key}`,
  programId: '1000',
  programName: 'Acme Outdoor ',
  eventType: 'Purchase',
  status: 'PENDING',
  amount: 1000,
  payout: 100,
  currency: 'USD',
  orderId: `o-${key}`,
  subId1: '',
  sharedId: '',
  eventDate: key,
  lockingDate: 0,
  cleared: false,
  entries: 1,
  updatedAt: key,
  ...given,
});
const list = (rows: ActionRow[], filter = NO_FILTER, sort: ActionSort = null) =>
  listActions(
    new Map(rows.map((one) => [one.key, one])),
    rows.map(({ key }) => key),
    filter,
    sort,
  );

describe('the list of actions', () => {
  it('is newest first until it is sorted, and ties stay newest first', () => {
    const rows = [row(1, { amount: 300 }), row(2), row(3)];
    expect(list(rows).keys).toEqual([3, 2, 1]);
    expect(list(rows, NO_FILTER, { column: 'amount', descending: false }).keys).toEqual([1, 3, 2]);
    expect(list(rows, NO_FILTER, { column: 'amount', descending: true }).keys).toEqual([3, 2, 1]);
  });

  it('goes up, down, and back to newest first as a column is clicked', () => {
    const up = nextSort(null, 'payout');
    const down = nextSort(up, 'payout');
    expect([up, down, nextSort(down, 'payout')]).toEqual([
      { column: 'payout', descending: false },
      { column: 'payout', descending: true },
      null,
    ]);
    expect(nextSort(down, 'id')).toEqual({ column: 'id', descending: false });
  });

  it('looks for text in ids, SubId1, SharedId, order, program and event type, in any case', () => {
    const rows = [
      row(1, { subId1: 'Spring-Tents' }),
      row(2, { sharedId: 'x' }),
      row(3, { eventType: 'Sign Up' }),
    ];
    const found = (query: string) => list(rows, { ...NO_FILTER, query }).keys;
    expect(found(' spring ')).toEqual([1]);
    expect(found('158002')).toEqual([2]);
    expect(found('sign up')).toEqual([3]);
    expect(found('acme')).toEqual([3, 2, 1]);
    expect(found('o-2')).toEqual([2]);
  });

  it('is narrowed by program, status and source, which are counted', () => {
    const rows = [
      row(1),
      row(2, { runId: 7 }),
      row(3, { status: 'REVERSED' }),
      row(4, { programId: '2000' }),
    ];
    expect(list(rows, { ...NO_FILTER, source: 'run' }).keys).toEqual([2]);
    expect(list(rows, { ...NO_FILTER, source: 'hand', program: '1000' }).keys).toEqual([3, 1]);
    expect(list(rows, { ...NO_FILTER, status: 'REVERSED' }).keys).toEqual([3]);
    expect(filtersOn({ query: 'x', program: '1000', status: 'PENDING', source: 'all' })).toBe(2);
  });

  it('comes to the sums of what it shows, in each currency by itself', () => {
    const money = fc.integer({ min: 0, max: 1_000_000 });
    const one = fc.record({ amount: money, payout: money, currency: fc.constantFrom('USD', 'EUR', 'JPY') });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (given) => {
        const rows = given.map((part, index) => row(index + 1, part));
        const { totals } = list(rows);
        for (const { currency, count, amount, payout } of totals) {
          const of = rows.filter((each) => each.currency === currency);
          expect(count).toBe(of.length);
          expect(amount).toBe(of.reduce((sum, each) => sum + each.amount, 0));
          expect(payout).toBe(of.reduce((sum, each) => sum + each.payout, 0));
        }
        expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      }),
    );
  });
});

describe('the items of an order as they are typed', () => {
  const items = [
    { sku: 'TENT', quantity: 2, amount: 24_000, category: '' },
    { sku: 'ROPE', quantity: 1, amount: 1_500, category: '' },
  ];
  const line = (given: Partial<ItemLine>): ItemLine => ({
    id: 1,
    sku: 'A',
    quantity: '1',
    amount: '1.00',
    ...given,
  });

  it('come to their sum once all are right', () => {
    expect(sumOfLines(linesOf(items))).toBe(25_500);
    expect(sumOfLines([line({ amount: '1,00' })])).toBeUndefined();
  });

  it('say what is wrong with a line', () => {
    const problem = (given: Partial<ItemLine>, changing = false) =>
      lineProblem(line(given), [line(given)], changing)?.field;
    expect(problem({ sku: '' })).toBe('sku');
    expect(problem({ quantity: '0' })).toBe('quantity');
    expect(problem({ quantity: '0' }, true)).toBeUndefined();
    expect(problem({ quantity: '1.5' })).toBe('quantity');
    expect(problem({ amount: '1.005' })).toBe('amount');
    expect(lineProblem(line({ id: 2 }), [line({}), line({ id: 2 })], false)?.text).toMatch(/twice/);
  });

  it('get a SKU that no other line has', () => {
    const first = newLine([]);
    expect(newLine([first]).sku).not.toBe(first.sku);
  });

  it('shrink in proportion with their quantity, and tell only what changed', () => {
    const before = linesOf(items);
    const after = withProportions(
      items,
      before,
      before.map((each) => (each.sku === 'TENT' ? { ...each, quantity: '1' } : each)),
    );
    expect(changesOf(items, after)).toEqual([{ sku: 'TENT', quantity: 1, amount: '120.00' }]);
    expect(changesOf(items, before)).toEqual([]);
  });
});

describe('a tracking link taken apart', () => {
  it('shows its parts decoded, and nothing for what is no link', () => {
    const parts = linkParts(
      'https://goto.example.com/c/1924609/506720/1000?subId1=a%20b&u=https%3A%2F%2Fx.y%2F',
    );
    expect(parts.map(({ value }) => value)).toEqual([
      'goto.example.com',
      '1924609',
      '506720',
      '1000',
      'a b',
      'https://x.y/',
    ]);
    expect(linkParts('no link')).toEqual([]);
  });
});
