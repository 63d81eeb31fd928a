import { create } from 'zustand';
import type {
  ActionView,
  ActivityBatch,
  DeliveryView,
  MaintenanceView,
  RunView,
} from '../../shared/contract/activity.ts';
import { client } from './connection.ts';
import { follow } from './follow.ts';
import { type Tallies, tallied } from './tally.ts';

/**
 * Actions, deliveries, runs and maintenance, each by its number. A Map is replaced when one of its rows changes, and a row is the
 * same object until it changes, so that selectors and memoised rows compare by identity. The orders are ascending.
 */
export interface Activity {
  actions: ReadonlyMap<number, ActionView>;
  deliveries: ReadonlyMap<number, DeliveryView>;
  runs: ReadonlyMap<number, RunView>;
  /** Spans of maintenance, those of runs and those by hand. */
  maintenance: ReadonlyMap<number, MaintenanceView>;
  actionKeys: readonly number[];
  deliveryIds: readonly number[];
  runIds: readonly number[];
  /** The deliveries of an action, ascending. */
  deliveriesByAction: ReadonlyMap<number, readonly number[]>;
  /** How many deliveries of a run stand where. */
  tallies: Tallies;
  /** What to follow on from. */
  last: number;
  /** False until the first batch has come. */
  loaded: boolean;
}

const EMPTY: Activity = {
  actions: new Map(),
  deliveries: new Map(),
  runs: new Map(),
  maintenance: new Map(),
  actionKeys: [],
  deliveryIds: [],
  runIds: [],
  deliveriesByAction: new Map(),
  tallies: new Map(),
  last: 0,
  loaded: false,
};

export const useActivity = create<Activity>()(() => EMPTY);

function withRows<Row>(
  rows: ReadonlyMap<number, Row>,
  order: readonly number[],
  changed: readonly Row[],
  idOf: (row: Row) => number,
): { rows: ReadonlyMap<number, Row>; order: readonly number[] } {
  if (changed.length === 0) return { rows, order };
  const next = new Map(rows);
  const added: number[] = [];
  for (const row of changed) {
    const id = idOf(row);
    if (!next.has(id)) added.push(id);
    next.set(id, row);
  }
  if (added.length === 0) return { rows: next, order };
  added.sort((a, b) => a - b);
  const joined = [...order, ...added];
  // Ids count up, so new ones nearly always belong at the end.
  if ((order.at(-1) ?? 0) > added[0]!) joined.sort((a, b) => a - b);
  return { rows: next, order: joined };
}

function indexed(before: Activity, changed: readonly DeliveryView[]): Activity['deliveriesByAction'] {
  const fresh = changed.filter(({ id }) => !before.deliveries.has(id));
  if (fresh.length === 0) return before.deliveriesByAction;
  const index = new Map(before.deliveriesByAction);
  for (const { actionKey, id } of fresh) {
    const ids = index.get(actionKey) ?? [];
    if (!ids.includes(id))
      index.set(
        actionKey,
        [...ids, id].toSorted((a, b) => a - b),
      );
  }
  return index;
}

/** The activity after a batch. Pure, so that it can be tested without an engine. */
export function withBatch(current: Activity, batch: ActivityBatch): Activity {
  const before = batch.cleared ? EMPTY : current;
  const actions = withRows(before.actions, before.actionKeys, batch.actions, ({ key }) => key);
  const deliveries = withRows(before.deliveries, before.deliveryIds, batch.deliveries, ({ id }) => id);
  const runs = withRows(before.runs, before.runIds, batch.runs, ({ id }) => id);
  const maintenance = withRows(before.maintenance, [], batch.maintenance, ({ id }) => id);
  return {
    actions: actions.rows,
    actionKeys: actions.order,
    deliveries: deliveries.rows,
    deliveryIds: deliveries.order,
    runs: runs.rows,
    runIds: runs.order,
    maintenance: maintenance.rows,
    deliveriesByAction: indexed(before, batch.deliveries),
    tallies: tallied(before.tallies, before.deliveries, batch.deliveries),
    last: batch.last,
    loaded: true,
  };
}

/** Follows actions, deliveries and runs until the signal ends it. */
export function followActivity(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.activity.follow({ after: useActivity.getState().last }, { signal: ended }),
      take: (batch) => useActivity.setState((state) => withBatch(state, batch)),
    },
    signal,
  );
}
