/** A stretch of virtual time, in ms since the epoch. */
export interface Span {
  from: number;
  to: number;
}

/** Shorter and longer spans are of no use: 20 ms and ten years. */
export const SHORTEST_MS = 20;
export const LONGEST_MS = 3660 * 86_400_000;

export const lengthOf = ({ from, to }: Span): number => to - from;

/** The pixel of a time on a line of that width; outside 0 to width for times outside the span. */
export function xOf(at: number, { from, to }: Span, width: number): number {
  return ((at - from) / (to - from)) * width;
}

/** The time at a pixel of the line. */
export function timeAt(x: number, { from, to }: Span, width: number): number {
  return from + (x / width) * (to - from);
}

/** The span after zooming by a factor (2 shows twice as much), with the time `at` where it was. */
export function zoomed(span: Span, factor: number, at: number): Span {
  const before = lengthOf(span);
  const after = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, before * factor));
  const from = at - ((at - span.from) / before) * after;
  return { from, to: from + after };
}

export function panned({ from, to }: Span, ms: number): Span {
  return { from: from + ms, to: to + ms };
}

/** The span between two moments in either order, at least the shortest span. */
export function between(one: number, other: number): Span {
  const from = Math.min(one, other);
  return { from, to: Math.max(from + SHORTEST_MS, one, other) };
}

/** A span of that length with `at` at a fraction of it: 0 at its start, 1 at its end. */
export function around(at: number, length: number, share: number): Span {
  const from = at - length * share;
  return { from, to: from + length };
}

/** The same span if it shows a time with some margin, otherwise moved just as far as needed. */
export function revealing(span: Span, at: number): Span {
  const room = lengthOf(span) * 0.06;
  if (at < span.from + room) return panned(span, at - room - span.from);
  if (at > span.to - room) return panned(span, at + room - span.to);
  return span;
}
