import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchHeaders } from '../../renderer/features/templates/header-texts.ts';
import { TemplateText } from '../../renderer/features/templates/template-text.ts';
import { difference } from '../../shared/template/difference.ts';

/** Texts that are alike in places, with surrogates whole and torn, and line ends of all kinds. */
const text = fc
  .array(fc.constantFrom('a', 'b', '\r\n', '\n', '\r', '😀', '\ud83d', '\ude00', '{Status}', '\u0000'))
  .map((parts) => parts.join(''));

describe('the difference of two texts', () => {
  it('makes one the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { start, end, text: by } = difference(before, after);
        expect(before.slice(0, start) + by + before.slice(end)).toBe(after);
      }),
    );
  });

  it('leaves what is alike at both ends alone', () => {
    expect(difference('/pb?id={ActionId}&s=1', '/pb?id={ActionId}&pay=2&s=1')).toMatchObject({
      start: 18,
      text: 'pay=2&',
    });
    expect(difference('same', 'same')).toEqual({ start: 4, end: 4, text: '' });
    expect(difference('😀', '😁')).toEqual({ start: 0, end: 2, text: '😁' });
  });
});

describe('a text with its history', () => {
  it('holds any text as it is, line ends and torn surrogates included', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const one = new TemplateText(before);
        one.take(after);
        expect(one.string).toBe(after);
        expect(one.state.sliceDoc()).toBe(after);
        if (before !== after) expect(one.undo()).toBe(true);
        expect(one.string).toBe(before);
      }),
    );
  });

  it('takes over what was changed elsewhere as one step, between what was typed before and after', () => {
    const one = new TemplateText('a');
    const type = (typed: string) => {
      const { length } = one.string;
      one.change({ changes: { from: length, insert: typed }, userEvent: 'input.type' });
    };
    type('b');
    one.take('from disk');
    type('!');
    expect(one.undo()).toBe(true);
    expect(one.string).toBe('from disk');
    expect(one.undo()).toBe(true);
    expect(one.string).toBe('ab');
    expect(one.redo()).toBe(true);
    expect(one.string).toBe('from disk');
  });

  it('is silent when it is given what it has', () => {
    const one = new TemplateText('a');
    let told = 0;
    one.subscribe(() => {
      told += 1;
    });
    one.take('a');
    expect(told).toBe(0);
    expect(one.undo()).toBe(false);
    one.take('b');
    expect(told).toBe(1);
  });
});

describe('which header has which text', () => {
  const rows = (...names: string[]) => names.map((name, id) => ({ id, name }));
  const textsOf = (matched: ReturnType<typeof matchHeaders>, count: number) =>
    matched.slice(0, count).map(({ text }) => text);

  it('a renamed one keeps its own, even while its name is that of another', () => {
    const before = matchHeaders([], rows('X-A', 'X'));
    const half = matchHeaders(before, rows('X', 'X'));
    expect(textsOf(half, 2)).toEqual(textsOf(before, 2));
    expect(textsOf(matchHeaders(half, rows('X-B', 'X')), 2)).toEqual(textsOf(before, 2));
  });

  it('those that are numbered anew, as saving does after one was removed, keep theirs by name', () => {
    const before = matchHeaders([], rows('A', 'B', 'C'));
    const removed = matchHeaders(before, [
      { id: 0, name: 'A' },
      { id: 2, name: 'C' },
    ]);
    const saved = matchHeaders(removed, rows('A', 'C'));
    expect(textsOf(saved, 2)).toEqual([before[0]!.text, before[2]!.text]);
  });

  it('one that was removed has its text back when it comes back, and a new one never gets it', () => {
    const before = matchHeaders([], rows('A', 'B'));
    const removed = matchHeaders(before, rows('A'));
    const added = matchHeaders(removed, rows('A', ''));
    expect(textsOf(added, 2)[1]).not.toBe(before[1]!.text);
    expect(textsOf(matchHeaders(removed, rows('A', 'B')), 2)).toEqual(textsOf(before, 2));
  });
});
