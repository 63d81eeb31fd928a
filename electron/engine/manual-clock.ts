import { farText } from '../../shared/timeline/virtual-time.ts';
import { Clock } from './clock.ts';
import type { ClockMark } from './store/clock-mark.ts';

/** How often the time of a clock that jumps is kept, in real ms. */
const KEEP_CLOCK_MS = 1000;
/** So far from real time, a resumed clock is worth a sentence. */
const AWAY_MS = 60_000;

/**
 * The clock of manual work where it was when the engine ended: ahead of real time, or standing still. One that was not
 * ahead goes on with real time, and one that ran by itself faster than it waits for the user to say so again. `note` says
 * so in a sentence; '' where the clock shows real time.
 */
export function resumedClock(mark: ClockMark): { clock: Clock; note: string } {
  const kept = mark.read();
  if (kept === undefined) return { clock: new Clock(), note: '' };
  const { now, mode, paused } = kept;
  const ahead = now - Date.now();
  const stands = mode === 'stepped' || paused;
  if (!stands && ahead <= 0) return { clock: new Clock(), note: '' };
  const clock = new Clock(now, mode === 'stepped' ? 'stepped' : 'real');
  if (paused) clock.pause(true);
  if (Math.abs(ahead) < AWAY_MS) return { clock, note: '' };
  const far = `${farText(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} real time`;
  return {
    clock,
    note: `The clock resumed at ${new Date(now).toISOString()}, where your work was: ${far}. “Back to now” in the top bar sets it to real time.`,
  };
}

/** Keeps where a clock is for the next start, as it changes. Returns a function that keeps it a last time. */
export function keepClock(clock: Clock, mark: ClockMark, isOpen: () => boolean): () => void {
  let last = '';
  const keep = () => {
    if (!isOpen()) return;
    const { now, mode, paused } = clock.state();
    // A clock that runs with real time is where it was as long as it is as far from it.
    const text = `${mode} ${paused} ${mode === 'real' && !paused ? Math.round((now - Date.now()) / 1000) : now}`;
    if (text === last) return;
    last = text;
    mark.keep({ now, mode, paused });
  };
  const stopListening = clock.onChange(keep);
  // A clock that jumps tells nobody of each jump.
  const timer = setInterval(keep, KEEP_CLOCK_MS).unref();
  return () => {
    stopListening();
    clearInterval(timer);
    keep();
  };
}
