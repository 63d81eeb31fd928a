import type { LaneSpan } from '../../../../shared/timeline/lane.ts';
import { xOf } from '../../../../shared/timeline/span.ts';
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

/** Puts the elements of spans, which are in the same order, where the spans are. */
export function placeLane(box: HTMLElement, lane: readonly LaneSpan[], frame: Frame, wide: number): void {
  for (const [index, span] of lane.entries()) {
    const element = box.children[index];
    if (!(element instanceof HTMLElement)) return;
    const { left, right } = stretchOf(span, frame, wide);
    // The text of one that began before what is in view stays in view.
    const start = right > 0 ? Math.max(0, left) : left;
    const length = Math.max(LEAST_PX, Math.min(right, wide) - start);
    element.style.left = `${start}px`;
    element.style.width = `${length}px`;
    element.dataset.text = textThatFits(span.text, length);
  }
}
