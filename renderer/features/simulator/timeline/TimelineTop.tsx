import type { RefObject } from 'react';
import { LaneSpans } from './LaneSpans.tsx';
import type { Stage } from './stage.ts';
import { useTimeline } from './timeline-view.ts';
import { useBrush } from './useBrush.ts';
import type { Lane } from './useLane.ts';

interface TimelineTopProps {
  /** The canvas of histogram and axis. */
  head: RefObject<HTMLCanvasElement | null>;
  /** Holds the spans of the lane between them. */
  laneBox: RefObject<HTMLDivElement | null>;
  lane: Lane;
  stage: RefObject<Stage | null>;
}

/** Above the rows: what a bar of the histogram counts, the days in view, what the receiver was told, the heads of the columns. */
export function TimelineTop({ head, laneBox, lane, stage }: TimelineTopProps) {
  const bar = useTimeline((state) => state.barText);
  const days = useTimeline((state) => state.dayText);
  const brush = useBrush(stage);
  return (
    <div className="timeline-top">
      <div className="timeline-side timeline-bars faint text-11">
        <span className="dimmed">{days}</span>
        <span>{bar === '' ? '' : `Attempts per ${bar}`}</span>
      </div>
      <div className="timeline-side timeline-lane-head faint text-11">Receiver told</div>
      <div className="timeline-side timeline-axis faint text-11">
        Delivery <span className="spacer" /> Attempts
      </div>
      <canvas ref={head} className="timeline-head" data-testid="timeline-head" {...brush} />
      <LaneSpans lane={lane} box={laneBox} stage={stage} />
    </div>
  );
}
