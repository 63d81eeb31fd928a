import { MARKS } from '../../../../shared/delivery/mark.ts';
import { xOf } from '../../../../shared/timeline/span.ts';
import { ticksOf } from '../../../../shared/timeline/ticks.ts';
import { wallTime } from '../../../../shared/timeline/zone.ts';
import { colourOf } from './draw-mark.ts';
import { AXIS_PX, type Frame, LANE_PX, type Scene } from './scene.ts';

type Pen = CanvasRenderingContext2D;

/** Where a drag over the histogram began and is, in px. */
export interface Drag {
  from: number;
  to: number;
}

/** Above the tallest bar. */
const ROOM_PX = 6;

/** The histogram and the axis, and the lines around the lane between them. */
export function drawHead(pen: Pen, scene: Scene, frame: Frame, drag: Drag | null): void {
  const { palette, barsPx } = scene;
  const axis = barsPx + LANE_PX;
  drawBars(pen, scene, frame);
  pen.fillStyle = palette.sunken;
  pen.fillRect(0, axis, scene.width, AXIS_PX);
  pen.fillStyle = palette.line;
  for (const y of [barsPx, axis, axis + AXIS_PX]) pen.fillRect(0, y - 1, scene.width, 1);
  drawAxis(pen, scene, frame);
  if (drag !== null) {
    const left = Math.min(drag.from, drag.to);
    const length = Math.abs(drag.to - drag.from);
    pen.globalAlpha = 0.25;
    pen.fillStyle = palette.accentFill;
    pen.fillRect(left, 0, length, barsPx - 1);
    pen.globalAlpha = 1;
    pen.strokeStyle = palette.focus;
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, 0.5, Math.max(1, length - 1), barsPx - 2);
  }
}

/** The bars that are known; until those of another scale are there, they stand for them. */
function drawBars(pen: Pen, { palette, overview, barsPx }: Scene, { span, width }: Frame): void {
  const { given, bars } = overview;
  if (given === null) return;
  const { from, step } = given;
  const shown = bars.filter(
    ([bucket]) => from + (bucket + 1) * step >= span.from && from + bucket * step <= span.to,
  );
  const sums = new Map<number, number>();
  for (const [bucket, , count] of shown) sums.set(bucket, (sums.get(bucket) ?? 0) + count);
  const most = Math.max(...sums.values());
  let last = -1;
  let y = 0;
  // Bars come in order, and in each the kinds from below.
  for (const [bucket, kind, count] of shown) {
    if (bucket !== last) y = barsPx - 1;
    last = bucket;
    const start = xOf(from + bucket * step, span, width);
    const end = xOf(from + (bucket + 1) * step, span, width);
    // One attempt among thousands still shows.
    const tall = Math.max(1, (count / most) * (barsPx - ROOM_PX));
    pen.fillStyle = colourOf(MARKS[kind]!, palette);
    pen.fillRect(start, y - tall, Math.max(1, end - start - 1), tall);
    y -= tall;
  }
}

interface Box {
  from: number;
  to: number;
}

/** Labels of the ticks and of now; where two would meet, the more telling one stands. */
function drawAxis(pen: Pen, scene: Scene, { span, width, now }: Frame): void {
  const { palette, zone } = scene;
  const middle = scene.barsPx + LANE_PX + AXIS_PX / 2;
  const taken: Box[] = [];
  const free = (box: Box) => taken.every(({ from, to }) => box.to + 4 < from || box.from > to + 4);
  const font = (weight: number) => {
    pen.font = `${weight} 11px ${palette.font}`;
  };
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  font(600);
  const x = now === null ? Number.NaN : xOf(now, span, width);
  if (now !== null && x >= 0 && x <= scene.width) {
    const text = wallTime(now, zone, span.to - span.from > 1_800_000 ? 60_000 : 1000);
    const wide = pen.measureText(text).width + 8;
    // Whole, also where the time stands at an edge.
    const left = Math.min(Math.max(0, x - wide / 2), scene.width - wide);
    taken.push({ from: left, to: left + wide });
    pen.fillStyle = palette.accentFill;
    pen.beginPath();
    pen.roundRect(left, middle - 8, wide, 16, 4);
    pen.fill();
    pen.fillRect(x - 1, middle + 8, 2, 4);
    pen.fillStyle = palette.onFill;
    pen.fillText(text, left + 4, middle + 0.5);
  }
  const ticks = ticksOf(span, width, zone);
  // Days first: a date that the time covers stands beside it, and takes the place of an hour.
  for (const { at, label, day } of [
    ...ticks.filter((tick) => tick.day),
    ...ticks.filter((tick) => !tick.day),
  ]) {
    font(day ? 500 : 400);
    const wide = pen.measureText(label).width;
    const boxAt = (from: number): Box => ({ from, to: from + wide });
    const own = boxAt(xOf(at, span, width) + 4);
    const box = day && !free(own) ? boxAt(Math.max(...taken.map(({ to }) => to)) + 8) : own;
    if (box.to > scene.width || !free(box)) continue;
    taken.push(box);
    pen.fillStyle = day ? palette.text2 : palette.text3;
    pen.fillText(label, box.from, middle + 0.5);
  }
}
