import { useActivity } from '../../state/activity.ts';

/** Whether anything was done by hand that a scenario could be made of. */
export function useHasManualSteps(): boolean {
  return useActivity(({ actions, actionKeys, clicks, inquiries, deliveries, deliveryIds }) => {
    return (
      clicks.byHand + inquiries.byHand > 0 ||
      actionKeys.some((key) => actions.get(key)?.runId === null) ||
      deliveryIds.some((id) => {
        const delivery = deliveries.get(id);
        return delivery?.runId === null && delivery.subject === 'item';
      })
    );
  });
}
