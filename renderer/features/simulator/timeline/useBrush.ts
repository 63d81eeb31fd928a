import type { PointerEvent, RefObject } from 'react';
import { between, timeAt } from '../../../../shared/timeline/span.ts';
import { zoomTo } from './gestures.ts';
import type { Stage } from './stage.ts';
import { goBack } from './timeline-view.ts';

const STILL_PX = 4;

/** A drag over the histogram zooms to what it covers; a double click goes back. */
export function useBrush(stage: RefObject<Stage | null>) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const drawn = stage.current;
    if (drawn === null || event.button !== 0) return;
    const target = event.currentTarget;
    const left = target.getBoundingClientRect().left;
    const from = event.clientX - left;
    target.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => {
      drawn.drag = { from, to: moved.clientX - left };
      drawn.invalidate();
    };
    const up = () => {
      const { drag } = drawn;
      drawn.drag = null;
      target.removeEventListener('pointermove', move);
      target.removeEventListener('lostpointercapture', up);
      drawn.invalidate();
      if (drag === null || Math.abs(drag.to - drag.from) < STILL_PX) return;
      const { span, width } = drawn.frame();
      zoomTo(between(timeAt(drag.from, span, width), timeAt(drag.to, span, width)));
    };
    target.addEventListener('pointermove', move);
    target.addEventListener('lostpointercapture', up);
  };
  return { onPointerDown, onDoubleClick: () => goBack() };
}
