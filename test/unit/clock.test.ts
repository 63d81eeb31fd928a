import { describe, expect, it } from 'vitest';
import { Clock } from '../../electron/engine/clock.ts';

const START = Date.parse('2026-05-12T14:00:00Z');

/** Real time that goes on by a millisecond with each look. */
function busy(): () => number {
  let real = 0;
  return () => {
    real += 1;
    return real;
  };
}

describe('a clock with a start', () => {
  it('begins there to the millisecond, however long its making takes', () => {
    expect(new Clock(START, 'fast', busy()).now()).toBe(START);
    expect(new Clock(START, 'stepped', busy()).now()).toBe(START);
  });

  it('goes on from the time that was told when its mode changes', () => {
    const clock = new Clock(START, 'real', busy());
    const told = clock.now();
    clock.set('fast');
    expect(clock.now()).toBeGreaterThanOrEqual(told);
  });
});

describe('a step', () => {
  it('is over once time is there, with all that was due on the way', async () => {
    const clock = new Clock(START, 'stepped');
    const called: number[] = [];
    for (const after of [10, 20, 5000]) clock.at(START + after, () => called.push(clock.now() - START));
    await clock.step(1000);
    expect(clock.now()).toBe(START + 1000);
    expect(called).toEqual([10, 20]);
    await clock.step();
    expect(called).toEqual([10, 20, 5000]);
    await clock.step();
    expect(clock.now()).toBe(START + 5000);
  });

  it('waits for what holds the clock, and is over without arriving when another one, a pause or a mode comes first', async () => {
    const clock = new Clock(START, 'stepped');
    const release = clock.hold();
    const overtaken = clock.step(1000);
    const paused = clock.step(2000);
    await overtaken;
    clock.pause(true);
    await paused;
    await clock.step(500);
    expect(clock.now()).toBe(START);
    clock.pause(false);
    const switched = clock.step(3000);
    clock.set('real');
    await switched;
    clock.set('stepped');
    const before = clock.now();
    const arrived = clock.step(700);
    release();
    await arrived;
    expect(clock.now()).toBe(before + 700);
  });
});
