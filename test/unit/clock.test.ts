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
