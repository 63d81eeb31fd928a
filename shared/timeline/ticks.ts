import { lengthOf, type Span } from './span.ts';
import { dayText, fromLocal, offsetAt, sinceMidnight, wallTime } from './zone.ts';

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
/** Intervals that people count in, in ms. */
const STEPS: readonly number[] = [
  [1, [1, 2, 5, 10, 20, 50, 100, 200, 500]] as const,
  [S, [1, 2, 5, 10, 15, 30]] as const,
  [M, [1, 2, 3, 5, 10, 15, 30]] as const,
  [H, [1, 2, 3, 6, 12]] as const,
  [D, [1, 2, 7, 14, 28, 91, 364, 728]] as const,
].flatMap(([unit, counts]) => counts.map((count) => count * unit));

/** The shortest of these intervals that is at least that many pixels wide. */
export function stepFor(span: Span, width: number, pixels: number): number {
  const least = (lengthOf(span) / Math.max(1, width)) * pixels;
  return STEPS.find((step) => step >= least) ?? STEPS.at(-1)!;
}

export interface Tick {
  at: number;
  label: string;
  /** A day begins here; the label is its date. */
  day: boolean;
}

/** Evenly spaced moments of a zone's wall clock, with the date where a day begins. */
export function ticksOf(span: Span, width: number, zone: string, pixels = 76): Tick[] {
  const step = stepFor(span, width, pixels);
  const ticks: Tick[] = [];
  let local = Math.ceil((span.from + offsetAt(span.from, zone)) / step) * step;
  // A wall clock that is set back shows an hour twice: no tick is left of the one before it.
  let last = Number.NEGATIVE_INFINITY;
  for (let count = 0; count < 1000; count += 1, local += step) {
    const at = fromLocal(local, zone);
    if (at > span.to) break;
    if (at < span.from || at <= last) continue;
    last = at;
    const day = step >= D || sinceMidnight(at, zone) === 0;
    ticks.push({ at, label: day ? dayText(at, zone, step >= 91 * D) : wallTime(at, zone, step), day });
  }
  return ticks;
}

/** "3 min", "1 h", "200 ms": an interval in its own unit. */
export function stepText(step: number): string {
  if (step >= D) return `${step / D} d`;
  if (step >= H) return `${step / H} h`;
  if (step >= M) return `${step / M} min`;
  return step >= S ? `${step / S} s` : `${step} ms`;
}

/** "6 h", "2.5 d", "40 min": roughly how much a span shows, in at most two digits. */
export function spanText(span: Span): string {
  const ms = lengthOf(span);
  const [unit, size] =
    ms >= 2 * D
      ? ['d', D]
      : ms >= 2 * H
        ? ['h', H]
        : ms >= 2 * M
          ? ['min', M]
          : ms >= 2 * S
            ? ['s', S]
            : ['ms', 1];
  const value = ms / Number(size);
  return `${value < 9.95 ? Number(value.toFixed(1)) : Math.round(value)} ${unit}`;
}

/** "Tue 12 May", "12 \u2013 15 May" or "30 Apr \u2013 2 May": the days that a span touches. */
export function daysText({ from, to }: Span, zone: string): string {
  const first = dayText(from, zone);
  const last = dayText(to, zone);
  if (first === last) return first;
  const [, day, month] = first.split(' ');
  const end = last.slice(last.indexOf(' ') + 1);
  return end.endsWith(month!) ? `${day} \u2013 ${end}` : `${day} ${month} \u2013 ${end}`;
}
