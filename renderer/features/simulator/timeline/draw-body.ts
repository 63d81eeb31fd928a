import { xOf } from '../../../../shared/timeline/span.ts';
import { ticksOf } from '../../../../shared/timeline/ticks.ts';
import { drawMark } from './draw-mark.ts';
import { drawRow } from './draw-row.ts';
import { stretchOf } from './place-lane.ts';
import { marksOf } from './row-marks.ts';
import { type Frame, ROW_PX, type Scene } from './scene.ts';
import type { TimelineColors } from './timeline-colors.ts';
import type { MarkRef } from './timeline-view.ts';

type Pen = CanvasRenderingContext2D;

/** How much of its colour the band under the rows keeps. */
const BAND_ALPHA = { told: 0.5, maintenance: 0.55 };

const HATCH_PX = 8;
let hatch: { colour: string; ratio: number; pattern: CanvasPattern } | undefined;

/** Diagonal lines, made once for each colour scheme and screen. */
function hatchOf(pen: Pen, colour: string): CanvasPattern {
  const ratio = devicePixelRatio;
  if (hatch?.colour === colour && hatch.ratio === ratio) return hatch.pattern;
  const tile = document.createElement('canvas');
  const size = HATCH_PX * ratio;
  tile.width = size;
  tile.height = size;
  const draw = tile.getContext('2d')!;
  draw.strokeStyle = colour;
  draw.lineWidth = 1.2 * ratio;
  draw.beginPath();
  for (const shift of [-size, 0, size]) {
    draw.moveTo(shift - 1, size + 1);
    draw.lineTo(shift + size + 1, -1);
  }
  draw.stroke();
  const pattern = pen.createPattern(tile, 'repeat')!;
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  hatch = { colour, ratio, pattern };
  return pattern;
}

/** Rows with their marks over bands, grid lines and the time that it is. */
export function drawBody(pen: Pen, scene: Scene, frame: Frame, focus: MarkRef | null): void {
  const { palette, rows, height, zone, rules } = scene;
  const { span, width, now } = frame;
  for (const one of scene.lane) {
    const { left, right } = stretchOf(one, frame, scene.width);
    if (right < 0 || left > scene.width) continue;
    pen.globalAlpha = BAND_ALPHA[one.kind];
    pen.fillStyle = one.kind === 'told' ? palette.badBg : hatchOf(pen, palette.hatch);
    pen.fillRect(left, 0, Math.max(1, right - left), height);
    pen.globalAlpha = 1;
  }
  for (const { at, day } of ticksOf(span, width, zone)) {
    pen.fillStyle = day ? palette.lineStrong : palette.line;
    pen.fillRect(Math.round(xOf(at, span, width)), 0, 1, height);
  }
  if (now !== null) {
    pen.fillStyle = palette.accentFill;
    pen.fillRect(xOf(now, span, width) - 1, 0, 2, height);
  }
  for (let row = rows.first; row < rows.end; row += 1) {
    const delivery = scene.rowAt(row);
    if (delivery !== undefined)
      drawRow(
        pen,
        delivery,
        marksOf(delivery, now, rules),
        (row - rows.first) * ROW_PX + ROW_PX / 2,
        frame,
        palette,
      );
  }
  if (focus !== null) drawFocus(pen, scene, frame, focus, palette);
}

/** A ring around the mark where the keyboard is. */
function drawFocus(pen: Pen, scene: Scene, frame: Frame, focus: MarkRef, palette: TimelineColors): void {
  const row = scene.rowOf(focus.deliveryId);
  const delivery = scene.rowAt(row);
  if (delivery === undefined || row < scene.rows.first || row >= scene.rows.end) return;
  const mark = marksOf(delivery, frame.now, scene.rules)[focus.place];
  if (mark === undefined) return;
  const x = xOf(mark.at, frame.span, frame.width);
  const y = (row - scene.rows.first) * ROW_PX + ROW_PX / 2;
  // On top of its neighbours, so that the one meant is seen whole.
  drawMark(pen, mark.mark, x, y, palette, mark.later !== null);
  pen.beginPath();
  pen.roundRect(x - 9, y - 9, 18, 18, 4);
  pen.strokeStyle = palette.focus;
  pen.lineWidth = 2;
  pen.stroke();
}
