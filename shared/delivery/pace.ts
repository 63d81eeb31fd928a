import type { ClockMode } from '../timeline/clock-view.ts';
import { createLeavingWindow, createRateWindow, type RateWindow } from './rate-limit.ts';

/** A second of the limit, plus the millisecond to which times are rounded. */
const WINDOW_MS = 1001;
/** Virtual ms per real ms by which due attempts may be late before a clock waits for them. */
const LATE_REAL_MS = 250;
/** Real ms that a timer may be late. */
const TIMER_REAL_MS = 50;

/** How a clock's time passes, as far as that decides when attempts leave. */
export interface Pace {
  /**
   * Whether the clock assigns moments: time stands still while anything is under way, so that each attempt leaves exactly
   * at its own moment and takes no time. Otherwise attempts leave when the machine is ready.
   */
  readonly assigns: boolean;
  /** Whether attempts may be stored before there is a place for them: of all postbacks, of those without a limit, or never. */
  readonly looksAhead: 'always' | 'unless limited' | 'never';
  /** How late, in ms, due attempts may be before the clock waits for them. */
  readonly tolerance: number;
  /** The window of a postback's limit on requests per second. */
  readonly window: (perSecond: number) => RateWindow;
  /** The moment from which the limit may let a due delivery leave. */
  readonly from: (dueAt: number, now: number) => number;
}

const atNow = (_dueAt: number, now: number) => now;

/** A clock that jumps: fast or stepped. */
const ASSIGNED: Pace = {
  assigns: true,
  looksAhead: 'always',
  tolerance: LATE_REAL_MS,
  window: (perSecond) => createRateWindow(perSecond, WINDOW_MS),
  from: atNow,
};

/**
 * Real time: requests count towards their limit when they leave. The past does not, since a burst would break the limit
 * on the wire.
 */
const WALL: Pace = {
  assigns: false,
  looksAhead: 'unless limited',
  tolerance: LATE_REAL_MS,
  window: (perSecond) => createLeavingWindow(perSecond, WINDOW_MS),
  from: atNow,
};

/** Scaled time runs past the moment of a limit between two timers, so a little of the past still counts. */
function scaled(rate: number): Pace {
  return {
    ...ASSIGNED,
    assigns: false,
    looksAhead: 'never',
    tolerance: LATE_REAL_MS * Math.max(1, rate),
    from: (dueAt, now) => Math.min(now, Math.max(dueAt, now - rate * TIMER_REAL_MS)),
  };
}

/** The pace of a clock; `rate` is how many virtual ms pass in a real one, 0 while it stands still. */
export function paceOf(mode: ClockMode, rate: number): Pace {
  if (mode === 'real') return WALL;
  return mode === 'scaled' ? scaled(rate) : ASSIGNED;
}
