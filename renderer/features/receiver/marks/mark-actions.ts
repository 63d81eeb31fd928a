import { IconNote, IconPin } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { changeMarks, editMarks, markNow } from '../../../state/capture-marks.ts';
import { attempt } from '../../../state/notify.ts';
import type { CaptureAction } from '../list/capture-actions.ts';
import { type ChosenCaptures, idsOf } from '../list/chosen-captures.ts';

/** All numbers of the chosen captures; as many as can be changed and undone at once. */
async function numbersOf(chosen: ChosenCaptures): Promise<number[] | undefined> {
  return attempt(async () => {
    for await (const ids of idsOf(chosen)) return ids;
    return [];
  });
}

const currentMark = ({ id, row }: ChosenCaptures) => (id === null ? null : markNow(id, row?.mark ?? null));

async function pin(chosen: ChosenCaptures, pinned: boolean): Promise<void> {
  const ids = await numbersOf(chosen);
  if (ids === undefined || ids.length === 0) return;
  const what = ids.length === 1 ? 'the capture' : `${count(ids.length)} captures`;
  await changeMarks(ids, { pinned }, `${pinned ? 'Pinned' : 'Unpinned'} ${what}.`);
}

/** What is put on captures. */
export const MARK_ACTIONS: readonly CaptureAction[] = [
  {
    id: 'receiver.pin',
    title: 'Pin the capture',
    titleOf: (many) => `Pin ${count(many)} captures`,
    detail: 'retention never drops it',
    icon: IconPin,
    keys: 'Shift+P',
    group: 'mark',
    inBar: 'Pin',
    isFor: (chosen) => currentMark(chosen)?.pinned !== true,
    run: (chosen) => pin(chosen, true),
  },
  {
    id: 'receiver.unpin',
    title: 'Unpin the capture',
    titleOf: (many) => `Unpin ${count(many)} captures`,
    icon: IconPin,
    keys: 'Shift+P',
    group: 'mark',
    isFor: (chosen) => chosen.id === null || currentMark(chosen)?.pinned === true,
    run: (chosen) => pin(chosen, false),
  },
  {
    id: 'receiver.note',
    title: 'Note and labels…',
    titleOf: (many) => `Label ${count(many)} captures…`,
    icon: IconNote,
    keys: 'Shift+L',
    group: 'mark',
    inBar: 'Label…',
    run: async (chosen) => {
      const ids = await numbersOf(chosen);
      if (ids !== undefined && ids.length > 0) editMarks(ids, currentMark(chosen));
    },
  },
];
