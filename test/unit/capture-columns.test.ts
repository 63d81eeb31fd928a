import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fittingColumns, gridOf } from '../../renderer/features/receiver/list/columns.ts';

const columns = [
  { field: 'pay', width: 96 },
  { field: 'order_id', width: 120 },
];

it('columns of fields stand between what a capture is and how it was responded to', () => {
  expect(gridOf(columns, false)).toBe('14px 90px 44px minmax(0, 1fr) 96px 120px 44px 48px 56px');
  expect(gridOf([], true).split(/\s+(?![^(]*\))/)).toHaveLength(5);
});

it('only columns with room are shown, from the first on', () => {
  expect(fittingColumns(columns, 560, false)).toEqual([]);
  expect(fittingColumns(columns, 600, false)).toEqual(columns.slice(0, 1));
  expect(fittingColumns(columns, 800, false)).toEqual(columns);
  fc.assert(
    fc.property(fc.nat(2_000), fc.array(fc.integer({ min: 48, max: 480 })), (width, widths) => {
      const wanted = widths.map((one, index) => ({ field: String(index), width: one }));
      const fitting = fittingColumns(wanted, width, false);
      expect(wanted.slice(0, fitting.length)).toEqual(fitting);
      const taken = fitting.reduce((sum, one) => sum + one.width + 8, 0);
      expect(fitting.length === 0 || taken + 472 <= width).toBe(true);
    }),
  );
});
