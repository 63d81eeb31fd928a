import type { ClockMode } from '../../../shared/contract/clock.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { readNumber, writeNumber } from '../../lib/local-storage.ts';
import { takeClock, useClock } from '../../state/clock.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';

/** Speeds to choose from; any other from 2 to 1,000 can be typed. */
export const FACTORS = [2, 10, 60, 600, 1000] as const;
/** Durations to step by, in ms. */
export const STEPS_BY = [60_000, 900_000, 3_600_000, 86_400_000] as const;

/** The speed that the xN segment stands for: the one in force, else the one used last. */
export function factorOf(view: { mode: ClockMode; factor: number } | null): number {
  return view?.mode === 'scaled' && view.factor >= 2 ? view.factor : (readNumber('clock.factor') ?? 60);
}

/** Real, stepped or fast-forward; scaled goes with a speed. */
export function setMode(mode: Exclude<ClockMode, 'scaled'>): void {
  void attempt(async () => takeClock(await client.clock.set({ mode })));
}

export function setFactor(factor: number): void {
  writeNumber('clock.factor', factor);
  void attempt(async () => takeClock(await client.clock.set({ mode: 'scaled', factor })));
}

/** Sets the clock of manual work to real time. */
export function setToNow(): void {
  void attempt(async () => {
    takeClock(await client.clock.setToNow());
    notify.say('The clock shows real time. What is due later stays due then.');
  });
}

/** Stops new attempts, or lets them go again. */
export function togglePause(): void {
  const paused = useClock.getState().view?.paused ?? false;
  void attempt(async () => takeClock(await client.clock.pause({ paused: !paused })));
}

/** To the next due moment, or on by so many ms; says where nothing is due. */
export function step(by?: number): void {
  void attempt(async () => {
    if (by === undefined && useClock.getState().view?.nextDue === null) {
      notify.say('Nothing is due. Step by a duration, or trigger an event first.');
      return;
    }
    takeClock(await client.clock.step(by === undefined ? {} : { by }));
    if (by !== undefined) notify.say(`Clock advanced by ${formatDuration(by)}.`);
  });
}
