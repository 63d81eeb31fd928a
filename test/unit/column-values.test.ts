import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packValues, readValues } from '../../electron/engine/store/capture-index/column-values.ts';

const number = fc.oneof(
  fc.integer({ min: -200, max: 200 }).map(String),
  fc.integer({ min: 0, max: 999_999 }).map((n) => (n / 100).toFixed(2)),
  fc.integer({ min: -9_999, max: 9_999 }).map((n) => (n / 1000).toFixed(3)),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }).map(String),
  fc.constantFrom(
    '-0',
    '-0.00',
    '0.0',
    '007',
    '1e3',
    '+1',
    '1.',
    '.5',
    '',
    ' 1',
    '9007199254740993',
    '12345678901234567890',
  ),
);
const text = fc.oneof(
  number,
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('Ab-12', '\0', 'ſ', 'K', '\ud800'),
);

test('values that are packed come back as they were, and numbers as Number() reads them', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.uniqueArray(number, { minLength: 1 }), fc.uniqueArray(text, { minLength: 1 })),
      (values) => {
        const read = readValues(Buffer.from(packValues(values)));
        if (read.kind === 'texts') {
          expect(read.texts.all()).toEqual(values);
          return;
        }
        const indexes = values.map((_, index) => index);
        expect(indexes.map((index) => read.numbers.textAt(index))).toEqual(values);
        expect(indexes.map((index) => read.numbers.numberAt(index))).toEqual(values.map(Number));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('texts are only left out where none contains what is looked for, in any case', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1 }), text, (values, wanted) => {
      const read = readValues(Buffer.from(packValues(values)));
      const isThere = values.some((value) => value.toLowerCase().includes(wanted.toLowerCase()));
      if (read.kind === 'texts' && isThere) expect(read.texts.mayContain(wanted)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
