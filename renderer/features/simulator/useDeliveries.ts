import { useMemo } from 'react';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import type { LedgerEntry } from '../../../shared/domain/action.ts';
import { type Activity, useActivity } from '../../state/activity.ts';
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

/** Whether the listed deliveries hold one that is to be shown. */
export function inFilter(
  delivery: DeliveryView,
  filter: string,
  runId: number | undefined,
  actionKey: number | null,
) {
  if (filter === 'run') return delivery.runId !== null && delivery.runId === runId;
  return filter === 'all' || delivery.actionKey === actionKey;
}

/**
 * The ledger line that a delivery reports: of its kind, at its time. Lines of one kind in one millisecond go to the
 * deliveries of one postback in turn.
 */
export function entryOf(
  delivery: DeliveryView,
  {
    actions,
    deliveries,
    deliveriesByAction,
  }: Pick<Activity, 'actions' | 'deliveries' | 'deliveriesByAction'>,
): LedgerEntry | undefined {
  const { actionKey, event, createdAt, postback, id } = delivery;
  const ledger = actions.get(actionKey)?.ledger ?? [];
  const same = ledger.filter(({ kind, at }) => kind === event && at === createdAt);
  if (same.length < 2) return same[0];
  const earlier = (deliveriesByAction.get(actionKey) ?? []).filter((other) => {
    const view = deliveries.get(other);
    return other < id && view?.event === event && view.createdAt === createdAt && view.postback === postback;
  });
  return same[earlier.length];
}

/** The deliveries of one step of a run, ascending. */
export function deliveriesOfStep(
  { deliveries, deliveryIds }: Pick<Activity, 'deliveries' | 'deliveryIds'>,
  runId: number,
  step: number,
): number[] {
  return deliveryIds.filter((id) => {
    const delivery = deliveries.get(id);
    return delivery?.runId === runId && delivery.step === step;
  });
}
