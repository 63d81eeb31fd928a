import type { ClockMode, ClockView } from '../../../shared/contract/clock.ts';
import { farText, virtualNow } from '../../../shared/timeline/virtual-time.ts';
import { wallTime } from '../../../shared/timeline/zone.ts';

export const MODE_WORDS: Record<Exclude<ClockMode, 'scaled'>, string> = {
  real: 'Real',
  stepped: 'Step',
  fast: 'Fast-forward',
};

/** "Real", "×60", "Step", "Fast-forward" */
export function modeText({ mode, factor }: Pick<ClockView, 'mode' | 'factor'>): string {
  return mode === 'scaled' ? `×${factor}` : MODE_WORDS[mode];
}

/** From so many ms on, the clock is said to be away from real time. */
const AWAY_MS = 60_000;

/** How far the clock is from real time: positive if it is ahead. */
function aheadOf(view: ClockView): number {
  return virtualNow(view, Date.now()) - Date.now();
}

export function isAway(view: ClockView): boolean {
  return Math.abs(aheadOf(view)) >= AWAY_MS;
}

/** "3 d ahead", "25 min behind": how far the clock is from real time. */
export function awayText(view: ClockView): string {
  const ahead = aheadOf(view);
  return `${farText(ahead)} ${ahead > 0 ? 'ahead' : 'behind'}`;
}

/** Whose clock it is and what it does, in sentences. */
export function clockSentence(
  view: ClockView,
  zone: string,
  program: string | undefined,
  run: string,
): string {
  const whose = view.runId === null ? 'Clock for manual steps' : `Clock of run ${view.runId}${run}`;
  const place = program === undefined ? zone : `${program}, ${zone}`;
  const state = view.paused ? ' Paused: no new attempts are sent.' : '';
  const due = view.nextDue === null ? 'Nothing is due.' : `Next due ${wallTime(view.nextDue, zone, 1000)}.`;
  return `${whose} · ${place}.${state} ${due}`;
}

/** Why scaled time stands: in words, for the chip beside the time. */
export function behindSentence({ factor }: Pick<ClockView, 'factor'>): string {
  return `Running slower than ×${factor}: the receiver or this machine cannot keep up, so the clock waits for due attempts.`;
}
