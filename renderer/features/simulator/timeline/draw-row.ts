import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { plannedAt } from '../../../../shared/delivery/upcoming-attempts.ts';
import { stretches } from '../../../../shared/timeline/density.ts';
import { xOf } from '../../../../shared/timeline/span.ts';
import { colourOf, drawMark, FAINT } from './draw-mark.ts';
import type { RowMark } from './row-marks.ts';
import type { Frame } from './scene.ts';
import type { TimelineColors } from './timeline-colors.ts';

type Pen = CanvasRenderingContext2D;

/** A due time this close to its sending is not drawn: the mark covers it. */
const APART_PX = 7;
/** Beyond the edges by this much nothing shows. */
const FAR_PX = 20;

/** Everything of one delivery; `y` is the middle of its row. */
export function drawRow(
  pen: Pen,
  delivery: DeliveryView,
  marks: readonly RowMark[],
  y: number,
  frame: Frame,
  palette: TimelineColors,
): void {
  const { span, width } = frame;
  const x = (at: number) => xOf(at, span, width);
  const xs = marks.map(({ at }) => x(at));
  if (marks.length === 0) return;
  drawWaits(pen, delivery, y, x, width, palette);
  drawLines(pen, delivery, marks, xs, y, x, width, palette);
  // What depends on others lies below what does not.
  const isLater = ({ later }: RowMark) => later !== null;
  drawMarks(pen, marks.filter(isLater), y, x, width, palette, true);
  drawMarks(
    pen,
    marks.filter((mark) => !isLater(mark)),
    y,
    x,
    width,
    palette,
    false,
  );
  pen.fillStyle = palette.note;
  for (let index = 0; index < marks.length; index += 1) {
    const at = xs[index]!;
    if (marks[index]!.intended && at > -FAR_PX && at < width + FAR_PX) pen.fillRect(at - 5, y + 8, 10, 2);
  }
}

function drawMarks(
  pen: Pen,
  marks: readonly RowMark[],
  y: number,
  x: (at: number) => number,
  width: number,
  palette: TimelineColors,
  faint: boolean,
): void {
  const xs = marks.map(({ at }) => x(at));
  for (const { start, end, kind, last } of stretches(xs, (index) => marks[index]!.mark, width)) {
    if (end - start >= 1) {
      if (faint) pen.globalAlpha = FAINT;
      pen.fillStyle = colourOf(kind, palette);
      pen.beginPath();
      pen.roundRect(start - 4.5, y - 4.5, end - start + 9, 9, 2);
      pen.fill();
      pen.globalAlpha = 1;
    } else drawMark(pen, kind, xs[last]!, y, palette, faint);
  }
}

/** Blue bars: held back by the rate limit. */
function drawWaits(
  pen: Pen,
  { attempts }: DeliveryView,
  y: number,
  x: (at: number) => number,
  width: number,
  palette: TimelineColors,
): void {
  for (const { sentAt, rateWaitMs } of attempts) {
    if (rateWaitMs <= 0) continue;
    const end = x(sentAt);
    const start = x(sentAt - rateWaitMs);
    if (end - start < 1 || end < -FAR_PX || start > width + FAR_PX) continue;
    pen.beginPath();
    pen.roundRect(start + 0.5, y - 3.5, Math.max(1, end - start - 1), 7, 2);
    pen.fillStyle = palette.accentBg;
    pen.fill();
    pen.strokeStyle = palette.accentLine;
    pen.lineWidth = 1;
    pen.stroke();
  }
}

function line(pen: Pen, from: number, to: number, y: number, width: number): void {
  const start = Math.max(-FAR_PX, from);
  const end = Math.min(width + FAR_PX, to);
  if (end <= start) return;
  pen.beginPath();
  pen.moveTo(start, y + 0.5);
  pen.lineTo(end, y + 0.5);
  pen.stroke();
}

/** Thin: from when it was due, with a tick there, to the last thing that happened. Dashed: to what is planned. */
function drawLines(
  pen: Pen,
  delivery: DeliveryView,
  marks: readonly RowMark[],
  xs: readonly number[],
  y: number,
  x: (at: number) => number,
  width: number,
  palette: TimelineColors,
): void {
  pen.lineWidth = 1;
  pen.strokeStyle = palette.text3;
  pen.fillStyle = palette.text3;
  const tick = (at: number) => {
    if (at > -FAR_PX && at < width + FAR_PX) pen.fillRect(Math.round(at), y - 4, 1, 8);
  };
  const planned = plannedAt(delivery);
  const next = marks.findIndex(({ mark, later }) => mark === 'planned' && later === null);
  const made = marks.filter(({ mark, later }) => mark !== 'planned' && later === null).length;
  const first = delivery.attempts[0];
  if (first !== undefined && made > 0) {
    const due = x(first.dueAt);
    line(pen, Math.min(due, xs[0]!), xs[made - 1]!, y, width);
    for (const { dueAt, sentAt } of delivery.attempts) if (x(sentAt) - x(dueAt) > APART_PX) tick(x(dueAt));
  }
  const from = xs[next] ?? xs[made - 1];
  pen.setLineDash([3, 2]);
  if (marks.at(-1)?.later != null && from !== undefined) {
    pen.strokeStyle = palette.idle;
    pen.globalAlpha = FAINT;
    line(pen, from, xs.at(-1)!, y, width);
    pen.globalAlpha = 1;
  }
  pen.setLineDash([]);
  if (planned === null || next === -1) return;
  const end = xs[next]!;
  const due = x(planned);
  pen.strokeStyle = palette.text3;
  if (end - due > APART_PX) {
    tick(due);
    line(pen, due, end, y, width);
  }
  pen.strokeStyle = palette.idle;
  pen.setLineDash([3, 2]);
  line(pen, next > 0 ? xs[next - 1]! : x(delivery.createdAt), Math.min(due, end), y, width);
  pen.setLineDash([]);
}
