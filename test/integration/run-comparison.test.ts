import { expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { compareRuns } from '../../electron/engine/run-comparison.ts';
import { type ComparedRuns, compareRunsSchema } from '../../shared/receiver/compare/compare-deliveries.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { openEngine } from '../fixtures/engine.ts';
import { connectToEngine } from '../fixtures/engine-client.ts';

async function played(engine: Engine, steps: readonly unknown[], seed = 1): Promise<number> {
  const scenario = scenarioSchema.parse({
    name: 'Outage',
    start: '2026-05-12T14:00:00-07:00',
    steps: [...steps, { at: '4 h', wait: 'until the end' }],
  });
  const { id, done } = await engine.runs.start({ scenario, file: 'outage.yaml', seed });
  expect((await done).state).toBe('finished');
  return id;
}

async function compared(engine: Engine, left: number, right: number, ignore: string[] = []) {
  let found: ComparedRuns | undefined;
  const told: number[] = [];
  for await (const event of compareRuns(compareRunsSchema.parse({ left, right, ignore }), engine.activity)) {
    if (event.type === 'done') found = event.compared;
    else told.push(event.done);
  }
  return { ...found!, told };
}

const TRACK = [0, 1, 2].map((minute) => ({ at: `${minute} min`, track: { amount: '25.00' } }));

test('two runs with one seed are the same, delivery by delivery', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const [left, right] = [await played(engine, TRACK), await played(engine, TRACK)];
  const { both, same, onlyLeft, onlyRight, keys, differing, told } = await compared(engine, left, right);
  expect({ both, same, onlyLeft, onlyRight, keys, differing }).toEqual({
    both: 3,
    same: 3,
    onlyLeft: 0,
    onlyRight: 0,
    keys: [],
    differing: [],
  });
  expect(told.at(-1)).toBe(3);
});

test('a run whose receiver failed differs in how its deliveries ended, in nothing that they carry', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const left = await played(engine, TRACK);
  const right = await played(engine, [{ at: '0 min', responses: '500, 200' }, ...TRACK]);
  const { both, outcomes, keys, differing } = await compared(engine, left, right, ['times']);
  expect({ both, outcomes, keys }).toEqual({ both: 3, outcomes: 1, keys: [] });
  expect(differing).toHaveLength(1);
  expect(differing[0]!.left!.attempts.map(({ status }) => status)).toEqual([200]);
  expect(differing[0]!.right!.attempts.map(({ status }) => status)).toEqual([500, 200]);
});

test('with another seed the ids and dates differ, and once they are ignored nothing does', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const [left, right] = [await played(engine, TRACK, 1), await played(engine, TRACK, 2)];
  const all = await compared(engine, left, right);
  expect(all.both).toBe(3);
  expect(all.keys.filter(({ deliveries }) => deliveries === 3).length).toBeGreaterThan(0);
  const ignore = [...all.keys.map(({ key }) => key), 'times'];
  const rest = await compared(engine, left, right, ignore);
  expect({ same: rest.same, differing: rest.differing, keys: rest.keys }).toEqual({
    same: 3,
    differing: [],
    keys: all.keys,
  });
});

test('deliveries that only one of them has are told apart', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const left = await played(engine, TRACK);
  const right = await played(engine, TRACK.slice(0, 2));
  const there = await compared(engine, left, right);
  expect([there.onlyLeft, there.onlyRight, there.differing.map((one) => one.right)]).toEqual([1, 0, [null]]);
  const back = await compared(engine, right, left);
  expect([back.onlyLeft, back.onlyRight, back.differing.map((one) => one.left)]).toEqual([0, 1, [null]]);
});

test('a run that is not there is an error with a code', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const left = await played(engine, TRACK.slice(0, 1));
  await expect(compared(engine, left, left + 1)).rejects.toMatchObject({ code: 'PB_RUN_UNKNOWN' });
});

test('streams tell a screen what is wrong with code and remedy, not that something failed within', async () => {
  await using opened = await openEngine();
  const { client, close } = connectToEngine(opened.engine);
  const first = async (asked: Promise<AsyncIterable<unknown>>) => {
    for await (const event of await asked) return event;
    return undefined;
  };
  await expect(first(client.activity.compareRuns({ left: 98, right: 99, ignore: [] }))).rejects.toMatchObject(
    {
      code: 'PB_RUN_UNKNOWN',
    },
  );
  await expect(
    first(client.captures.replay({ ids: [99], to: 'http://127.0.0.1:9', times: 1, timing: 'one-by-one' })),
  ).rejects.toMatchObject({ code: 'PB_CAPTURE_UNKNOWN' });
  close();
});
