import { formatDuration } from '../domain/duration.ts';

/** How the clock of a run goes: waits pass at once, in real time, or so many times as fast. */
export type RunSpeed = { mode: 'fast' } | { mode: 'real' } | { mode: 'scaled'; factor: number };

/** Virtual seconds per real second that a run may have. */
export const LEAST_FACTOR = 2;
export const MOST_FACTOR = 1_000;

/** Reads "fast", "real" or "x60"; undefined for anything else. */
export function parseSpeed(text: string): RunSpeed | undefined {
  if (text === 'fast' || text === 'real') return { mode: text };
  const factor = Number(/^x(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  return factor >= LEAST_FACTOR && factor <= MOST_FACTOR ? { mode: 'scaled', factor } : undefined;
}

/** As `parseSpeed` reads it. */
export function speedText(speed: RunSpeed): string {
  return speed.mode === 'scaled' ? `x${speed.factor}` : speed.mode;
}

/** How a run goes beside the clock of manual steps, which the top bar shows. */
export function ownClockSentence(speed: RunSpeed): string {
  return `Runs on its own clock: ${lowerFirst(speedSentence(speed))} The clock in the top bar is for manual steps.`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** What a speed means for whoever waits: "An hour passes in a minute." */
export function speedSentence(speed: RunSpeed): string {
  if (speed.mode === 'fast') return 'Waits pass at once.';
  if (speed.mode === 'real') return 'Waits take as long as the platform’s.';
  const seconds = Math.max(1, Math.round(3600 / speed.factor));
  return `An hour passes in ${formatDuration(seconds * 1000)}.`;
}
