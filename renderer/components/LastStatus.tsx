import { type DeliveryView, lastEnd } from '../../shared/delivery/delivery.ts';
import { markOfOutcome } from './marks.ts';
import { StatusChip } from './StatusChip.tsx';

/** The status that the last attempt of a delivery ended with, or that it had none and why; nothing before one ended. */
export function LastStatus({ delivery }: { delivery: Pick<DeliveryView, 'attempts'> }) {
  const last = lastEnd(delivery);
  if (last === undefined) return null;
  const { status, outcome } = last;
  return <StatusChip status={status} accepted={outcome === 'delivered'} why={markOfOutcome(outcome).label} />;
}
