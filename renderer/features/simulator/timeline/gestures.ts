import { lengthOf, panned, type Span, zoomed } from '../../../../shared/timeline/span.ts';
import type { Stage } from './stage.ts';
import { showSpan, useTimeline } from './timeline-view.ts';

/** One zoom by key or button. */
const ZOOM = 1.6;
/** A wheel's notch of 100 px zooms by about a quarter. */
const WHEEL_ZOOM = 0.0022;
/** Small moves this close together are one to go back over. */
const GESTURE_MS = 600;

let last = Number.NEGATIVE_INFINITY;

function begins(): boolean {
  const now = performance.now();
  const fresh = now - last > GESTURE_MS;
  last = now;
  return fresh;
}

/** Moves the view along the line of time by pixels. Ends following: the user looks at something. */
export function panBy(stage: Stage, pixels: number): void {
  const { span, width } = stage.frame();
  showSpan(panned(span, (pixels / width) * lengthOf(span)), { follow: false, remember: begins() });
}

/** Zooms with what is at x staying there; while following, the time stays where it is. */
export function wheelZoom(stage: Stage, x: number, delta: number): void {
  const { span, width, now } = stage.frame();
  const { follow } = useTimeline.getState();
  const at = follow && now !== null ? now : span.from + (x / width) * lengthOf(span);
  showSpan(zoomed(span, Math.exp(delta * WHEEL_ZOOM), at), { follow, remember: begins() });
}

/** In or out by a step around the middle, or around the time while following. */
export function zoomStep(stage: Stage, inwards: boolean): void {
  const { span, now } = stage.frame();
  const { follow } = useTimeline.getState();
  const at = follow && now !== null ? now : (span.from + span.to) / 2;
  showSpan(zoomed(span, inwards ? 1 / ZOOM : ZOOM, at), { follow, remember: true });
}

export function showAll(): void {
  showSpan(null, { follow: useTimeline.getState().follow, remember: true });
}

/** Brings the time into view and goes along with it. */
export function goToNow(stage: Stage): void {
  const { span, now } = stage.frame();
  if (now !== null) showSpan(span, { follow: true, remember: true });
}

export function zoomTo(span: Span): void {
  showSpan(span, { follow: false, remember: true });
}
