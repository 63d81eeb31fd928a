import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import type { Moments } from '../../../../shared/timeline/histogram.ts';
import type { Span } from '../../../../shared/timeline/span.ts';
import type { Mark } from '../../../components/marks.ts';
import { eachMark, KINDS, kindOf } from './row-marks.ts';

/** All marks of the deliveries listed, as the histogram, the legend and the whole view need them. */
export interface Overview {
  moments: Moments;
  /** How many marks of each kind, by the place of the kind. */
  counts: Uint32Array;
  /** From the first event to the last attempt made; null while there is none. */
  past: Span | null;
  /** The last moment that something is planned for. */
  planned: number | null;
}

/** One pass over all deliveries: 10,000 with several attempts each take a few milliseconds. */
export function overviewOf(ids: readonly number[], deliveries: ReadonlyMap<number, DeliveryView>): Overview {
  let size = 0;
  for (const id of ids) size += (deliveries.get(id)?.attempts.length ?? 0) + 1;
  const moments: Moments = { at: new Float64Array(size), kind: new Uint8Array(size), length: 0 };
  const counts = new Uint32Array(KINDS.length);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let planned: number | null = null;
  const take = (at: number, mark: Mark) => {
    const kind = kindOf(mark);
    moments.at[moments.length] = at;
    moments.kind[moments.length] = kind;
    moments.length += 1;
    counts[kind]! += 1;
    if (mark === 'planned') planned = planned === null ? at : Math.max(planned, at);
    else if (at > to) to = at;
  };
  for (const id of ids) {
    const delivery = deliveries.get(id);
    if (delivery === undefined) continue;
    if (delivery.createdAt < from) from = delivery.createdAt;
    eachMark(delivery, take);
  }
  const past = from === Number.POSITIVE_INFINITY ? null : { from, to: Math.max(from, to) };
  return { moments, counts, past, planned };
}

/** A view of less says nothing of how attempts follow each other. */
const LEAST_MS = 10_000;

/**
 * The span that shows everything: all that has happened until now, and of what is planned as much again at most, so
 * that a retry three days ahead does not squeeze an hour into a few pixels.
 */
export function wholeSpan({ past, planned }: Overview, now: number | null): Span {
  const from = past?.from ?? now ?? Date.now();
  const happened = Math.max(past?.to ?? from, now ?? from);
  const length = Math.max(LEAST_MS, happened - from);
  const ahead = planned === null ? happened : Math.min(planned, happened + length);
  const to = Math.max(from + LEAST_MS, happened, ahead);
  const room = (to - from) * 0.03;
  return { from: from - room, to: to + room };
}

/** Whether a delivery has a mark of one of the kinds; all have, when none are asked for. */
export function hasMark(delivery: DeliveryView, only: ReadonlySet<Mark>): boolean {
  if (only.size === 0) return true;
  let found = false;
  eachMark(delivery, (_at, mark) => {
    found ||= only.has(mark);
  });
  return found;
}
