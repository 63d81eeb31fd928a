import type { MarksOverview } from '../../../../shared/contract/activity-lists.ts';
import { MARKS } from '../../../../shared/delivery/mark.ts';
import type { Bars } from '../../../../shared/timeline/histogram.ts';
import type { Span } from '../../../../shared/timeline/span.ts';

/** All marks of the deliveries listed, as the histogram, the legend and the whole view need them. */
export interface Overview extends MarksOverview {
  /** The bars that are known; null before any are. */
  given: Bars | null;
  /** False until it is read: what is shown of the time depends on it. */
  isKnown: boolean;
}

/** Of a list with nothing in it. */
export const NO_OVERVIEW: Overview = {
  counts: MARKS.map(() => 0),
  past: null,
  planned: null,
  bars: [],
  given: null,
  isKnown: true,
};

/** A view of less says nothing of how attempts follow each other. */
const LEAST_MS = 10_000;

/**
 * The span that shows everything: all that has happened until now, and of what is planned as much again at most, so
 * that a retry three days ahead does not squeeze an hour into a few pixels.
 */
export function wholeSpan(
  { past, planned }: Pick<MarksOverview, 'past' | 'planned'>,
  now: number | null,
): Span {
  const from = past?.from ?? now ?? Date.now();
  const happened = Math.max(past?.to ?? from, now ?? from);
  const length = Math.max(LEAST_MS, happened - from);
  const ahead = planned === null ? happened : Math.min(planned, happened + length);
  const to = Math.max(from + LEAST_MS, happened, ahead);
  const room = (to - from) * 0.03;
  return { from: from - room, to: to + room };
}
