import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../shared/template/line-diff.ts';

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
