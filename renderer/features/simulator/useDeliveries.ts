import { useMemo } from 'react';
import { useActivity } from '../../state/activity.ts';
import { useUi } from '../../state/ui.ts';
import { useSimulator } from './store.ts';

/** The deliveries to list: newest last for a run or an action, newest first among all. */
export function useDeliveryIds(runId: number | undefined): readonly number[] {
  const filter = useSimulator((state) => state.filter);
  const actionKey = useUi((state) => state.actionKey);
  const ids = useActivity(({ deliveryIds }) => deliveryIds);
  const byAction = useActivity(({ deliveriesByAction }) => deliveriesByAction);
  return useMemo(() => {
    if (filter === 'all') return ids.toReversed();
    if (filter === 'action') return actionKey === null ? [] : (byAction.get(actionKey) ?? []);
    // Which run a delivery belongs to never changes, so a new order of ids is the only reason to look again.
    const { deliveries } = useActivity.getState();
    return runId === undefined ? [] : ids.filter((id) => deliveries.get(id)?.runId === runId);
  }, [filter, actionKey, ids, byAction, runId]);
}
