import { create } from 'zustand';
import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { type IdRange, inRanges } from '../../../../shared/receiver/capture-ranges.ts';
import { captureList } from '../../../state/captures.ts';
import { client } from '../../../state/connection.ts';
import { useUi } from '../../../state/ui.ts';
import { type CellTerm, cellTerm } from './cell-term.ts';
import { type CaptureSelection, isSeveral, NO_SELECTION } from './selection.ts';

/** Numbers fetched at a time. */
const IDS = 100_000;

interface SelectedCaptures extends CaptureSelection {
  /** The query line that they were selected in. */
  query: string;
  /** How many they are, as the engine last said; null until it has. */
  count: number | null;
}

/** The captures that are selected together. */
export const useSelection = create<SelectedCaptures>()(() => ({ ...NO_SELECTION, query: '', count: null }));

export function setSelection(selection: CaptureSelection, query: string): void {
  const { count } = useSelection.getState();
  useSelection.setState({ ...selection, query, count: isSeveral(selection) ? count : null });
}

export function clearSelection(): void {
  useSelection.setState({ ...NO_SELECTION, count: null });
}

/** Whether a capture of the list is one of several that are selected. */
export function isSelected({ ranges }: CaptureSelection, id: number): boolean {
  return isSeveral({ ranges }) && inRanges(ranges, id);
}

/** The captures that an action is for: what the query finds, as far as its number is in one of the ranges. */
export interface ChosenCaptures {
  query: string;
  ranges: readonly IdRange[];
  count: number;
  /** The number of the capture, where it is one. */
  id: number | null;
  /** The same capture as far as it is loaded. */
  row: CaptureSummary | null;
  /** The value that the menu was opened on. */
  term: CellTerm | null;
}

/** Those that are selected together, else the current one; null for none. */
export function chosenOf(selection: SelectedCaptures, captureId: number | null): ChosenCaptures | null {
  const { query, ranges, count } = selection;
  if (isSeveral(selection)) return { query, ranges, count: count ?? 0, id: null, row: null, term: null };
  return captureId === null ? null : oneCapture(captureId);
}

/** A single capture as what an action is for. */
export function oneCapture(id: number): ChosenCaptures {
  const { rows, places } = captureList.use.getState();
  const row = rows.get(places.get(id) ?? -1) ?? null;
  return { query: '', ranges: [[id, id]], count: 1, id, row, term: cellTerm(null, row ?? undefined) };
}

export const chosenNow = () => chosenOf(useSelection.getState(), useUi.getState().captureId);

/** The numbers of the chosen captures, ascending, many at a time. Captures that came later are not among them. */
export async function* idsOf({ query, ranges, id }: ChosenCaptures): AsyncGenerator<number[]> {
  if (id !== null) {
    yield [id];
    return;
  }
  let after = 0;
  while (true) {
    const { ids } = await client.captures.selected({ query, ranges: tuples(ranges), after, limit: IDS });
    if (ids.length > 0) yield ids;
    if (ids.length < IDS) return;
    after = ids.at(-1)!;
  }
}

/** How many captures are chosen now; some may have been removed since. */
export async function countOf({ query, ranges }: Pick<ChosenCaptures, 'query' | 'ranges'>): Promise<number> {
  return (await client.captures.selected({ query, ranges: tuples(ranges) })).total;
}

const tuples = (ranges: readonly IdRange[]) =>
  ranges.map(([from, through]): [number, number] => [from, through]);
