import type { DeliveryQueue } from './delivery-queue.ts';
import { shortestRetryWait } from './next-attempt.ts';
import type { OpenDelivery } from './open-delivery.ts';
import type { Pace } from './pace.ts';
import type { SenderProfile } from './profile.ts';
import type { Place } from './rate-limit.ts';

/** Most bytes of requests that are stored ahead. */
const AHEAD_BYTES = 1024 * 1024;

/** What limits the attempts of a delivery: its postback's own limit, and its profile. */
export interface Limits {
  /** Most requests in any second; undefined for no limit. */
  perSecond: number | undefined;
  profile: Pick<SenderProfile, 'inFlight' | 'switchOff' | 'schedule'>;
}

/** The moment, and everything that waits at it. */
export interface Moment {
  queues: Iterable<DeliveryQueue>;
  limitsOf: (delivery: OpenDelivery) => Limits;
  pace: Pace;
  /** Ms since the epoch on the clock in force. */
  now: number;
  /** True during maintenance: nothing leaves. */
  held: boolean;
}

/** An attempt that may leave, or may be stored to leave later. */
export interface Departure<T> {
  queue: DeliveryQueue;
  delivery: OpenDelivery;
  limits: Limits;
  sentAt: number;
  /** Its place under the postback's limit; undefined without a limit. */
  place: Place | undefined;
  /** What `admit` returned for it. */
  admitted: T;
}

/** When the limit lets a due delivery leave. */
function sendingTime(
  queue: DeliveryQueue,
  delivery: OpenDelivery,
  limits: Limits,
  { pace, now }: Moment,
): number {
  const window = queue.window(limits.perSecond, pace);
  return window === undefined ? now : window.earliest(pace.from(delivery.dueAt, now));
}

/**
 * What may leave now, queue by queue, each in the order of being due; it is taken out of its queue. `admit` prepares an
 * attempt that every other limit lets pass; if it returns undefined (the real-time ceiling is reached) its queue waits.
 */
export function dueDepartures<T>(
  moment: Moment,
  admit: (delivery: OpenDelivery, sentAt: number) => T | undefined,
): Departure<T>[] {
  const departures: Departure<T>[] = [];
  if (moment.held) return departures;
  const { queues, limitsOf, pace, now } = moment;
  for (const queue of queues) {
    for (;;) {
      const delivery = queue.head();
      if (delivery === undefined || delivery.dueAt > now) break;
      const limits = limitsOf(delivery);
      if (!queue.hasPlace(limits.profile.inFlight)) break;
      const sentAt = sendingTime(queue, delivery, limits, moment);
      if (sentAt > now) break;
      const admitted = admit(delivery, sentAt);
      if (admitted === undefined) break;
      const place = queue.window(limits.perSecond, pace)?.take(sentAt);
      queue.take();
      departures.push({ queue, delivery, limits, sentAt, place, admitted });
    }
  }
  return departures;
}

export interface AheadOptions<T> {
  /** How many more at most; asked once there may be any. */
  most: () => number;
  /** The moment before which the clock may jump freely; irrelevant to a clock that does not jump. */
  free: number;
  /** Bytes of a request. */
  bytesOf: (admitted: T) => number;
  /** As for `dueDepartures`. */
  admit: (delivery: OpenDelivery, sentAt: number) => T | undefined;
}

/**
 * What may be stored beyond `starts` although there is no place for it yet and, if moments are assigned, of later
 * moments, too: whatever would leave the same way regardless of how those before it end. That is under no limit and, if
 * moments are assigned, before any retry or anything else can be due. It is taken out of its queue.
 */
export function departuresAhead<T>(
  starts: readonly Departure<T>[],
  moment: Moment,
  { most, free, bytesOf, admit }: AheadOptions<T>,
): Departure<T>[] {
  const { queues, limitsOf, pace } = moment;
  const all = [...queues];
  const ahead: Departure<T>[] = [];
  const first = starts[0];
  if (first === undefined || pace.looksAhead === 'never') return ahead;
  // A postback with a limit must not wait for a batch of others as well.
  if (pace.looksAhead === 'unless limited' && all.some((queue) => isLimited(queue, limitsOf))) return ahead;
  const now = first.sentAt;
  let before = now + 1;
  if (pace.assigns)
    before = Math.min(free, ...all.map(({ heldDue }) => heldDue), ...starts.map(undisturbedUntil));
  // If moments are assigned, a busy action may cause something else; in real time the others simply go first.
  const look = (queue: DeliveryQueue) => (pace.assigns ? queue.first() : queue.head());
  let bytes = starts.reduce((sum, { admitted }) => sum + bytesOf(admitted), 0);
  const limit = most();
  while (ahead.length < limit && bytes < AHEAD_BYTES) {
    const next = firstDue(all, look);
    if (next === undefined || next.delivery.dueAt >= before || next.queue.isBusy(next.delivery)) break;
    const { queue, delivery } = next;
    const limits = limitsOf(delivery);
    if (limits.perSecond !== undefined || limits.profile.switchOff !== false) break;
    const sentAt = Math.max(delivery.dueAt, now);
    const admitted = admit(delivery, sentAt);
    if (admitted === undefined) break;
    queue.take();
    const departure = { queue, delivery, limits, sentAt, place: undefined, admitted };
    if (pace.assigns) before = Math.min(before, undisturbedUntil(departure));
    bytes += bytesOf(admitted);
    ahead.push(departure);
  }
  return ahead;
}

export interface Wake {
  /** When something may leave that cannot now; Infinity if only an attempt in flight, or a change, can allow it. */
  at: number;
  /** Whether something may leave now, having become due during this turn. */
  now: boolean;
  /** Whether what is due is later than the clock should allow. */
  behind: boolean;
}

/** When to check again, once everything that may leave now has been taken. */
export function nextWake(moment: Moment): Wake {
  const { queues, limitsOf, pace, now, held } = moment;
  const wake: Wake = { at: Number.POSITIVE_INFINITY, now: false, behind: false };
  for (const queue of queues) {
    const delivery = queue.head();
    if (delivery === undefined) continue;
    if (delivery.dueAt > now) {
      wake.at = Math.min(wake.at, delivery.dueAt);
      continue;
    }
    if (held) continue;
    const limits = limitsOf(delivery);
    const sentAt = sendingTime(queue, delivery, limits, moment);
    if (sentAt > now) {
      wake.at = Math.min(wake.at, sentAt);
      continue;
    }
    if (now - delivery.dueAt > pace.tolerance) wake.behind = true;
    if (queue.hasPlace(limits.profile.inFlight)) wake.now = true;
  }
  return wake;
}

/** The moment of the first delivery that its action does not hold back; Infinity without any. */
export function nextDue(queues: Iterable<DeliveryQueue>): number {
  let next = Number.POSITIVE_INFINITY;
  for (const queue of queues) next = Math.min(next, queue.head()?.dueAt ?? next);
  return next;
}

/** Whether something is due that has a place. */
export function hasPlace({ queues, limitsOf, now }: Moment): boolean {
  for (const queue of queues) {
    const delivery = queue.head();
    if (
      delivery !== undefined &&
      delivery.dueAt <= now &&
      queue.hasPlace(limitsOf(delivery).profile.inFlight)
    )
      return true;
  }
  return false;
}

function isLimited(queue: DeliveryQueue, limitsOf: Moment['limitsOf']): boolean {
  const delivery = queue.head();
  return delivery !== undefined && limitsOf(delivery).perSecond !== undefined;
}

/** The delivery that is due first of all that `look` sees, with its queue. */
function firstDue(
  queues: readonly DeliveryQueue[],
  look: (queue: DeliveryQueue) => OpenDelivery | undefined,
): { queue: DeliveryQueue; delivery: OpenDelivery } | undefined {
  let best: { queue: DeliveryQueue; delivery: OpenDelivery } | undefined;
  for (const queue of queues) {
    const delivery = look(queue);
    if (delivery !== undefined && delivery.dueAt < (best?.delivery.dueAt ?? Number.POSITIVE_INFINITY))
      best = { queue, delivery };
  }
  return best;
}

/** The moment before which no attempt can cause anything else to be sent. */
function undisturbedUntil({ sentAt, limits: { profile } }: Departure<unknown>): number {
  return profile.switchOff === false ? sentAt + shortestRetryWait(profile.schedule) : 0;
}
