import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../shared/template/lint/finding.ts';
import {
  addRow,
  cellAt,
  cellSpan,
  editCell,
  moveRow,
  printUrl,
  readUrl,
  removeRow,
  textForCell,
  type UrlCell,
} from '../../shared/template/url-table.ts';

const apply = (text: string, { start, end, text: by }: TextEdit) =>
  text.slice(0, start) + by + text.slice(end);
const cells = (text: string) => readUrl(text).rows.map(({ key, value }) => [key, value]);

/** URLs as people break them: signs of a URL, placeholders whole and torn, blanks, line breaks, any characters. */
const url = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '?',
        '&',
        '=',
        '#',
        ';',
        '&&',
        '{',
        '}',
        '{ActionId}',
        '{a&b=c',
        ' ',
        '\r\n',
        '%26',
        '/pb',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
  )
  .map((parts) => parts.join(''));
const allCells = (text: string): UrlCell[] => {
  const { rows, fragment } = readUrl(text);
  return [
    { part: 'base' },
    ...rows.flatMap((_, row) => [{ part: 'key', row } as const, { part: 'value', row } as const]),
    ...(fragment === null ? [] : [{ part: 'fragment' } as const]),
  ];
};

describe('a URL as a table', () => {
  it.each([
    ['http://x/pb', 'http://x/pb', []],
    ['http://x/pb?', 'http://x/pb', [['', null]]],
    [
      '/pb?a=1&&b',
      '/pb',
      [
        ['a', '1'],
        ['', null],
        ['b', null],
      ],
    ],
    [
      '/pb?=x&a',
      '/pb',
      [
        ['', 'x'],
        ['a', null],
      ],
    ],
    [
      '/pb?a=1&a=2',
      '/pb',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['/pb?a=1?b=2', '/pb', [['a', '1?b=2']]],
    ['/pb?a=1;b=2', '/pb', [['a', '1;b=2']]],
    [' /pb ? a = 1 ', ' /pb ', [[' a ', ' 1 ']]],
    [
      '/pb?a=\n1&b',
      '/pb',
      [
        ['a', '\n1'],
        ['b', null],
      ],
    ],
    ['/pb?{Status}={ActionId}', '/pb', [['{Status}', '{ActionId}']]],
    [
      '/pb?a={Sub&Id1}=x',
      '/pb',
      [
        ['a', '{Sub'],
        ['Id1}', 'x'],
      ],
    ],
    ['', '', []],
  ])('reads %j', (text, base, rows) => {
    expect(readUrl(text)).toMatchObject({ base, fragment: null });
    expect(cells(text)).toEqual(rows);
  });

  it('takes all after the first "#" as fragment, a "?" in it too', () => {
    expect(readUrl('/pb?a=1#top?b=2&c')).toMatchObject({ base: '/pb', fragment: 'top?b=2&c' });
    expect(cells('/pb?a=1#top?b=2&c')).toEqual([['a', '1']]);
    expect(readUrl('/pb#?a=1')).toMatchObject({ base: '/pb', rows: [], fragment: '?a=1' });
  });

  it('prints as the very text that it was read from, whatever that is', () => {
    fc.assert(fc.property(url, (text) => printUrl(readUrl(text)) === text));
  });

  it('knows where each cell stands, and which cell holds an offset', () => {
    fc.assert(
      fc.property(url, (text) => {
        const table = readUrl(text);
        for (const cell of allCells(text)) {
          const { start, end } = cellSpan(table, cell)!;
          const said =
            cell.part === 'base' || cell.part === 'fragment'
              ? table[cell.part]
              : table.rows[cell.row]![cell.part];
          expect(text.slice(start, end)).toBe(said ?? '');
          if (end > start) expect(cellAt(table, end)).toEqual(cell);
        }
      }),
    );
  });
});

describe('editing a cell', () => {
  it('changes that cell alone, whatever is typed', () => {
    fc.assert(
      fc.property(url, fc.string({ unit: 'binary' }), fc.nat(), (text, typed, pick) => {
        const table = readUrl(text);
        // An address that nothing follows, and a fragment, may hold all.
        const inner = allCells(text).filter(({ part }) => part === 'key' || part === 'value');
        const cell = inner[pick % inner.length];
        if (cell === undefined || cell.part === 'base' || cell.part === 'fragment') return;
        const { start, end } = cellSpan(table, cell)!;
        const as = textForCell(table, cell, typed);
        const after = readUrl(apply(text, editCell(table, cell, { start: 0, end: end - start, text: as })!));
        const before = table.rows[cell.row]!;
        const wrote =
          cell.part === 'value' && before.value === null ? (as === '' ? null : as.replace(/^=/, '')) : as;
        const { row, part } = cell;
        const expected = cells(text);
        expected[row]![part === 'key' ? 0 : 1] = wrote;
        expect(after.rows.map(({ key, value }) => [key, value])).toEqual(expected);
        expect([after.base, after.fragment]).toEqual([table.base, table.fragment]);
      }),
    );
  });

  it('encodes the signs that would end the cell, and leaves what stands there', () => {
    const table = readUrl('/pb?a=x=y&b=1');
    expect(textForCell(table, { part: 'value', row: 0 }, 'R&D #1 a=b')).toBe('R%26D %231 a=b');
    expect(textForCell(table, { part: 'key', row: 0 }, 'a=b&c')).toBe('a%3Db%26c');
    expect(textForCell(table, { part: 'base' }, '/x?y')).toBe('/x%3Fy');
    expect(textForCell(readUrl('/pb'), { part: 'base' }, '/x?y=1')).toBe('/x?y=1');
    expect(editCell(table, { part: 'value', row: 0 }, { start: 3, end: 3, text: 'z' })).toEqual({
      start: 9,
      end: 9,
      text: 'z',
    });
  });

  it('writes the "=" of a parameter that has none as soon as it gets a value', () => {
    const table = readUrl('/pb?b#f');
    expect(
      apply('/pb?b#f', editCell(table, { part: 'value', row: 0 }, { start: 0, end: 0, text: '1' })!),
    ).toBe('/pb?b=1#f');
    expect(
      apply('/pb?b#f', editCell(table, { part: 'value', row: 0 }, { start: 0, end: 0, text: '=' })!),
    ).toBe('/pb?b=#f');
  });
});

describe('adding, removing and moving parameters', () => {
  const rowsOf = (text: string) => readUrl(text).rows.map(({ key, value }) => [key, value]);
  const changed = (text: string, edit: TextEdit | undefined) =>
    edit === undefined ? text : apply(text, edit);

  it('adds an empty one at the end, before a fragment', () => {
    expect(apply('/pb#f', addRow(readUrl('/pb#f')))).toBe('/pb?#f');
    fc.assert(
      fc.property(url, (text) => {
        expect(rowsOf(apply(text, addRow(readUrl(text))))).toEqual([...rowsOf(text), ['', null]]);
      }),
    );
  });

  it('removes one with the sign before it, and the "?" with the last one', () => {
    expect(changed('/pb?a&b', removeRow(readUrl('/pb?a&b'), 0))).toBe('/pb?b');
    expect(changed('/pb?a#f', removeRow(readUrl('/pb?a#f'), 0))).toBe('/pb#f');
    fc.assert(
      fc.property(url, fc.nat(), (text, pick) => {
        const rows = rowsOf(text);
        if (rows.length === 0) return;
        const index = pick % rows.length;
        const after = changed(text, removeRow(readUrl(text), index));
        expect(rowsOf(after)).toEqual(rows.toSpliced(index, 1));
      }),
    );
  });

  it('moves one, and moving it back gives the same text', () => {
    fc.assert(
      fc.property(url, fc.nat(), fc.nat(), (text, one, two) => {
        const rows = rowsOf(text);
        if (rows.length === 0) return;
        const [from, to] = [one % rows.length, two % rows.length];
        const moved = changed(text, moveRow(readUrl(text), from, to));
        expect(rowsOf(moved)).toEqual(rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]!));
        expect(changed(moved, moveRow(readUrl(moved), to, from))).toBe(text);
      }),
    );
  });
});
