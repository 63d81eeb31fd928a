import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttemptFrom } from '../../shared/delivery/next-attempt.ts';
import { type AttemptOutcome, isFailure } from '../../shared/delivery/outcome.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { drawFrom } from '../../shared/domain/random.ts';
import { anyRules } from '../fixtures/sending-rules.ts';

/** What the receiver does to a delivery's n-th attempt: its own matter, not that of the order of things. */
function answer(seed: number, key: string, n: number): { outcome: AttemptOutcome; status: number | null } {
  const lot = drawFrom(seed, key, 'answer', n)(0, 9);
  if (lot < 3) return { outcome: 'delivered', status: 200 };
  if (lot < 7) return { outcome: 'not-accepted', status: 503 };
  return lot < 9 ? { outcome: 'timeout', status: null } : { outcome: 'unknown', status: null };
}

interface Totals {
  attempts: number;
  delivered: number;
  gaveUp: number;
  endedAt: Record<string, number>;
}

/** Plays deliveries to their ends (60 attempts at most), always taking the next one that `pick` points at. */
function play(
  rules: DeliveryRules,
  seed: number,
  keys: readonly string[],
  pick: (open: number) => number,
): Totals {
  const totals: Totals = { attempts: 0, delivered: 0, gaveUp: 0, endedAt: {} };
  const open = keys.map((key) => ({ key, at: 0, n: 0, failures: 0 }));
  while (open.length > 0) {
    const index = pick(open.length);
    const delivery = open[index]!;
    const { key } = delivery;
    delivery.n += 1;
    totals.attempts += 1;
    const end = answer(seed, key, delivery.n);
    if (isFailure(end.outcome)) delivery.failures += 1;
    const last = { ...end, endedAt: delivery.at, retryAfterMs: null };
    const decision = nextAttemptFrom(rules, { failures: delivery.failures, last }, { seed, key });
    if (decision.type === 'retry' && delivery.n < 60) {
      delivery.at = decision.at;
      continue;
    }
    if (decision.type === 'delivered') totals.delivered += 1;
    if (decision.type === 'give-up') totals.gaveUp += 1;
    totals.endedAt[key] = delivery.at;
    open.splice(index, 1);
  }
  return totals;
}

describe('many deliveries', () => {
  it('end alike and at the same times, in whatever order their attempts are taken', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.uniqueArray(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (rules, seed, keys, picks) => {
          const inTurn = play(rules, seed, keys, () => 0);
          const jumbled = play(rules, seed, keys.toReversed(), (open) => picks.next().value % open);
          expect(jumbled).toEqual(inTurn);
        },
      ),
    );
  });
});
