import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEAST_FACTOR,
  MOST_FACTOR,
  ownClockSentence,
  parseSpeed,
  speedSentence,
  speedText,
} from '../../shared/timeline/run-speed.ts';

describe('the speed of a run', () => {
  it('reads as it is written', () => {
    const speeds = fc.oneof(
      fc.constantFrom({ mode: 'fast' } as const, { mode: 'real' } as const),
      fc
        .integer({ min: LEAST_FACTOR, max: MOST_FACTOR })
        .map((factor) => ({ mode: 'scaled', factor }) as const),
    );
    fc.assert(
      fc.property(speeds, (speed) => {
        expect(parseSpeed(speedText(speed))).toEqual(speed);
      }),
    );
  });

  it.each(['', 'slow', '60', 'x1', 'x1001', 'x', 'stepped'])('is none in %j', (text) => {
    expect(parseSpeed(text)).toBeUndefined();
  });

  it('is said beside the clock of manual steps, which it does not go by', () => {
    expect(ownClockSentence({ mode: 'fast' })).toBe(
      'Runs on its own clock: waits pass at once. The clock in the top bar is for manual steps.',
    );
    expect(ownClockSentence({ mode: 'scaled', factor: 60 })).toBe(
      'Runs on its own clock: an hour passes in 1 min. The clock in the top bar is for manual steps.',
    );
  });

  it('is said in words', () => {
    expect(speedSentence({ mode: 'fast' })).toBe('Waits pass at once.');
    expect(speedSentence({ mode: 'scaled', factor: 60 })).toBe('An hour passes in 1 min.');
    expect(speedSentence({ mode: 'scaled', factor: 600 })).toBe('An hour passes in 6 s.');
  });
});
