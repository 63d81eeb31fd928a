import type { DeliveryView } from '../../../shared/contract/activity.ts';
import type { LedgerEntry } from '../../../shared/domain/action.ts';
import type { Activity } from '../../state/activity.ts';

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
