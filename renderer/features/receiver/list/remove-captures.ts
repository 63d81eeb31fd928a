import { count, counted } from '../../../lib/format.ts';
import { useCaptures } from '../../../state/captures.ts';
import { confirm } from '../../../state/confirm.ts';
import { client } from '../../../state/connection.ts';
import { attempt, notify } from '../../../state/notify.ts';
import { type ChosenCaptures, clearSelection, countOf, idsOf } from './chosen-captures.ts';

/** Asks, removes the captures there were when it asked, and says how many that were. */
export async function clearCaptures(): Promise<void> {
  const { total, newest } = useCaptures.getState();
  const sure = await confirm({
    title: `Remove ${counted(total, 'capture')}?`,
    body: 'All captures are permanently removed, including those hidden by the search. Actions, deliveries, and requests that arrive in the meantime are kept.',
    confirm: 'Remove',
    danger: true,
  });
  if (!sure) return;
  const cleared = await attempt(() => client.captures.clear({ upTo: newest }));
  if (cleared !== undefined) notify.say(`Removed ${counted(cleared.removed, 'capture')}.`);
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
