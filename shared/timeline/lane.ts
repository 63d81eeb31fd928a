import type { MaintenanceView } from '../delivery/delivery.ts';
import type { ToldSpan } from './receiver-history.ts';

/** A span of virtual time in the lane of what the receiver was told. */
export interface LaneSpan {
  /** Tells it from the others, also after more have come. */
  key: string;
  kind: 'told' | 'maintenance';
  from: number;
  /** Null while it lasts. */
  to: number | null;
  text: string;
  /** What was told; null for maintenance. */
  told: ToldSpan | null;
}

/** Whose lane: that of a run, of work by hand for null, of all of them; 0 is nobody's. */
export type LaneOf = number | null | 'all';

/** The maintenance on the clock of a lane. */
export function maintenanceOf(all: Iterable<MaintenanceView>, of: LaneOf): MaintenanceView[] {
  return [...all].filter(({ runId }) => of === 'all' || runId === of);
}

/** From when to when something can have been; an end that is null is not known yet. */
export interface Extent {
  from: number;
  to: number | null;
}

const endOf = ({ to }: Extent): number => to ?? Number.POSITIVE_INFINITY;
const endOrNull = (to: number): number | null => (to === Number.POSITIVE_INFINITY ? null : to);

/** What is left of a span beside another one: nothing, one piece, or one on each side. */
function beside(span: LaneSpan, over: LaneSpan): LaneSpan[] {
  const [end, overEnd] = [endOf(span), endOf(over)];
  const isApart = end < over.from || span.from > overEnd || (end === over.from && end > span.from);
  if (isApart) return [span];
  return [
    ...(span.from < over.from ? [{ ...span, to: over.from }] : []),
    ...(end > overEnd ? [{ ...span, key: `${span.key}+`, from: overEnd }] : []),
  ];
}

/** Spans of one kind side by side: where several runs tell at once, the one that began last is shown. */
function sideBySide(spans: readonly LaneSpan[]): LaneSpan[] {
  let shown: LaneSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from))
    shown = [...shown.flatMap((earlier) => beside(earlier, span)), span];
  return shown;
}

function within({ from, to }: Extent, span: LaneSpan): LaneSpan[] {
  const end = to === null ? endOf(span) : Math.min(endOf(span), to);
  const begin = Math.max(span.from, from);
  return end < begin ? [] : [{ ...span, from: begin, to: endOrNull(end) }];
}

/**
 * What the lane shows, in the order of time: spans in which the receiver was told to respond other than by default, and
 * those of maintenance that began. Spans of one kind do not overlap; none reaches beyond the extent, if one is given.
 */
export function laneSpans(
  told: readonly ToldSpan[],
  maintenance: readonly MaintenanceView[],
  extent: Extent = { from: Number.NEGATIVE_INFINITY, to: null },
): LaneSpan[] {
  const ofReceiver = told
    .toSorted((a, b) => a.id - b.id)
    .map((one): LaneSpan => {
      const { id, from, to, text } = one;
      return { key: `told ${id}`, kind: 'told', from, to, text, told: one };
    });
  const ofPlatform = maintenance.flatMap(({ id, startedAt, endedAt }): LaneSpan[] =>
    startedAt === null
      ? []
      : [
          {
            key: `maintenance ${id}`,
            kind: 'maintenance',
            from: startedAt,
            to: endedAt,
            text: 'maintenance',
            told: null,
          },
        ],
  );
  return [ofPlatform, ofReceiver]
    .flatMap((spans) => sideBySide(spans.flatMap((span) => within(extent, span))))
    .toSorted((a, b) => a.from - b.from || endOf(a) - endOf(b) || 0);
}
