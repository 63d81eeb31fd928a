import { formatDuration } from '../domain/duration.ts';
import type { ClockView } from './clock-view.ts';

type Ticking = Pick<ClockView, 'now' | 'at' | 'factor' | 'mode' | 'paused' | 'behind'>;

/** Virtual ms per real ms: 0 while the clock is paused, waits, or only moves by jumps. */
export function rateOf({ mode, factor, paused, behind }: Omit<Ticking, 'now' | 'at'>): number {
  if (paused || behind) return 0;
  if (mode === 'real') return 1;
  return mode === 'scaled' ? factor : 0;
}

/** The virtual time at a real time, extrapolated from the clock's last report. Never before that report. */
export function virtualNow(view: Ticking, real: number): number {
  return view.now + Math.max(0, real - view.at) * rateOf(view);
}

/** Reads "60", "x60" or "×60": a factor from 2 to 1,000, or undefined. */
export function parseFactor(text: string): number | undefined {
  const match = /^\s*[x×]?\s*(\d{1,4}(?:\.\d{1,3})?)\s*$/i.exec(text);
  const factor = match === null ? Number.NaN : Number(match[1]);
  return factor >= 2 && factor <= 1000 ? factor : undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** "3 d", "2 h 5 min": how far two clocks are apart, ahead or behind, to the minute or, from a day on, to the hour. */
export function farText(ms: number): string {
  const far = Math.abs(ms);
  const unit = far >= 24 * HOUR - MINUTE ? HOUR : MINUTE;
  return formatDuration(Math.round(far / unit) * unit);
}
