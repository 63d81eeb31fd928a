export const CLOCK_MODES = ['real', 'scaled', 'stepped', 'fast'] as const;
export type ClockMode = (typeof CLOCK_MODES)[number];

/** A clock as the top bar shows it. While a run is going it is that run's, else the one for work by hand. */
export interface ClockView {
  /** The run whose clock it is; null for work by hand. */
  runId: number | null;
  mode: ClockMode;
  /** Virtual seconds a real second; 1 unless scaled. What is reached, when it cannot keep up. */
  factor: number;
  paused: boolean;
  /** Virtual ms since the epoch at the real ms `at`. */
  now: number;
  at: number;
  /** Virtual time of what is due next, or null. */
  nextDue: number | null;
  /** True when scaled time is behind what was asked for. */
  behind: boolean;
}
