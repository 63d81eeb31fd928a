import { describe, expect, it } from 'vitest';
import { isSwitchedOff } from '../../shared/delivery/switch-off.ts';

const rule = { failures: 3, within: 100 };

describe('a postback is switched off', () => {
  it.each([
    [[], 0, false],
    [[0, 50], 50, false],
    [[0, 50, 100], 100, true],
    [[0, 50, 101], 101, false],
    [[0, 50, 101, 120], 120, true],
    [[0, 50, 101, 301, 302], 302, false],
  ])('with failures at %j, asked at %d: %s', (failures, now, off) => {
    expect(isSwitchedOff(rule, failures, now)).toBe(off);
  });

  it('and stays so, however much time goes by', () => {
    expect(isSwitchedOff(rule, [0, 10, 20], 1_000_000)).toBe(true);
  });

  it('not before the failure that does it', () => {
    expect(isSwitchedOff(rule, [0, 10, 20], 19)).toBe(false);
  });

  it('never under a profile without such a rule', () => {
    expect(isSwitchedOff(false, [0, 0, 0, 0], 0)).toBe(false);
  });

  it('at the first failure when one is enough', () => {
    expect(isSwitchedOff({ failures: 1, within: 0 }, [5], 5)).toBe(true);
  });
});
