import type { TextEdit } from './lint/finding.ts';
import { parameters } from './lint/parameters.ts';

/** A stretch of a text in UTF-16 units, end not included. */
export interface Span {
  start: number;
  end: number;
}

/** One parameter as it is written; `value` is null where no "=" stands. */
export interface UrlRow extends Span {
  key: string;
  value: string | null;
}

/**
 * A URL template as a table: all before the first "?", the parameters, all after the first "#". Nothing is decoded,
 * trimmed or mended, so that it prints as the text that it was read from, whatever that is.
 */
export interface UrlTable {
  base: string;
  /** None without a "?"; a "?" with nothing behind it has one empty row. */
  rows: readonly UrlRow[];
  /** Null without a "#". */
  fragment: string | null;
}

/** One cell of the table. */
export type UrlCell = { part: 'base' } | { part: 'fragment' } | { part: 'key' | 'value'; row: number };

/** Takes a URL template apart. Braces are no fence: "&" inside an unclosed one separates, as it does on the wire. */
export function readUrl(text: string): UrlTable {
  const sign = text.indexOf('#');
  const end = sign === -1 ? text.length : sign;
  const mark = text.slice(0, end).indexOf('?');
  return {
    base: text.slice(0, mark === -1 ? end : mark),
    rows:
      mark === -1
        ? []
        : parameters(text, mark + 1, end).map(({ start, end: last, equals, key, value }) => ({
            start,
            end: last,
            key,
            value: equals === -1 ? null : value,
          })),
    fragment: sign === -1 ? null : text.slice(sign + 1),
  };
}

const rowText = ({ key, value }: Pick<UrlRow, 'key' | 'value'>) => (value === null ? key : `${key}=${value}`);

/** The text that a table was read from. */
export function printUrl({ base, rows, fragment }: UrlTable): string {
  const query = rows.length === 0 ? '' : `?${rows.map(rowText).join('&')}`;
  return base + query + (fragment === null ? '' : `#${fragment}`);
}

/** Where a cell stands in the text; undefined when there is no such cell. A missing value is empty, at the row's end. */
export function cellSpan(table: UrlTable, cell: UrlCell): Span | undefined {
  const { base, rows, fragment } = table;
  if (cell.part === 'base') return { start: 0, end: base.length };
  if (cell.part === 'fragment') {
    const before = (rows.at(-1)?.end ?? base.length) + 1;
    return fragment === null ? undefined : { start: before, end: before + fragment.length };
  }
  const row = rows[cell.row];
  if (row === undefined) return undefined;
  if (cell.part === 'key') return { start: row.start, end: row.start + row.key.length };
  return { start: row.end - (row.value?.length ?? 0), end: row.end };
}

/** The cell that holds an offset of the text; on a sign between two cells, the one before it. */
export function cellAt({ base, rows }: UrlTable, offset: number): UrlCell {
  if (offset <= base.length) return { part: 'base' };
  const row = rows.findIndex(({ end }) => offset <= end);
  const found = rows[row];
  if (found === undefined) return { part: 'fragment' };
  return { part: offset <= found.start + found.key.length ? 'key' : 'value', row };
}

/**
 * What is typed or pasted into a cell, as the text can hold it there. Who types "&" into a value means the character,
 * not the next parameter, so a sign that would end the cell is percent-encoded; only what is typed, never what stands
 * there. "=" stays in a value: the first one of a parameter counts, whatever follows. "?" and "#" stay in an address
 * that nothing follows, where they begin the query or the fragment.
 */
export function textForCell({ rows, fragment }: UrlTable, { part }: UrlCell, typed: string): string {
  const follows = rows.length > 0 || fragment !== null;
  const ends = { base: follows ? /[?#]/g : undefined, key: /[&=#]/g, value: /[&#]/g, fragment: undefined }[
    part
  ];
  if (ends === undefined) return typed;
  return typed.replace(ends, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The change of the whole text when a stretch of a cell, from its own begin, is replaced; the text as it is to stand. */
export function editCell(
  table: UrlTable,
  cell: UrlCell,
  { start, end, text }: TextEdit,
): TextEdit | undefined {
  const span = cellSpan(table, cell);
  if (span === undefined) return undefined;
  const missing = cell.part === 'value' && table.rows[cell.row]?.value === null;
  const sign = missing && text !== '' && !text.startsWith('=') ? '=' : '';
  return { start: span.start + start, end: span.start + end, text: sign + text };
}

/** Adds an empty parameter after the last one. */
export function addRow({ base, rows }: UrlTable): TextEdit {
  const at = rows.at(-1)?.end ?? base.length;
  return { start: at, end: at, text: rows.length === 0 ? '?' : '&' };
}

/** Removes a parameter with the sign that joins it to its neighbour; the last one takes the "?" along. */
export function removeRow({ rows }: UrlTable, index: number): TextEdit | undefined {
  const row = rows[index];
  if (row === undefined) return undefined;
  const takesNext = index === 0 && rows.length > 1;
  return { start: row.start - (takesNext ? 0 : 1), end: row.end + (takesNext ? 1 : 0), text: '' };
}

/** Moves a parameter to another place among them; what it and the others say stays as it is written. */
export function moveRow({ rows }: UrlTable, from: number, to: number): TextEdit | undefined {
  const moved = rows[from];
  if (moved === undefined || rows[to] === undefined || from === to) return undefined;
  const order = rows.toSpliced(from, 1).toSpliced(to, 0, moved);
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return {
    start: rows[first]!.start,
    end: rows[last]!.end,
    text: order
      .slice(first, last + 1)
      .map(rowText)
      .join('&'),
  };
}
