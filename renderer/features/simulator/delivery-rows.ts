import type { DeliveryView } from '../../../shared/contract/activity.ts';
import type { About, Activity } from '../../state/activity.ts';

/** Whether the listed deliveries hold one that is to be shown. */
export function inFilter(
  delivery: DeliveryView,
  filter: string,
  runId: number | undefined,
  about: About | null,
): boolean {
  if (filter === 'run') return delivery.runId !== null && delivery.runId === runId;
  if (filter === 'all') return true;
  return about !== null && delivery.subject === about.subject && delivery.subjectKey === about.key;
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
