import { useMemo } from 'react';
import { aboutKey, useActivity } from '../../state/activity.ts';
import { selectedAbout, useUi } from '../../state/ui.ts';
import { useSimulator } from './simulator-view.ts';

/** The deliveries to list: newest last for a run, an action or an inquiry, newest first among all. */
export function useDeliveryIds(runId: number | undefined): readonly number[] {
  const filter = useSimulator((state) => state.filter);
  const about = useUi((ui) => {
    const chosen = selectedAbout(ui);
    return chosen === null ? null : aboutKey(chosen);
  });
  const ids = useActivity(({ deliveryIds }) => deliveryIds);
  const byAbout = useActivity(({ deliveriesAbout }) => deliveriesAbout);
  return useMemo(() => {
    if (filter === 'all') return ids.toReversed();
    if (filter === 'action') return about === null ? [] : (byAbout.get(about) ?? []);
    // Which run a delivery belongs to never changes, so a new order of ids is the only reason to look again.
    const { deliveries } = useActivity.getState();
    return runId === undefined ? [] : ids.filter((id) => deliveries.get(id)?.runId === runId);
  }, [filter, about, ids, byAbout, runId]);
}
