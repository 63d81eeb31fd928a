import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';
import type { BenchResult } from './run.ts';

/** Seconds that all checks may take: against a quick right receiver, and one that fails most of them. */
const RIGHT_S = 20;
const WRONG_S = 60;
/** Explored lives a second, and seconds that making failures smaller may take. */
const LIVES = 100;
const LIVES_S = 1;
const SHRINK_S = 5;

const seconds = (ms: number) => ms / 1000;

/**
 * How long a run of checks takes with the default waits, against receivers in this process, and how long exploration
 * does. Waits for records are left out of exploration, as they belong to the receiver.
 */
export async function benchChecks(): Promise<BenchResult> {
  const settle = { settle: undefined };
  const adding = WRONG_RECEIVERS.find(({ name }) => name === 'adds payouts')!;
  const right = await checkFixture(guardedUpsert(), settle);
  const wrong = await checkFixture(adding.make(), settle);
  const lives = await checkFixture(guardedUpsert(), { ...settle, only: [], explore: LIVES });
  const shrunk = await checkFixture(adding.make(), { ...settle, only: [], explore: LIVES });
  const explored = lives.checks.find(({ id }) => id === 'random-lives')?.ms ?? 0;
  const withoutWaits = Math.max(1, explored - lives.waitedMs);
  const [failure] = shrunk.checks.filter(({ verdict }) => verdict === 'fail');
  const shrinking = failure?.ms ?? 0;
  const ratios = [
    RIGHT_S / seconds(right.tookMs),
    WRONG_S / seconds(wrong.tookMs),
    LIVES_S / seconds(withoutWaits),
    SHRINK_S / seconds(Math.max(1, shrinking)),
  ];
  return {
    name: 'the least of four targets over what it took',
    ratio: Math.min(...ratios),
    target: 1,
    detail: [
      `All checks: ${seconds(right.tookMs).toFixed(1)} s of ${RIGHT_S} against a right receiver (${right.summary.headline})`,
      `${seconds(wrong.tookMs).toFixed(1)} s of ${WRONG_S} against one with ${wrong.summary.counts.fail} failed checks`,
      `${LIVES} lives explored in ${seconds(withoutWaits).toFixed(2)} s of ${LIVES_S}, and ${seconds(lives.waitedMs).toFixed(1)} s of waiting`,
      `a failure made smaller and confirmed in ${seconds(shrinking).toFixed(1)} s of ${SHRINK_S}, waits included (${failure?.evidence[0]?.steps.length ?? 0} postbacks)`,
    ].join('; '),
  };
}
