import { describe, expect, it } from 'vitest';
import {
  type CheckItem,
  type CheckRow,
  type CheckStanding,
  checkRows,
  itemsOf,
  rowKey,
} from '../../renderer/features/checks/check-rows.ts';
import type { Category } from '../../shared/checks/check.ts';

const item = (id: string, category: Category, standing: CheckStanding, saw = ''): CheckItem => ({
  id,
  category,
  title: `Title of ${id}`,
  standing,
  saw,
  add: null,
});

const ITEMS = [
  item('early', 'acknowledgment', 'pass'),
  item('late', 'acknowledgment', 'pass'),
  item('exact', 'money', 'pass'),
  item('skipped', 'money', 'skip'),
  item('adds', 'money', 'fail', '20.00, not 8.00'),
  item('blank', 'data', 'warn', 'trimmed'),
];
const keys = (rows: readonly CheckRow[]) => rows.map(rowKey);

describe('the list of checks', () => {
  it('shows problems first: failed, then warnings, then skipped; categories that passed are folded', () => {
    expect(keys(checkRows(ITEMS, { problems: true, query: '', folds: {} }))).toEqual([
      'category money',
      'adds',
      'skipped',
      'category data',
      'blank',
      'category acknowledgment',
    ]);
  });

  it('shows all of them in their order on request', () => {
    expect(keys(checkRows(ITEMS, { problems: false, query: '', folds: {} }))).toEqual([
      'category acknowledgment',
      'early',
      'late',
      'category data',
      'blank',
      'category money',
      'exact',
      'skipped',
      'adds',
    ]);
  });

  it('opens and folds a category as the user likes', () => {
    const rows = checkRows(ITEMS, {
      problems: true,
      query: '',
      folds: { acknowledgment: true, money: false },
    });
    expect(keys(rows)).toEqual([
      'category money',
      'category data',
      'blank',
      'category acknowledgment',
      'early',
      'late',
    ]);
  });

  it('finds a check by what was seen, wherever it is folded away', () => {
    expect(keys(checkRows(ITEMS, { problems: true, query: 'not 8.00', folds: {} }))).toEqual([
      'category money',
      'adds',
    ]);
    expect(keys(checkRows(ITEMS, { problems: true, query: 'EARLY', folds: {} }))).toEqual([
      'category acknowledgment',
      'early',
    ]);
  });

  it('has what waits and what is being played in the order of the run', () => {
    const info = (id: string) => ({
      id,
      category: 'money' as const,
      title: id,
      why: [],
      remedy: 'the-rule' as const,
    });
    const judged = {
      ...info('b'),
      verdict: 'pass' as const,
      saw: '',
      sentence: '',
      diagnoses: [],
      diagnosis: null,
      add: null,
      evidence: [],
      ms: 1,
      unplayed: false,
    };
    const items = itemsOf([judged], ['a', 'b', 'c'].map(info), ['a', 'b', 'c'], ['c']);
    expect(items.map(({ id, standing }) => `${id} ${standing}`)).toEqual([
      'a waiting',
      'b pass',
      'c playing',
    ]);
  });
});
