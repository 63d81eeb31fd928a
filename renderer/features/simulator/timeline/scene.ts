import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import type { DeliveryRules } from '../../../../shared/delivery/rules.ts';
import type { Bars } from '../../../../shared/timeline/histogram.ts';
import type { LaneSpan } from '../../../../shared/timeline/lane.ts';
import type { RowRange } from '../../../../shared/timeline/rows.ts';
import type { Span } from '../../../../shared/timeline/span.ts';
import type { Overview } from './overview.ts';
import type { TimelineColors } from './timeline-colors.ts';

/** Height of a row, of the lane of what the receiver was told, and of the time axis, in px. */
export const ROW_PX = 24;
export const LANE_PX = 24;
export const AXIS_PX = 24;
/** Kept free at the right edge, so that a mark at the end is whole. */
export const END_PX = 12;

/** Height of the histogram in a timeline of that height, in px: rows matter more where there is little room. */
export function barsHeight(height: number): number {
  if (height >= 560) return 56;
  return height >= 320 ? 40 : 32;
}

/** Everything that is drawn, as of now. */
export interface Scene {
  /** How many rows there are, and each as far as it is known. */
  count: number;
  rowAt: (row: number) => DeliveryView | undefined;
  /** The row of a delivery; -1 when it is not known. */
  rowOf: (id: number) => number;
  overview: Overview;
  /** Told which bars of the histogram are drawn. */
  onBars: (bars: Bars) => void;
  /** Spans in which the receiver was told something or the platform sent nothing; one without an end goes on. */
  lane: readonly LaneSpan[];
  zone: string;
  /** By which further attempts are planned; null until they are known. */
  rules: DeliveryRules | null;
  palette: TimelineColors;
  /** The rows that are drawn. */
  rows: RowRange;
  /** Of the drawing, in px; the line of time ends END_PX before the right edge. */
  width: number;
  height: number;
  /** Height of the histogram. */
  barsPx: number;
  /** The time on the clock of what is shown; null where none runs. */
  now: () => number | null;
}

/** What of a frame changes while the user moves about. */
export interface Frame {
  span: Span;
  /** Of the line of time, in px. */
  width: number;
  now: number | null;
}
