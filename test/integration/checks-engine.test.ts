import { expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { checkConfigSchema } from '../../shared/checks/config.ts';
import { scenarioOfStory } from '../../shared/checks/story-scenario.ts';
import { openEngine } from '../fixtures/engine.ts';
import { startReceiver } from '../fixtures/receivers/receiver.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';

const asked = (origin: string, rest: object = {}) => ({
  config: checkConfigSchema.parse({
    to: `${origin}/postback`,
    state: { url: `${origin}/state?id={ActionId}` },
    settle: '300 ms',
    ...rest,
  }),
  only: [],
  explore: 0,
  seed: 42,
  ask: false,
});

/** Resolves once a run of checks is as wanted. */
function until(
  engine: Engine,
  wanted: (state: ReturnType<Engine['checks']['state']>) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted(engine.checks.state())) return;
      stop();
      resolve();
    };
    const stop = engine.checks.onChange(look);
    look();
  });
}

it('a run is kept whole, and is listed for its workspace', async () => {
  const receiver = await startReceiver(guardedUpsert());
  await using opened = await openEngine();
  const { engine } = opened;
  const id = await engine.checks.start(asked(receiver.origin));
  await until(engine, ({ current }) => current === null);
  expect(engine.checks.state().runs).toMatchObject([
    { id, state: 'done', summary: { headline: 'Money-safe' } },
  ]);
  expect(engine.checks.report(id).checks.length).toBeGreaterThan(60);
  await receiver.close();
});

it('waits for the word that test data may be written, and sends one action before it', async () => {
  const receiver = await startReceiver(guardedUpsert());
  await using opened = await openEngine();
  const { engine } = opened;
  const id = await engine.checks.start({ ...asked(receiver.origin), ask: true });
  await until(engine, ({ current }) => current?.asks === true);
  const ids = new Set(receiver.received.map(({ params }) => params['ActionId']));
  expect(ids.size).toBeLessThanOrEqual(2);
  expect(engine.checks.proceed(id, false)).toBe(true);
  await until(engine, ({ current }) => current === null);
  expect(engine.checks.report(id)).toMatchObject({ state: 'cancelled' });
  await receiver.close();
});

it('a cancelled run keeps what it found, and is resumed with the rest and new actions', async () => {
  const receiver = await startReceiver(guardedUpsert());
  await using opened = await openEngine();
  const { engine } = opened;
  const id = await engine.checks.start(asked(receiver.origin));
  await until(engine, ({ current }) => (current?.judged ?? 0) > 5);
  engine.checks.cancel(id);
  await until(engine, ({ current }) => current === null);
  const cancelled = engine.checks.report(id);
  expect(cancelled.state).toBe('cancelled');
  const judged = cancelled.checks.filter(({ unplayed }) => !unplayed);
  expect(judged.length).toBeGreaterThan(0);

  expect(await engine.checks.resume(id)).toBe(id);
  await until(engine, ({ current }) => current === null);
  const resumed = engine.checks.report(id);
  expect(resumed).toMatchObject({ state: 'done', runId: cancelled.runId, seed: 42 });
  expect(resumed.checks.filter(({ unplayed }) => unplayed)).toEqual([]);
  for (const before of judged) expect(resumed.checks.find((one) => one.id === before.id)).toEqual(before);
  const ids = resumed.created.map(({ actionId }) => actionId);
  expect(new Set(ids).size).toBe(ids.length);
  await expect(engine.checks.resume(id)).rejects.toThrow('played to its end');
  await receiver.close();
});

it('refuses a second run beside the first, and a command that nobody confirmed', async () => {
  const receiver = await startReceiver(guardedUpsert());
  await using opened = await openEngine();
  const { engine } = opened;
  await engine.checks.start({ ...asked(receiver.origin), ask: true });
  await expect(engine.checks.start(asked(receiver.origin))).rejects.toMatchObject({ code: 'PB_RUN_BUSY' });
  await engine.checks.close();
  const command = asked(receiver.origin, { state: { command: './state.sh {ActionId}' } });
  await expect(engine.checks.start(command)).rejects.toThrow('was not confirmed');
  await receiver.close();
});

it('shows the story that is being played: a request before its response, with its secret masked', async () => {
  const right = guardedUpsert();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const ids = new Set<string>();
  const receiver = await startReceiver({
    ...right,
    postback: async (incoming) => {
      ids.add(incoming.params['ActionId']!);
      if (ids.size > 1) await released;
      return right.postback(incoming);
    },
  });
  await using opened = await openEngine();
  const { engine } = opened;
  const to = `${receiver.origin}/postback?ActionId={ActionId}&Payout={Payout}&Status={Status}&token=hunter2-abc`;
  await engine.checks.start({ ...asked(receiver.origin), config: { ...asked(receiver.origin).config, to } });
  await until(engine, ({ current }) => current?.live?.evidence.steps[0]?.response.outcome === 'waiting');
  const { live } = engine.checks.state().current!;
  expect(live).toMatchObject({ title: 'First look', check: '' });
  expect(live!.evidence.steps[0]).toMatchObject({ what: 'tracked', accepted: false });
  expect(JSON.stringify(live)).not.toContain('hunter2');
  release();
  // Of a run that is over sooner than a story is shown, no other one is seen.
  await until(engine, ({ current }) => current === null || (current.live?.check ?? '') !== '');
  const { current } = engine.checks.state();
  if (current !== null) expect(current.planned).toContain(current.live!.check);
  await engine.checks.close();
  await receiver.close();
});

it('a request that went to the local receiver leads to its capture, and one that went elsewhere to none', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const { address } = engine.receiver;
  const only = ['zero-payout'];
  const query = 'ActionId={ActionId}&Payout={Payout}&Status={Status}';
  const id = await engine.checks.start({
    config: checkConfigSchema.parse({ to: `${address}/in?${query}` }),
    only,
    explore: 0,
    seed: 42,
    ask: false,
  });
  await until(engine, ({ current }) => current === null);
  const place = { id, check: 'zero-payout', story: 0, step: 0 };
  const sent = engine.checks.report(id).checks[0]!.evidence[0]!.steps[0]!;
  const captureId = engine.checks.captureOf(place);
  const capture = engine.captures.get(captureId!, 0);
  expect(`${address}${capture?.target}`).toBe(sent.request.url);
  engine.captures.clear();
  expect(engine.checks.captureOf(place)).toBeUndefined();

  const receiver = await startReceiver(guardedUpsert());
  const elsewhere = await engine.checks.start({ ...asked(receiver.origin), only });
  await until(engine, ({ current }) => current === null);
  expect(engine.checks.captureOf({ ...place, id: elsewhere })).toBeUndefined();
  await receiver.close();
});

it('the same story is saved as one scenario, and another one of its name beside it', async () => {
  await using opened = await openEngine();
  const { workspace } = opened.engine.benches;
  const story = (action: string) =>
    scenarioOfStory(
      { events: [{ action, type: 'create' }], sends: [{ event: 0 }, { event: 0 }] },
      'A duplicate counts once',
      '',
    );
  const first = workspace.saveStory(story('a'));
  expect(workspace.saveStory(story('a'))).toBe(first);
  const twice = {
    ...scenarioOfStory({ events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }] }, 'x', ''),
    name: 'A duplicate counts once',
  };
  expect(workspace.saveStory(twice)).not.toBe(first);
});

it('a first look on its own takes no run and no number of one, repeats no id, and keeps a run out meanwhile', async () => {
  const receiver = await startReceiver(guardedUpsert());
  await using opened = await openEngine();
  const { engine } = opened;
  const { config } = asked(receiver.origin);
  const { signal } = new AbortController();
  const looking = engine.checks.look(config, signal);
  await expect(engine.checks.start(asked(receiver.origin))).rejects.toMatchObject({ code: 'PB_RUN_BUSY' });
  expect((await looking).firstLook).toMatchObject({ booked: true });
  await engine.checks.look(config, signal);
  expect(engine.checks.state()).toEqual({ current: null, runs: [] });
  const ids = new Set(receiver.received.map(({ params }) => params['ActionId']));
  expect(ids.size).toBe(4);
  const id = await engine.checks.start({ ...asked(receiver.origin), only: ['zero-payout'] });
  await until(engine, ({ current }) => current === null);
  expect(id).toBe(1);
  expect(engine.checks.report(id).created.filter(({ actionId }) => ids.has(actionId))).toEqual([]);
  await receiver.close();
});
