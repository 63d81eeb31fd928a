import type { LaneSpan } from '../../../../shared/timeline/lane.ts';
import { lengthOf, xOf } from '../../../../shared/timeline/span.ts';
import type { Frame } from './scene.ts';

/** A moment still shows. */
const LEAST_PX = 3;
/** What a character takes of the room, and what is left free beside a text. */
const CHARACTER_PX = 6.6;
const PADDING_PX = 8;
/** What lies beyond the edges waits just there. */
const BEYOND_PX = 20;

/** From where to where a span goes on a drawing of that width, in px; what is beyond its edges is cut off. */
export function stretchOf(
  { from, to }: Pick<LaneSpan, 'from' | 'to'>,
  { span, width, now }: Frame,
  wide: number,
): { left: number; right: number } {
  const clamp = (x: number) => Math.max(-BEYOND_PX, Math.min(wide + BEYOND_PX, x));
  const left = clamp(xOf(from, span, width));
  const right = Math.max(left, clamp(xOf(to ?? Math.max(from, now ?? span.to), span, width)));
  return { left, right };
}

/** How much of a text has room: all of it, its first word ("500" of "500 x3"), or nothing. */
export function textThatFits(text: string, length: number): 'whole' | 'word' | 'none' {
  const fits = (characters: number) => characters * CHARACTER_PX + PADDING_PX <= length;
  if (fits(text.length)) return 'whole';
  return fits(text.split(' ')[0]!.length) ? 'word' : 'none';
}

/** Where an element is in the box, in px. */
interface Place {
  left: number;
  width: number;
}

/** What was placed before: the moment that the elements are placed from, at how many ms to a pixel, and each of them. */
interface Placed {
  origin: number;
  scale: number;
  places: WeakMap<HTMLElement, Place>;
}
const known = new WeakMap<HTMLElement, Placed>();

/** Beyond this many px from where they are placed from, all are placed anew. */
const FAR_PX = 100_000;

/** A pan keeps what is placed: only the box with all of them moves, and little has to be styled again. */
function placedBefore(box: HTMLElement, { span, width }: Frame): Placed {
  const scale = lengthOf(span) / width;
  const before = known.get(box);
  const isSame =
    before !== undefined &&
    Math.abs(before.scale / scale - 1) < 1e-9 &&
    Math.abs(before.origin - span.from) < FAR_PX * scale;
  if (isSame) return before;
  const placed: Placed = { origin: span.from, scale, places: new WeakMap() };
  known.set(box, placed);
  return placed;
}

const tenths = (px: number) => Math.round(px * 10) / 10;

/** Puts the elements of spans, which are in the same order, where the spans are. */
export function placeLane(box: HTMLElement, lane: readonly LaneSpan[], frame: Frame, wide: number): void {
  const { origin, places } = placedBefore(box, frame);
  const shift = xOf(origin, frame.span, frame.width);
  box.style.transform = `translateX(${tenths(shift)}px)`;
  const isOut = (from: number, to: number) => to < 0 || from > wide;
  for (const [index, span] of lane.entries()) {
    const element = box.children[index];
    if (!(element instanceof HTMLElement)) return;
    const before = places.get(element);
    const { left, right } = stretchOf(span, frame, wide);
    if (before !== undefined && isOut(left, right)) {
      const at = before.left + shift;
      if (isOut(at, at + before.width)) continue;
    }
    // The text of one that began before what is in view stays in view.
    const start = right > 0 ? Math.max(0, left) : left;
    const length = Math.max(LEAST_PX, Math.min(right, wide) - start);
    const place = { left: tenths(start - shift), width: tenths(length) };
    if (before?.left !== place.left) element.style.left = `${place.left}px`;
    if (before?.width !== place.width) {
      element.style.width = `${place.width}px`;
      element.dataset.text = textThatFits(span.text, length);
    }
    places.set(element, place);
  }
}
