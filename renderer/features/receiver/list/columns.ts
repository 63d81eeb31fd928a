import { create } from 'zustand';
import { readText, writeText } from '../../../lib/local-storage.ts';
import { setValueFields } from '../../../state/capture-values.ts';
import { useWorkspace } from '../../../state/workspace.ts';

/** A field of the query line as a column of the list. */
export interface Column {
  field: string;
  /** In px. */
  width: number;
}

/** As many as the engine tells of at once. */
export const MOST_COLUMNS = 20;
const WIDTH = 80;
export const WIDTHS = { least: 48, most: 480, step: 24 } as const;
/** What the columns of every list take, and the least of the one that tells what a capture is, in px. */
const FIXED = { wide: 400, narrow: 240 } as const;
const LEAST_TITLE = 72;
const GAP = 8;

/** The columns of the open workspace, in their order. */
export const useColumns = create<{ columns: readonly Column[]; folder: string | null }>()(() => ({
  columns: [],
  folder: null,
}));

/** Columns as they were kept; what is no column is left out. */
export function columnsOf(text: string | undefined): Column[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept
      .filter(
        (one): one is Column =>
          typeof one === 'object' &&
          one !== null &&
          typeof one.field === 'string' &&
          typeof one.width === 'number',
      )
      .map(({ field, width }) => ({ field, width: bounded(width) }))
      .slice(0, MOST_COLUMNS);
  } catch {
    return [];
  }
}

const bounded = (width: number) => Math.round(Math.max(WIDTHS.least, Math.min(WIDTHS.most, width)));

function restore(): void {
  const folder = useWorkspace.getState().view?.folder ?? null;
  if (folder === null || folder === useColumns.getState().folder) return;
  const columns = columnsOf(readText(`receiver.columns ${folder}`));
  useColumns.setState({ folder, columns });
  setValueFields(columns.map(({ field }) => field));
}
useWorkspace.subscribe(restore);
restore();

function set(columns: readonly Column[]): void {
  useColumns.setState({ columns });
  setValueFields(columns.map(({ field }) => field));
  const { folder } = useColumns.getState();
  if (folder !== null) writeText(`receiver.columns ${folder}`, JSON.stringify(columns));
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Adds a column at the end, or removes the one that is there. */
export function toggleColumn(field: string): void {
  const { columns } = useColumns.getState();
  const others = columns.filter((column) => !isSame(column.field, field));
  set(others.length < columns.length ? others : [...columns, { field, width: WIDTH }].slice(0, MOST_COLUMNS));
}

export function resizeColumn(field: string, width: number): void {
  set(
    useColumns
      .getState()
      .columns.map((column) => (isSame(column.field, field) ? { field, width: bounded(width) } : column)),
  );
}

/** Moves a column so many places to the right. */
export function moveColumn(field: string, by: number): void {
  const columns = [...useColumns.getState().columns];
  const at = columns.findIndex((column) => isSame(column.field, field));
  const to = Math.max(0, Math.min(columns.length - 1, at + by));
  if (at === -1 || at === to) return;
  columns.splice(to, 0, ...columns.splice(at, 1));
  set(columns);
}

/** The columns that have room in a list of that width, from the first on. */
export function fittingColumns(columns: readonly Column[], width: number, narrow: boolean): Column[] {
  let room = width - (narrow ? FIXED.narrow : FIXED.wide) - LEAST_TITLE;
  const fitting: Column[] = [];
  for (const column of columns) {
    room -= column.width + GAP;
    if (room < 0) break;
    fitting.push(column);
  }
  return fitting;
}

/** The grid of a row: mark, time, method, what it is, the columns, points, status, took. */
export function gridOf(columns: readonly Column[], narrow: boolean): string {
  const more = columns.map(({ width }) => `${width}px`).join(' ');
  return narrow
    ? `14px 60px minmax(0, 1fr) ${more} 48px 44px`
    : `14px 90px 44px minmax(0, 1fr) ${more} 44px 48px 56px`;
}
