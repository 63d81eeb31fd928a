import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { receiverHistoryWindow } from '../../shared/contract/activity-lists.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import type { ToldSpan } from '../../shared/timeline/receiver-history.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 4, 12);

function spans(engine: Engine, window: { run?: number | null; from?: number; to?: number } = {}): ToldSpan[] {
  return engine.receiverHistory
    .list(receiverHistoryWindow.parse({ limit: 100, ...window }))
    .rows.toReversed();
}

const outage = scenarioSchema.parse({
  name: 'Outage',
  steps: [
    { at: '4 min', track: { amount: '20.00' } },
    { at: '5 min', responses: '500x3, 200' },
    { at: '6 min', track: { amount: '20.00' } },
    { at: '8 min', track: { amount: '20.00' } },
    { at: '15 min', responses: '404' },
    { at: '16 min', track: { amount: '20.00' } },
  ],
});

describe('the history of the receiver', () => {
  it('tells from when to when a run told it to respond other than 200, in the time of the run', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const { id, done } = await engine.runs.start({ scenario: outage, file: 's.yaml', start: START });
    const run = await done;
    const [first, second, ...more] = spans(engine, { run: id });
    expect(more).toEqual([]);
    // It is over once the third of them has been given.
    expect(first).toMatchObject({
      owner: `run ${id}`,
      text: '500 x3',
      requests: 3,
      from: START + 5 * MINUTE,
    });
    expect(first!.to).toBeGreaterThan(first!.from);
    expect(first!.to).toBeLessThan(START + 15 * MINUTE);
    expect(second).toMatchObject({ text: '404', from: START + 15 * MINUTE, to: run.endedAt });
    expect(second!.requests).toBeGreaterThan(1);
    // On the clock of work by hand it lasted a moment, which would say nothing.
    expect(spans(engine, { run: null })).toEqual([]);
    expect(spans(engine, { to: START + 6 * MINUTE })).toEqual([first]);
    expect(spans(engine, { from: first!.to! + 1 })).toEqual([second]);
    expect(engine.activity.after(0, 10).receiverHistory).toMatchObject({ total: 2, byHand: 0 });
  });

  it('has what the user told it on the clock of work by hand, and on that of a run meanwhile', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    engine.setClock('stepped', undefined);
    engine.receiver.responses.set('user', [404]);
    const from = engine.clockView().now;
    expect(spans(engine)).toMatchObject([{ runId: null, owner: 'user', text: '404', from, to: null }]);
    await engine.stepClock(MINUTE);
    const scenario = scenarioSchema.parse({ name: 'One', steps: [{ at: '1 min', wait: 'a minute' }] });
    const { id, done } = await engine.runs.start({ scenario, file: 's.yaml', start: START });
    await done;
    expect(spans(engine, { run: id })).toMatchObject([{ owner: 'user', from: START, to: START + MINUTE }]);
    engine.receiver.responses.set('user', [200]);
    expect(spans(engine, { run: null })).toMatchObject([{ from, to: from + MINUTE, requests: 0 }]);
  });

  it('is still there after a restart, and is removed with everything else, but for what lasts', async () => {
    using folder = temporaryFolder();
    const open = () => Engine.open({ dataFolder: join(folder.path, 'data'), port: 0 });
    const before = await open();
    const { id, done } = await before.runs.start({ scenario: outage, file: 's.yaml', start: START });
    await done;
    before.receiver.responses.set('user', [503]);
    const told = spans(before, { run: id });
    await before.close();

    const after = await open();
    expect(spans(after, { run: id })).toEqual(told);
    expect(spans(after, { run: null })).toMatchObject([{ text: '503', to: expect.any(Number) as number }]);
    after.receiver.responses.set('user', [500]);
    after.clearActivity();
    expect(spans(after)).toMatchObject([{ text: '500', to: null }]);
    expect(after.activity.after(0, 10).receiverHistory.total).toBe(1);
    await after.close();
  });

  it('ends what a killed process left open with the last attempt on its clock', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const { activity } = engine;
    const track = scenarioSchema.parse({ name: 'One', steps: [{ track: { amount: '20.00' } }] });
    const { id, done } = await engine.runs.start({ scenario: track, file: 's.yaml', start: START });
    await done;
    const told = { owner: `run ${id}`, kind: 'responses', text: '500', sentence: '' } as const;
    activity.receiverHistory.begin(id, { at: START, realAt: START }, told);
    activity.receiverHistory.begin(null, { at: START, realAt: START }, { ...told, owner: 'user' });
    activity.recover(engine.clockView().now);
    const sent = activity.deliveriesOfRun(id).flatMap(({ attempts }) => attempts.map(({ sentAt }) => sentAt));
    expect(spans(engine, { run: id })).toMatchObject([{ to: Math.max(...sent), requests: null }]);
    expect(spans(engine, { run: null })).toMatchObject([
      { from: START, to: START, requests: null, realFrom: START },
    ]);
    // In real time until the last request that was captured.
    const { rows } = engine.captures.list({ limit: 1 });
    expect(spans(engine, { run: null })[0]!.realTo).toBe(rows[0]!.receivedAt);
    const elsewhere = receiverHistoryWindow.parse({ limit: 9, realTo: START - 1 });
    expect(engine.receiverHistory.list(elsewhere).rows).toEqual([]);
  });
});
