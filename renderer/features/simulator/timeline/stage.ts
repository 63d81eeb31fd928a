import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { barsFor } from '../../../../shared/timeline/histogram.ts';
import { nearest, rowAt } from '../../../../shared/timeline/rows.ts';
import { lengthOf, type Span, xOf } from '../../../../shared/timeline/span.ts';
import { daysText, spanText, stepText } from '../../../../shared/timeline/ticks.ts';
import { rateOf } from '../../../../shared/timeline/virtual-time.ts';
import { useClock } from '../../../state/clock.ts';
import { drawBody } from './draw-body.ts';
import { type Drag, drawHead } from './draw-head.ts';
import { wholeSpan } from './overview.ts';
import { placeLane } from './place-lane.ts';
import { marksOf, type RowMark } from './row-marks.ts';
import { AXIS_PX, END_PX, type Frame, LANE_PX, ROW_PX, type Scene } from './scene.ts';
import { type MarkRef, spanToShow, useTimeline } from './timeline-view.ts';

/** How far beside a mark the pointer still means it, in px. */
const REACH_PX = 9;

function penFor(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio;
  const wide = Math.round(width * ratio);
  const tall = Math.round(height * ratio);
  // Setting a size clears and reallocates, even the same one.
  if (canvas.width !== wide || canvas.height !== tall) {
    canvas.width = wide;
    canvas.height = tall;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext('2d')!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

/** Draws the timeline: at most once a frame, and by itself while the time moves a visible bit. */
export class Stage {
  readonly #head: HTMLCanvasElement;
  readonly #body: HTMLCanvasElement;
  readonly #lane: HTMLElement;
  readonly #stops: (() => void)[];
  #scene: Scene | undefined;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A drag over the histogram that is under way. */
  drag: Drag | null = null;

  /** Over the canvas of histogram and axis, that of the rows, and the element that holds the spans of the lane. */
  constructor(head: HTMLCanvasElement, body: HTMLCanvasElement, lane: HTMLElement) {
    this.#head = head;
    this.#body = body;
    this.#lane = lane;
    this.#stops = [
      useTimeline.subscribe(() => this.invalidate()),
      useClock.subscribe(() => this.invalidate()),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
  }

  /** Takes in what is to be drawn. Drawn at once, so that rows and marks change in the same frame. */
  show(scene: Scene): void {
    this.#scene = scene;
    this.#draw();
  }

  /** Asks for a drawing in the next frame. */
  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** What is shown now: the span, the width of the line of time in px, and the time. */
  frame(): Frame {
    const scene = this.#scene;
    if (scene === undefined) return { span: { from: 0, to: 1 }, width: 1, now: null };
    const now = scene.now();
    const span = spanToShow(wholeSpan(scene.overview, now), now);
    return { span, width: Math.max(1, scene.width - END_PX), now };
  }

  span(): Span {
    return this.frame().span;
  }

  /** The marks of a delivery, as they are drawn. */
  marks(delivery: DeliveryView): RowMark[] {
    return marksOf(delivery, this.frame().now, this.#scene?.rules ?? null);
  }

  /** The mark at a place of the content: x from the start of the line of time, y from the first row. */
  markAt(x: number, y: number): MarkRef | null {
    const scene = this.#scene;
    const row = scene === undefined ? -1 : rowAt(y, ROW_PX, scene.count);
    const delivery = row < 0 ? undefined : scene!.rowAt(row);
    if (delivery === undefined) return null;
    const { span, width } = this.frame();
    const xs = this.marks(delivery).map(({ at }) => xOf(at, span, width));
    const place = nearest(xs, x, REACH_PX);
    return place === -1 ? null : { deliveryId: delivery.id, place };
  }

  /** Where a mark is in the content, or null when it is not among the rows drawn or outside the span. */
  placeOf({ deliveryId, place }: MarkRef): { x: number; y: number } | null {
    const scene = this.#scene;
    const row = scene?.rowOf(deliveryId) ?? -1;
    const delivery = scene?.rowAt(row);
    if (scene === undefined || delivery === undefined) return null;
    const { span, width } = this.frame();
    const mark = this.marks(delivery)[place];
    if (mark === undefined || row < scene.rows.first || row >= scene.rows.end) return null;
    const x = xOf(mark.at, span, width);
    return x < -REACH_PX || x > scene.width ? null : { x, y: row * ROW_PX + ROW_PX / 2 };
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const scene = this.#scene;
    if (scene === undefined || scene.width <= 0 || scene.height <= 0 || !scene.overview.isKnown) return;
    const frame = this.frame();
    const bars = barsFor(frame.span, frame.width, scene.zone);
    scene.onBars(bars);
    const { barsPx, width, lane } = scene;
    drawHead(penFor(this.#head, width, barsPx + LANE_PX + AXIS_PX), scene, frame, this.drag);
    placeLane(this.#lane, lane, frame, width);
    drawBody(penFor(this.#body, width, scene.height), scene, frame, useTimeline.getState().focus);
    this.#tell(spanText(frame.span), stepText(bars.step), daysText(frame.span, scene.zone));
    this.#goOn(frame);
  }

  #tell(shown: string, bar: string, days: string): void {
    const state = useTimeline.getState();
    if (state.spanText !== shown || state.barText !== bar || state.dayText !== days)
      useTimeline.setState({ spanText: shown, barText: bar, dayText: days });
  }

  /** The next drawing, when the time has moved by half a pixel. */
  #goOn({ span, width, now }: Frame): void {
    clearTimeout(this.#timer);
    const { view } = useClock.getState();
    const rate = view === null ? 0 : rateOf(view);
    if (now === null || rate === 0) return;
    const wait = Math.floor(lengthOf(span) / width / 2 / rate);
    this.#timer = setTimeout(() => this.invalidate(), Math.min(10_000, Math.max(16, wait)));
  }
}
