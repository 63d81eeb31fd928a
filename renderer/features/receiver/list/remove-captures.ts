import { count, counted } from '../../../lib/format.ts';
import { useCaptures } from '../../../state/captures.ts';
import { confirm } from '../../../state/confirm.ts';
import { client } from '../../../state/connection.ts';
import { attempt, notify } from '../../../state/notify.ts';
import { offerUndo, withdrawUndo } from '../../../state/undo.ts';
import { type ChosenCaptures, clearSelection, countOf, idsOf } from './chosen-captures.ts';

/** The Undo of Clear. */
const CLEARED = 'captures.clear';

/** Removes all captures there are now, and offers to undo it; the engine keeps them for ten minutes. */
export async function clearCaptures(): Promise<void> {
  const { newest } = useCaptures.getState();
  const cleared = await attempt(() => client.captures.clear({ upTo: newest }));
  if (cleared === undefined) return;
  clearSelection();
  offerUndo({
    id: CLEARED,
    text: `Cleared ${counted(cleared.removed, 'capture')}.`,
    undo: () => void undoClear(),
  });
}

/** Brings back what the last Clear removed. */
export async function undoClear(): Promise<void> {
  withdrawUndo(CLEARED);
  const restored = await attempt(() => client.captures.restoreCleared());
  if (restored === undefined) return;
  notify.say(
    restored.restored === 0
      ? 'The captures have been deleted for good.'
      : `Restored ${counted(restored.restored, 'capture')}.`,
  );
}

/** Asks, and removes one capture or several. */
export async function removeCaptures(chosen: ChosenCaptures): Promise<void> {
  const total = chosen.id === null ? await attempt(() => countOf(chosen)) : 1;
  if (total === undefined) return;
  const isOne = total === 1;
  const sure = await confirm({
    title: isOne ? 'Remove this capture?' : `Remove ${count(total)} captures?`,
    body: isOne
      ? 'The capture is permanently removed. Its action, delivery, and attempts are kept.'
      : 'The selected captures are permanently removed. Their actions, deliveries, and attempts are kept.',
    confirm: 'Remove',
    danger: true,
  });
  if (!sure) return;
  const removed = await attempt(async () => {
    let all = 0;
    for await (const ids of idsOf(chosen)) all += (await client.captures.remove({ ids })).removed;
    return all;
  });
  if (chosen.id !== null || removed === undefined) return;
  clearSelection();
  notify.say(`Removed ${counted(removed, 'capture')}.`);
}
