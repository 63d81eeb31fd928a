import { expect, it } from 'vitest';
import { NO_DELIVERIES } from '../../shared/delivery/tally.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { openEngine } from '../fixtures/engine.ts';

it('each step of a run tells how many of its deliveries are delivered, planned, retried and given up', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const track = { track: { amount: '20.00' } };
  const scenario = scenarioSchema.parse({
    name: 'Steps',
    steps: [
      { at: 0, ...track },
      { at: '10 min', responses: '500' },
      { at: '11 min', ...track },
      { at: '11 min', ...track },
    ],
  });
  const { id, done } = await engine.runs.start({ scenario, file: 's.yaml', speed: { mode: 'stepped' } });
  const steps = () => engine.activity.deliveryWindows.stepTallies(id).steps;
  const total = () => engine.activity.deliveryWindows.head.now.total;
  // The first step happens at once; its deliveries take their time.
  await expect.poll(total).toBeGreaterThan(0);
  const each = total();
  expect(steps()).toEqual([{ step: 0, tally: { ...NO_DELIVERIES, waiting: each }, retrying: 0 }]);
  await engine.stepClock(10 * 60_000);
  const delivered = { step: 0, tally: { ...NO_DELIVERIES, delivered: each }, retrying: 0 };
  expect(steps()).toEqual([delivered]);

  // Each of them has failed once, and waits for its next attempt.
  await engine.stepClock(90_000);
  const failed = (step: number) => ({ step, tally: { ...NO_DELIVERIES, waiting: each }, retrying: each });
  expect(steps()).toEqual([delivered, failed(2), failed(3)]);

  const [open] = engine.activity.deliveryWindows.ids({ marks: [], run: id, step: 2 });
  engine.sending.cancel([open!]);
  engine.setClock('fast', undefined);
  await done;
  const over = (step: number, cancelled: number) => ({
    step,
    tally: { ...NO_DELIVERIES, cancelled, 'given-up': each - cancelled },
    retrying: 0,
  });
  expect(steps()).toEqual([delivered, over(2, 1), over(3, 0)]);
  expect(engine.activity.deliveryWindows.stepTallies(id + 1).steps).toEqual([]);
});
