import type { Mark } from '../../../../shared/delivery/mark.ts';
import type { TimelineColors } from './timeline-colors.ts';

type Pen = CanvasRenderingContext2D;

/** The colour of a mark, for bars that stand for many of it. */
export function colourOf(mark: Mark, palette: TimelineColors): string {
  switch (mark) {
    case 'delivered':
      return palette.ok;
    case 'not-accepted':
    case 'no-answer':
      return palette.warn;
    case 'given-up':
      return palette.bad;
    case 'unknown':
      return palette.note;
    case 'in-flight':
      return palette.accentFill;
    default:
      return palette.idle;
  }
}

function disc(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
}

function path(pen: Pen, x: number, y: number, points: readonly (readonly [number, number])[]): void {
  pen.beginPath();
  for (const [dx, dy] of points) pen.lineTo(x + dx, y + dy);
}

function stroke(pen: Pen, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/** How much of its colour a faint mark keeps. */
export const FAINT = 0.5;

/**
 * Draws one of the eight shapes with its centre at x, y; the same shapes as in lists, 12 px wide. A planned one may be
 * faint: it depends on others.
 */
export function drawMark(
  pen: Pen,
  mark: Mark,
  x: number,
  y: number,
  palette: TimelineColors,
  faint = false,
): void {
  pen.fillStyle = colourOf(mark, palette);
  switch (mark) {
    case 'delivered':
      disc(pen, x, y, 5);
      pen.fill();
      return;
    case 'not-accepted':
      pen.beginPath();
      pen.roundRect(x - 4.5, y - 4.5, 9, 9, 1);
      pen.fill();
      return;
    case 'no-answer':
      path(pen, x, y, [
        [0, -5.2],
        [5.6, 4.8],
        [-5.6, 4.8],
      ]);
      pen.fill();
      return;
    case 'given-up':
      path(pen, x, y, [
        [-4.2, -4.2],
        [4.2, 4.2],
      ]);
      pen.moveTo(x + 4.2, y - 4.2);
      pen.lineTo(x - 4.2, y + 4.2);
      stroke(pen, palette.bad, 2.8);
      return;
    case 'in-flight':
      disc(pen, x, y, 4.5);
      pen.fillStyle = palette.bg;
      pen.fill();
      stroke(pen, palette.accentFill, 2);
      disc(pen, x, y, 1.8);
      pen.fillStyle = palette.accentFill;
      pen.fill();
      return;
    case 'planned':
      disc(pen, x, y, 4.5);
      pen.fillStyle = palette.bg;
      pen.fill();
      if (faint) pen.globalAlpha = FAINT;
      stroke(pen, palette.idle, 1.5);
      pen.globalAlpha = 1;
      return;
    case 'cancelled':
      pen.fillStyle = palette.bg;
      pen.fillRect(x - 4, y - 4, 8, 8);
      path(pen, x, y, [
        [-4, 4],
        [-4, -4],
        [4, -4],
        [4, 4],
        [-4, 4],
        [4, -4],
      ]);
      stroke(pen, palette.idle, 1.5);
      return;
    case 'unknown':
      path(pen, x, y, [
        [0, -5.7],
        [5.7, 0],
        [0, 5.7],
        [-5.7, 0],
      ]);
      pen.fill();
  }
}
