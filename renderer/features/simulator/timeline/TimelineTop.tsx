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
    <div className="tm-top">
      <div className="tm-side tm-bars t3 f11">
        {bar === '' ? '' : `Attempts per ${bar}`}
        <span className="sp" />
        <span className="t2">{days}</span>
      </div>
      <div className="tm-side tm-axis t3 f11">
        Delivery <span className="sp" /> Attempts
      </div>
      <canvas ref={head} className="tm-head" data-testid="timeline-head" {...brush} />
    </div>
  );
}
