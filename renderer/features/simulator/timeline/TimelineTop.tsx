import type { RefObject } from 'react';
import type { Stage } from './stage.ts';
import { useTimeline } from './timeline-view.ts';
import { useBrush } from './useBrush.ts';

interface TimelineTopProps {
  /** The canvas of histogram and axis. */
  head: RefObject<HTMLCanvasElement | null>;
  stage: RefObject<Stage | null>;
}

/** Above the rows: what a bar of the histogram counts, the days in view, the heads of the columns. */
export function TimelineTop({ head, stage }: TimelineTopProps) {
  const bar = useTimeline((state) => state.barText);
  const days = useTimeline((state) => state.dayText);
  const brush = useBrush(stage);
  return (
    <div className="timeline-top">
      <div className="timeline-side timeline-bars faint text-11">
        {bar === '' ? '' : `Attempts per ${bar}`}
        <span className="spacer" />
        <span className="dimmed">{days}</span>
      </div>
      <div className="timeline-side timeline-axis faint text-11">
        Delivery <span className="spacer" /> Attempts
      </div>
      <canvas ref={head} className="timeline-head" data-testid="timeline-head" {...brush} />
    </div>
  );
}
