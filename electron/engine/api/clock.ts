import type { Engine } from '../engine.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** The visible clock. */
export function clockRouter(engine: Engine): Section<'clock'> {
  return {
    follow: os.clock.follow.handler(({ signal }) =>
      follow({
        signal,
        subscribe: (listener) => engine.onView(listener),
        read: followChanges(
          () => engine.clockView(),
          (view) => {
            // Time that runs by itself is not reported; time that jumps is.
            const jumps = view.mode === 'fast' || view.mode === 'stepped';
            return JSON.stringify({ ...view, at: 0, now: jumps ? view.now : 0 });
          },
        ),
      }),
    ),
    set: os.clock.set.handler(({ input }) => {
      engine.setClock(input.mode, input.factor);
      return engine.clockView();
    }),
    setToNow: os.clock.setToNow.handler(() => {
      engine.setClockToNow();
      return engine.clockView();
    }),
    pause: os.clock.pause.handler(({ input }) => {
      engine.pauseClock(input.paused);
      return engine.clockView();
    }),
    step: os.clock.step.handler(async ({ input }) => {
      await engine.stepClock(input.by);
      return engine.clockView();
    }),
  };
}
