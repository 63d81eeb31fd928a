import { setImmediate as othersTurn } from 'node:timers/promises';
import { PostbenchError } from '../../shared/errors.ts';
import {
  atSameTimes,
  type ComparedDelivery,
  type ComparedRuns,
  type CompareRunsAsked,
  type CompareRunsEvent,
  type DeliveryPair,
  differingKeys,
  MOST_PAIRS,
  pairDeliveries,
  withoutIgnored,
} from '../../shared/receiver/compare/compare-deliveries.ts';
import { compareRequests } from '../../shared/receiver/compare/compare-requests.ts';
import { requestOfBytes } from './comparable-requests.ts';
import type { ActivityStore } from './store/activity.ts';

/** Pairs that are read together. */
const BATCH = 100;

/**
 * Compares the deliveries of two runs, and tells how far it is meanwhile; who stops listening ends it. Throws
 * PB_RUN_UNKNOWN.
 */
export async function* compareRuns(
  { left, right, ignore }: CompareRunsAsked,
  activity: ActivityStore,
): AsyncGenerator<CompareRunsEvent> {
  const starts = { left: startOf(activity, left), right: startOf(activity, right) };
  const ignored = new Set(ignore);
  const pairs = pairDeliveries(activity.deliveryKeysOfRun(left), activity.deliveryKeysOfRun(right));
  const compared: ComparedRuns = {
    both: 0,
    same: 0,
    onlyLeft: 0,
    onlyRight: 0,
    outcomes: 0,
    times: 0,
    keys: [],
    differing: [],
  };
  const keys = new Map<string, number>();
  for (let at = 0; at < pairs.length; at += BATCH) {
    for (const one of comparePairs(pairs.slice(at, at + BATCH), starts, activity)) {
      for (const key of one.keys) keys.set(key, (keys.get(key) ?? 0) + 1);
      add(compared, one, withoutIgnored(one, ignored));
    }
    yield { type: 'progress', done: Math.min(at + BATCH, pairs.length), total: pairs.length };
    await othersTurn();
  }
  compared.keys = [...keys]
    .map(([key, deliveries]) => ({ key, deliveries }))
    .toSorted((a, b) => b.deliveries - a.deliveries || (a.key < b.key ? -1 : 1));
  yield { type: 'done', compared };
}

function startOf(activity: ActivityStore, run: number): number {
  const startedAt = activity.startOfRun(run);
  if (startedAt !== undefined) return startedAt;
  throw new PostbenchError('PB_RUN_UNKNOWN', `There is no run ${run}.`, {
    remedy: 'Select a run that is listed; Clear removes those that have ended.',
  });
}

function comparePairs(
  pairs: readonly DeliveryPair[],
  starts: { left: number; right: number },
  activity: ActivityStore,
): ComparedDelivery[] {
  const ids = pairs.flatMap(({ left, right }) => [left, right]).filter((id) => id !== null);
  const deliveries = new Map(activity.deliveriesById(ids).map((delivery) => [delivery.id, delivery]));
  return pairs.flatMap(({ left: leftId, right: rightId }): ComparedDelivery[] => {
    const left = (leftId !== null && deliveries.get(leftId)) || null;
    const right = (rightId !== null && deliveries.get(rightId)) || null;
    // Cleared meanwhile.
    if (left === null && right === null) return [];
    if (left === null || right === null) return [{ left, right, outcome: false, times: false, keys: [] }];
    return [
      {
        left,
        right,
        outcome: !endedAlike(left, right),
        times: !atSameTimes(
          { delivery: left, startedAt: starts.left },
          { delivery: right, startedAt: starts.right },
        ),
        keys: keysOf(sentBy(left, activity), sentBy(right, activity)),
      },
    ];
  });
}

type Delivery = NonNullable<ComparedDelivery['left']>;

function endedAlike(left: Delivery, right: Delivery): boolean {
  return (
    left.state === right.state &&
    left.attempts.length === right.attempts.length &&
    left.attempts.every(({ outcome, status }, index) => {
      const other = right.attempts[index]!;
      return outcome === other.outcome && status === other.status;
    })
  );
}

/** What the first attempt sent: later ones send the same. */
function sentBy({ attempts: [first] }: Delivery, activity: ActivityStore): Buffer {
  return first === undefined ? Buffer.alloc(0) : activity.requestOfAttempt(first.id);
}

function keysOf(left: Buffer, right: Buffer): string[] {
  if (left.length === 0 || right.length === 0 || left.equals(right)) return [];
  return differingKeys(compareRequests(requestOfBytes(left), requestOfBytes(right)));
}

function add(to: ComparedRuns, one: ComparedDelivery, left: ComparedDelivery | undefined): void {
  if (one.left === null) to.onlyRight += 1;
  else if (one.right === null) to.onlyLeft += 1;
  else {
    to.both += 1;
    if (left === undefined) to.same += 1;
    if (one.outcome) to.outcomes += 1;
    if (one.times) to.times += 1;
  }
  if (left !== undefined && to.differing.length < MOST_PAIRS) to.differing.push(left);
}
