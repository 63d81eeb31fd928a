import { describe, expect, it } from 'vitest';
import { otherSeedNote } from '../../shared/scenario/expect.ts';

const expectations = (...held: boolean[]) =>
  held.map((holds, index) => ({
    index,
    about: 'books' as const,
    step: null,
    expected: '',
    found: holds ? '' : '7',
    holds,
  }));

describe('a run with another seed than its scenario’s', () => {
  it('says so where an expectation fails', () => {
    expect(otherSeedNote({ seed: 42 }, { seed: 5, expectations: expectations(true, false) })).toBe(
      'The scenario sets seed 42 and this run had seed 5, which draws other numbers.',
    );
  });

  it.each([
    ['all hold', { seed: 42 }, { seed: 5, expectations: expectations(true) }],
    ['the seed is the scenario’s', { seed: 42 }, { seed: 42, expectations: expectations(false) }],
    ['the scenario sets none', {}, { seed: 5, expectations: expectations(false) }],
  ])('says nothing where %s', (_name, scenario, run) => {
    expect(otherSeedNote(scenario, run)).toBeUndefined();
  });
});
