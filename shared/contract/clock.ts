import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { declaredErrors } from './errors.ts';

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

const base = oc.errors(declaredErrors);

export const clockContract = {
  follow: base.output(eventIterator(type<ClockView>())),
  /** Switches the clock that is shown; `factor` from 2 to 1,000 goes with "scaled". */
  set: base
    .input(z.object({ mode: z.enum(CLOCK_MODES), factor: z.number().min(2).max(1000).optional() }))
    .output(type<ClockView>()),
  /** Stops new attempts and nothing else; or lets them go again. */
  pause: base.input(z.object({ paused: z.boolean() })).output(type<ClockView>()),
  /** Moves a stepped clock on: to the next due moment, or by so many ms; answers once it is there. */
  step: base
    .input(
      z.object({
        by: z
          .number()
          .int()
          .min(1)
          .max(366 * 86_400_000)
          .optional(),
      }),
    )
    .output(type<ClockView>()),
};
