import type { DeliveryView } from './delivery.ts';

/** impact.com says to contact support when a postback is still missing an hour after its event (documented). */
const LONG_MS = 3_600_000;

/** How long a delivery has been, or was, open since its event, in ms. */
export function openFor({ createdAt, state, attempts }: DeliveryView, now: number): number {
  const open = state === 'waiting' || state === 'in-flight';
  const last = attempts.at(-1);
  return (open ? now : (last?.endedAt ?? last?.sentAt ?? createdAt)) - createdAt;
}

/** Whether it has been, or was, open for more than an hour since its event. */
export function isLong(delivery: DeliveryView, now: number): boolean {
  return openFor(delivery, now) > LONG_MS;
}
