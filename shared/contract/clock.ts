import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { CLOCK_MODES, type ClockView } from '../timeline/clock-view.ts';
import { declaredErrors } from './errors.ts';

export { CLOCK_MODES, type ClockMode, type ClockView } from '../timeline/clock-view.ts';

const base = oc.errors(declaredErrors);

export const clockContract = {
  follow: base.output(eventIterator(type<ClockView>())),
  /** Switches the visible clock; `factor`, from 2 to 1,000, applies to "scaled". */
  set: base
    .input(z.object({ mode: z.enum(CLOCK_MODES), factor: z.number().min(2).max(1000).optional() }))
    .output(type<ClockView>()),
  /** Sets the clock of manual work to real time; what is due later stays due then. */
  setToNow: base.output(type<ClockView>()),
  /** Stops new attempts and nothing else, or resumes them. */
  pause: base.input(z.object({ paused: z.boolean() })).output(type<ClockView>()),
  /** Moves a stepped clock to the next due moment, or forward by that many ms; returns once it is there. */
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
