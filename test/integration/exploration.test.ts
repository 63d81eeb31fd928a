import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../shared/checks/list/all.ts';
import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert, ledger } from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const LIVES = { only: [], explore: 120 };
/** Enough for most defects to show themselves; the others need as many again. */
const FEW_LIVES = { ...LIVES, explore: 60 };

/** Checks whose defect no life can show: they need the same moment, the end of a run, or values of their own. */
const NOT_BY_LIVES = new Set([
  'other-postbacks',
  'clearing-postback',
  'catalog-postback',
  'twenty-at-once',
  'late-duplicate',
  'partial-return',
  'acknowledged-is-stored',
  'exact-cents',
]);
const costly = new Set(
  CHECKS.filter(({ category }) => category === 'money' || category === 'order').map(({ id }) => id),
);
/** Each receiver once, however many checks name it. */
const MONEY_DEFECTS = WRONG_RECEIVERS.filter(
  ({ found, make }, index) =>
    costly.has(found) &&
    !NOT_BY_LIVES.has(found) &&
    WRONG_RECEIVERS.findIndex((one) => one.make === make) === index,
);

describe('random lives', () => {
  it.concurrent.each([
    ['one that keeps what comes early', guardedUpsert],
    ['a ledger', ledger],
  ])('find nothing at a right receiver: %s', async (_name, make) => {
    const report = await checkFixture(make(), LIVES);
    expect(report.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')).toEqual([]);
    expect(report.checks.find(({ id }) => id === 'random-lives')).toMatchObject({ verdict: 'pass' });
  });

  // One after another: how long records take decides how long is waited for them.
  it.each(MONEY_DEFECTS.map((one) => [one.name, one] as const))(
    'find the defect of a receiver that %s, in a story of six postbacks at most',
    async (_name, { make, fixture }) => {
      const failedIn = async (lives: typeof LIVES) =>
        (await checkFixture(make(), { ...fixture, ...lives })).checks.filter(
          ({ verdict }) => verdict === 'fail',
        );
      const few = await failedIn(FEW_LIVES);
      const failed = few.length > 0 ? few : await failedIn(LIVES);
      expect(failed.map(({ id }) => id)).not.toEqual([]);
      for (const { evidence, id } of failed)
        expect(
          evidence[0]!.steps.filter(({ note }) => !note.includes('retry')).length,
          id,
        ).toBeLessThanOrEqual(6);
    },
  );

  it('are the same for a seed, whatever the run', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((runId) => checkFixture(guardedUpsert(), { ...LIVES, explore: 20, seed: 9, runId })),
    );
    expect(one!.requests).toBe(other!.requests);
    expect(one!.created.length).toBe(other!.created.length);
    expect(one!.created[0]!.actionId).not.toBe(other!.created[0]!.actionId);
  });
});
