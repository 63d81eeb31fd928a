import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, folded } from '../../shared/template/line-diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 }).map((lines) => lines.join('\n'));

describe('a comparison by line', () => {
  it('holds both texts whole', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const side = (left: string) =>
          lines
            .filter(({ type }) => type !== left)
            .map((line) => line.text)
            .join('\n');
        expect(side('added')).toBe(before);
        expect(side('removed')).toBe(after);
      }),
    );
  });

  it('keeps the lines that both have', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ type }) => type)).toEqual([
      'same',
      'removed',
      'added',
      'same',
    ]);
  });

  it('of a text with itself has only same lines', () => {
    fc.assert(fc.property(text, (any) => diffLines(any, any).every(({ type }) => type === 'same')));
  });
});

describe('a comparison that is folded', () => {
  it('keeps two lines around each difference and counts the others', () => {
    const lines = (changed: number) =>
      Array.from({ length: 12 }, (_, n) => (n === changed ? `${n} changed` : `${n}`)).join('\n');
    const text = folded(diffLines(lines(-1), lines(5))).map((line) =>
      'skipped' in line ? `(${line.skipped})` : `${line.type[0]}${line.text}`,
    );
    expect(text).toEqual(['(3)', 's3', 's4', 'r5', 'a5 changed', 's6', 's7', '(4)']);
    expect(folded(diffLines('a\nb', 'a\nb'))).toEqual([{ skipped: 2 }]);
  });
});
