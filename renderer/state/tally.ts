import type { DeliveryView } from '../../shared/contract/activity.ts';
import type { DeliveryState } from '../../shared/delivery/outcome.ts';

/** How many deliveries stand where. */
export type Tally = Readonly<Record<DeliveryState, number>>;

/** By the number of a run; deliveries of work by hand stand under BY_HAND. */
export type Tallies = ReadonlyMap<number, Tally>;
export const BY_HAND = 0;

const NOTHING: Tally = { waiting: 0, 'in-flight': 0, delivered: 0, 'given-up': 0, cancelled: 0 };

/** All of them. */
export const tallyTotal = (tally: Tally): number =>
  tally.waiting + tally['in-flight'] + tally.delivered + tally['given-up'] + tally.cancelled;

/** The deliveries that have not come to their end. */
export const leftOf = (tally: Tally): number => tally.waiting + tally['in-flight'];

/**
 * The tallies after deliveries have changed: takes as long as there are changes, however many deliveries there are.
 * `rows` are the deliveries as they were before.
 */
export function tallied(
  before: Tallies,
  rows: ReadonlyMap<number, DeliveryView>,
  changed: readonly DeliveryView[],
): Tallies {
  if (changed.length === 0) return before;
  const after = new Map<number, Record<DeliveryState, number>>();
  const of = (runId: number | null) => {
    const key = runId ?? BY_HAND;
    let tally = after.get(key);
    if (tally === undefined) {
      tally = { ...(before.get(key) ?? NOTHING) };
      after.set(key, tally);
    }
    return tally;
  };
  // A batch may hold one delivery twice: the earlier of the two is then what it was before.
  const newest = new Map<number, DeliveryView>();
  for (const row of changed) {
    const was = newest.get(row.id) ?? rows.get(row.id);
    if (was !== undefined) of(was.runId)[was.state] -= 1;
    of(row.runId)[row.state] += 1;
    newest.set(row.id, row);
  }
  return new Map([...before, ...after]);
}
