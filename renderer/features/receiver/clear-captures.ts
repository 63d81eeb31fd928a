import { counted } from '../../lib/format.ts';
import { useCaptures } from '../../state/captures.ts';
import { confirm } from '../../state/confirm.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';

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

/** Asks, and removes one capture. */
export async function removeCapture(id: number): Promise<void> {
  const sure = await confirm({
    title: 'Remove this capture?',
    body: 'The capture is permanently removed. Its action, delivery, and attempts are kept.',
    confirm: 'Remove',
    danger: true,
  });
  if (sure) await attempt(() => client.captures.remove({ ids: [id] }));
}
