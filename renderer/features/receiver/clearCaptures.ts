import { confirm } from '../../components/confirm.tsx';
import { counted } from '../../components/format.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/errors.ts';

/** Asks, removes all captures, and says how many that were. */
export async function clearCaptures(total: number): Promise<void> {
  const sure = await confirm({
    title: `Remove ${counted(total, 'capture')}?`,
    body: 'They are removed for good, whatever is searched for. Actions and deliveries stay.',
    confirm: 'Remove',
    danger: true,
  });
  if (!sure) return;
  const cleared = await attempt(() => client.captures.clear());
  if (cleared !== undefined) notify.say(`Removed ${counted(cleared.removed, 'capture')}.`);
}
