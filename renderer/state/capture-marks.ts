import { create } from 'zustand';
import type { CaptureSummary } from '../../shared/contract/captures.ts';
import type { CaptureMark, MarkChange } from '../../shared/receiver/capture-mark.ts';
import { client } from './connection.ts';
import { attempt } from './notify.ts';
import { offerUndo } from './undo.ts';

/** Captures whose changed marks are remembered; rows on screen are fewer. */
const KEPT = 10_000;

interface CaptureMarks {
  /** Marks that have changed since the page was opened, by the number of the capture. */
  changed: ReadonlyMap<number, CaptureMark | null>;
  /** The captures whose note and labels are being edited; null for none. */
  editing: { ids: readonly number[]; mark: CaptureMark | null } | null;
}

export const useCaptureMarks = create<CaptureMarks>()(() => ({ changed: new Map(), editing: null }));

/** Takes over what the engine tells of captures that changed. */
export function takeMarks(rows: readonly CaptureSummary[]): void {
  if (rows.length === 0) return;
  const before = useCaptureMarks.getState().changed;
  const known = before.size > KEPT ? [] : [...before];
  useCaptureMarks.setState({
    changed: new Map([...known, ...rows.map(({ id, mark }) => [id, mark] as const)]),
  });
}

/** The mark of a capture as it is now, whenever the capture was read. */
export function useMark({ id, mark }: Pick<CaptureSummary, 'id' | 'mark'>): CaptureMark | null {
  return useCaptureMarks(({ changed }) => (changed.has(id) ? (changed.get(id) ?? null) : mark));
}

/** The same where no component is drawn. */
export function markNow(id: number, known: CaptureMark | null): CaptureMark | null {
  const { changed } = useCaptureMarks.getState();
  return changed.has(id) ? (changed.get(id) ?? null) : known;
}

/** Changes the marks of captures and offers to undo it. @param text what was done: "Pinned 3 captures." */
export async function changeMarks(ids: readonly number[], change: MarkChange, text: string): Promise<void> {
  const done = await attempt(() => client.captures.mark({ ids: [...ids], ...change }));
  if (done === undefined) return;
  offerUndo({
    id: 'captures.mark',
    text,
    undo: () => void attempt(() => client.captures.restoreMarks({ marks: done.before })),
  });
}

/** Pins a capture, or unpins it. */
export function togglePin(id: number, mark: CaptureMark | null): Promise<void> {
  const pinned = mark?.pinned !== true;
  return changeMarks([id], { pinned }, `${pinned ? 'Pinned' : 'Unpinned'} the capture.`);
}

/** Opens the note and labels of a capture, or the labels of several. */
export function editMarks(ids: readonly number[], mark: CaptureMark | null): void {
  useCaptureMarks.setState({ editing: { ids, mark } });
}

export function closeMarks(): void {
  useCaptureMarks.setState({ editing: null });
}
