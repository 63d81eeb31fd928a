import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { panBy, wheelZoom } from './gestures.ts';
import type { Stage } from './stage.ts';
import { type MarkRef, sameMark, useTimeline } from './timeline-view.ts';

/** A press that moves less is a click. */
const STILL_PX = 4;

interface PointerProps {
  stage: RefObject<Stage | null>;
  /** What scrolls, and what holds the rows in it. */
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Width of the left columns in px. */
  side: number;
  onMark: (mark: MarkRef, event: PointerEvent) => void;
  /** A click on a row beside its marks. */
  onRow: (y: number, event: PointerEvent) => void;
}

/** Drag pans, a click chooses, the pointer over a mark shows its card. */
export function usePointer({ stage, scroller, content, side, onMark, onRow }: PointerProps) {
  const press = useRef<{ x: number; y: number; left: number; top: number; moved: boolean } | null>(null);

  const placeOf = (event: { clientX: number; clientY: number }) => {
    const box = content.current!.getBoundingClientRect();
    return { x: event.clientX - box.left - side, y: event.clientY - box.top };
  };
  const hover = (event: PointerEvent | null) => {
    const place = event === null ? null : placeOf(event);
    const mark = place === null || place.x < 0 ? null : (stage.current?.markAt(place.x, place.y) ?? null);
    if (!sameMark(mark, useTimeline.getState().hover)) useTimeline.setState({ hover: mark });
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const top = scroller.current!.scrollTop;
    press.current = { x: event.clientX, y: event.clientY, left: event.clientX, top, moved: false };
    // A range of rows would otherwise mark their text.
    if (event.shiftKey) event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = press.current;
    if (from === null) return hover(event);
    const far = Math.hypot(event.clientX - from.x, event.clientY - from.y) >= STILL_PX;
    if (!from.moved && (!far || placeOf(event).x < 0)) return;
    if (!from.moved) event.currentTarget.setPointerCapture(event.pointerId);
    from.moved = true;
    if (useTimeline.getState().hover !== null) useTimeline.setState({ hover: null });
    if (stage.current !== null && event.clientX !== from.left)
      panBy(stage.current, from.left - event.clientX);
    from.left = event.clientX;
    scroller.current?.scrollTo({ top: from.top - (event.clientY - from.y) });
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = press.current;
    press.current = null;
    if (from === null || from.moved) return;
    const { x, y } = placeOf(event);
    const mark = x < 0 ? null : (stage.current?.markAt(x, y) ?? null);
    if (mark === null) onRow(y, event);
    else onMark(mark, event);
  };
  const end = () => {
    press.current = null;
    hover(null);
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end, onPointerLeave: end };
}

/** Ctrl-wheel zooms at the pointer, sideways or with Shift it pans; up and down it scrolls rows where there are more. */
export function useWheel(
  root: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  stage: RefObject<Stage | null>,
  side: number,
): void {
  useEffect(() => {
    const target = root.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent) => {
      const drawn = stage.current;
      if (drawn === null) return;
      const unit = event.deltaMode === 1 ? 16 : 1;
      const sideways = event.deltaX !== 0 || event.shiftKey;
      const rows = scroller.current;
      const scrolls =
        rows?.contains(event.target as Node) === true && rows.scrollHeight > rows.clientHeight + 1;
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - target.getBoundingClientRect().left - side;
        wheelZoom(drawn, Math.max(0, x), event.deltaY * unit);
      } else if (sideways || !scrolls) panBy(drawn, (event.deltaX || event.deltaY) * unit);
      else return;
      event.preventDefault();
      if (useTimeline.getState().hover !== null) useTimeline.setState({ hover: null });
    };
    // React listens passively, and then the page would zoom.
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [root, scroller, stage, side]);
}
