import { counted } from '../../lib/format.ts';
import { useActivity } from '../../state/activity.ts';
import { confirm } from '../../state/confirm.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { NOTHING_SELECTED, select } from '../../state/ui.ts';
import { NO_SELECTION } from './multi-selection.ts';
import { useSimulator } from './simulator-view.ts';

/** Asks, and then removes all actions and deliveries. */
export async function clearActivity(): Promise<void> {
  const { actions, deliveries } = useActivity.getState();
  const what = `${counted(actions.total, 'action')} and ${counted(deliveries.total, 'delivery', 'deliveries')}`;
  const sure = await confirm({
    title: 'Clear the simulator?',
    body: `${what} will be removed, along with their attempts, clicks, inquiries, and catalog changes. This cannot be undone. Captures are kept.`,
    confirm: 'Clear',
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    await client.activity.clearAll();
    select(NOTHING_SELECTED);
    useSimulator.setState({ runId: null, step: null, attemptId: null, ...NO_SELECTION });
  });
}
