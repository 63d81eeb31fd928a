import { useActivity } from '../../state/activity.ts';

/** Whether anything was done by hand that a scenario could be made of. */
export function useHasManualSteps(): boolean {
  return useActivity(
    ({ actions, actionKeys, clicks, clickKeys, inquiries, inquiryKeys, deliveries, deliveryIds }) => {
      const byHand = (rows: ReadonlyMap<number, { runId: number | null }>, keys: readonly number[]) =>
        keys.some((key) => rows.get(key)?.runId === null);
      return (
        byHand(actions, actionKeys) ||
        byHand(clicks, clickKeys) ||
        byHand(inquiries, inquiryKeys) ||
        deliveryIds.some((id) => {
          const delivery = deliveries.get(id);
          return delivery?.runId === null && delivery.subject === 'item';
        })
      );
    },
  );
}
