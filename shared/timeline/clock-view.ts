export const CLOCK_MODES = ['real', 'scaled', 'stepped', 'fast'] as const;
export type ClockMode = (typeof CLOCK_MODES)[number];

/** A clock as the top bar shows it: that of the run in progress, otherwise the one for manual work. */
export interface ClockView {
  /** The run whose clock it is; null for manual work. */
  runId: number | null;
  mode: ClockMode;
  /** Virtual seconds per real second; 1 unless scaled. The actual rate if it cannot keep up. */
  factor: number;
  paused: boolean;
  /** Virtual ms since the epoch at the real ms `at`. */
  now: number;
  at: number;
  /** Virtual time of what is due next, or null. */
  nextDue: number | null;
  /** True if scaled time is behind the requested rate. */
  behind: boolean;
}
