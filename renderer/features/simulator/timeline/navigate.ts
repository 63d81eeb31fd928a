import type { RowMark } from './row-marks.ts';

/** A mark by its row and its place in it. */
export interface At {
  row: number;
  place: number;
}

function nearestInTime(marks: readonly RowMark[], at: number): number {
  let best = 0;
  for (let place = 1; place < marks.length; place += 1)
    if (Math.abs(marks[place]!.at - at) < Math.abs(marks[best]!.at - at)) best = place;
  return best;
}

/** The row that a key leads to; the same one for keys that go along it. */
export function rowByKey(key: string, row: number, rows: number, page: number): number {
  const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page }[key] ?? 0;
  return Math.max(0, Math.min(rows - 1, row + by));
}

/**
 * The mark that a key leads to: left and right along a row, up and down to the mark of the next row that is nearest
 * in time, Home and End to the ends of the row. Undefined for a key that does not move.
 */
export function markByKey(
  key: string,
  { row, place }: At,
  rows: number,
  marksOfRow: (row: number) => readonly RowMark[],
  page: number,
): At | undefined {
  const here = marksOfRow(row);
  const toRow = (): At => {
    const next = rowByKey(key, row, rows, page);
    const at = here[place]?.at;
    return { row: next, place: at === undefined ? 0 : nearestInTime(marksOfRow(next), at) };
  };
  const along = (wanted: number): At => ({ row, place: Math.max(0, Math.min(here.length - 1, wanted)) });
  switch (key) {
    case 'ArrowLeft':
      return along(place - 1);
    case 'ArrowRight':
      return along(place + 1);
    case 'ArrowUp':
    case 'ArrowDown':
    case 'PageUp':
    case 'PageDown':
      return toRow();
    case 'Home':
      return along(0);
    case 'End':
      return along(here.length - 1);
    default:
      return undefined;
  }
}
