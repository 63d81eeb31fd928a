import { describe, expect, it } from 'vitest';
import { filtersOn, NO_FILTER, nextSort } from '../../renderer/features/simulator/actions/action-rows.ts';
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
import { moneyTexts } from '../../renderer/state/money-digits.ts';
import { cents } from '../fixtures/cents.ts';

describe('the list of actions', () => {
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

  it('counts what narrows it besides the text', () => {
    expect(filtersOn({ ...NO_FILTER, query: 'x', program: '1000', status: 'PENDING' })).toBe(2);
    expect(filtersOn({ ...NO_FILTER, source: 'run' })).toBe(1);
  });
});

const MONEY = moneyTexts();
const OF = { currency: 'USD', rule: undefined };

describe('the items of an order as they are typed', () => {
  const items = [
    { sku: 'TENT', quantity: 2, amount: cents(24_000), category: '' },
    { sku: 'ROPE', quantity: 1, amount: cents(1_500), category: '' },
  ];
  const line = (given: Partial<ItemLine>): ItemLine => ({
    id: 1,
    sku: 'A',
    quantity: '1',
    amount: '1.00',
    ...given,
  });

  it('come to their sum once all are right', () => {
    expect(sumOfLines(linesOf(items, 'USD', MONEY), OF)).toBe(cents(25_500));
    expect(sumOfLines([line({ amount: '1,00' })], OF)).toBeUndefined();
  });

  it('say what is wrong with a line', () => {
    const problem = (given: Partial<ItemLine>, changing = false) =>
      lineProblem(line(given), [line(given)], { ...OF, changing })?.field;
    expect(problem({ sku: '' })).toBe('sku');
    expect(problem({ quantity: '0' })).toBe('quantity');
    expect(problem({ quantity: '0' }, true)).toBeUndefined();
    expect(problem({ quantity: '1.5' })).toBe('quantity');
    expect(problem({ amount: '1.005' })).toBe('amount');
    expect(lineProblem(line({ id: 2 }), [line({}), line({ id: 2 })], OF)?.text).toMatch(/twice/);
  });

  it('get a SKU that no other line has', () => {
    const first = newLine([]);
    expect(newLine([first]).sku).not.toBe(first.sku);
  });

  it('shrink in proportion with their quantity, and tell only what changed', () => {
    const before = linesOf(items, 'USD', MONEY);
    const after = withProportions(
      items,
      before,
      before.map((each) => (each.sku === 'TENT' ? { ...each, quantity: '1' } : each)),
      'USD',
      MONEY,
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
