import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { ClockView } from '../../shared/contract/clock.ts';
import { rateOf, virtualNow } from '../../shared/timeline/virtual-time.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';

/** The clock that the engine shows: a run's while one is going, else that of work by hand; null until it told. */
export const useClock = create<{ view: ClockView | null }>()(() => ({ view: null }));

/**
 * Takes in a clock that a command answered with, without waiting for the stream. A step's answer may tell of the
 * moment before it and come after the stream has told of the one after it: what is older is left alone.
 */
export function takeClock(view: ClockView): void {
  const known = useClock.getState().view;
  if (known === null || view.at > known.at) useClock.setState({ view });
}

/** Follows the clock until the signal ends it. */
export function followClock(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.clock.follow(undefined, { signal: ended }),
      take: (view) => useClock.setState({ view }),
    },
    signal,
  );
}

/** The virtual time of the clock that is shown, at this moment. */
export function nowOnClock(): number {
  const { view } = useClock.getState();
  return view === null ? Date.now() : virtualNow(view, Date.now());
}

/** Real time, told again each time another minute begins: for lists that show the day where it is not today. */
export function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Faster than this nobody reads it. */
const FASTEST_MS = 100;

/** The virtual time, told again each time it enters another stretch of `every` virtual ms. */
export function useVirtualNow(every: number): number {
  const view = useClock((state) => state.view);
  const [, tick] = useState(0);
  const now = nowOnClock();
  const rate = view === null ? 1 : rateOf(view);
  useEffect(() => {
    if (rate === 0) return;
    // Just after the full stretch: an interval drifts and skips one now and then.
    const wait = Math.max(FASTEST_MS, (every - (now % every)) / rate + 5);
    const timer = setTimeout(() => tick((count) => count + 1), wait);
    return () => clearTimeout(timer);
  });
  return Math.floor(now / every) * every;
}
