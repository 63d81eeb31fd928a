import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { sentByHand } from '../fixtures/sent-by-hand.ts';

const DAY = 86_400_000;

async function opened(folder: string): Promise<Engine> {
  return Engine.open({ dataFolder: join(folder, 'data'), port: 0 });
}

describe('the clock of manual work after a restart', () => {
  it('is where the work was when that is ahead of real time, says so, and can be set back to now', async () => {
    using folder = temporaryFolder();
    const first = await opened(folder.path);
    first.setClock('stepped', undefined);
    await first.stepClock(3 * DAY);
    first.setClock('real', undefined);
    const before = first.clockView().now;
    await first.close();

    const second = await opened(folder.path);
    const view = second.clockView();
    expect(view.mode).toBe('real');
    expect(view.now).toBeGreaterThanOrEqual(before);
    expect(view.now - Date.now()).toBeGreaterThan(2.9 * DAY);
    expect(second.clockNote).toMatch(/^The clock resumed at .*: 3 d ahead of real time\. “Back to now”/);
    second.setClockToNow();
    expect(Math.abs(second.clockView().now - Date.now())).toBeLessThan(DAY / 10);
    await second.close();

    const third = await opened(folder.path);
    expect(third.clockNote).toBe('');
    expect(Math.abs(third.clockView().now - Date.now())).toBeLessThan(DAY / 10);
    await third.close();
  });

  it('stands where it stood when it was stepped or paused, so that nothing becomes due by itself', async () => {
    using folder = temporaryFolder();
    const first = await opened(folder.path);
    first.setClock('stepped', undefined);
    const { now } = first.clockView();
    await first.close();
    const second = await opened(folder.path);
    expect(second.clockView()).toMatchObject({ mode: 'stepped', now });
    second.setClock('real', undefined);
    second.pauseClock(true);
    const paused = second.clockView();
    await second.close();
    const third = await opened(folder.path);
    expect(third.clockView()).toMatchObject({ mode: 'real', paused: true, now: paused.now });
    await third.close();
  });

  it('is not before what was sent, even if the engine was killed while it jumped', async () => {
    using folder = temporaryFolder();
    using killed = temporaryFolder();
    const engine = await opened(folder.path);
    engine.setClock('fast', undefined);
    await sentByHand(engine);
    const { now } = engine.clockView();
    // What a kill leaves: the files as they are, before anything is put away in order.
    cpSync(join(folder.path, 'data'), join(killed.path, 'data'), {
      recursive: true,
      filter: (path) => !/lock/.test(path),
    });
    await engine.close();
    const after = await opened(killed.path);
    expect(after.clockView().now).toBeGreaterThanOrEqual(now);
    expect(after.clockView().mode).toBe('real');
    await after.close();
  });

  it('set back to now, still sends under the limit of a postback', async () => {
    using folder = temporaryFolder();
    const engine = await opened(folder.path);
    engine.setClock('stepped', undefined);
    await engine.stepClock(DAY);
    engine.setClock('fast', undefined);
    const ahead = await sentByHand(engine);
    engine.setClockToNow();
    engine.setClock('fast', undefined);
    expect(await sentByHand(engine)).toBeLessThan(ahead);
    await engine.close();
  });
});
