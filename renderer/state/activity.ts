import { create } from 'zustand';
import type {
  ActivityBatch,
  DeliveryView,
  MaintenanceView,
  RunView,
} from '../../shared/contract/activity.ts';
import type { ListHead } from '../../shared/contract/window.ts';
import type { CatalogView } from '../../shared/contract/world.ts';
import type { Tally } from '../../shared/delivery/tally.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';

/**
 * What is known of all that happened. Of what there may be many, only heads are: rows are asked for in windows, or one
 * by its key. A Map is replaced when one of its rows changes, and a row is the same object until it changes, so that
 * selectors and memoised rows compare by identity. The orders are ascending.
 */
export interface Activity {
  actions: ListHead;
  deliveries: ListHead;
  clicks: ListHead;
  inquiries: ListHead;
  /** Spans in which the receiver was told to respond other than by default. */
  receiverHistory: ListHead;
  runs: ReadonlyMap<number, RunView>;
  catalogs: ReadonlyMap<number, CatalogView>;
  /** Spans of maintenance, those of runs and those by hand. */
  maintenance: ReadonlyMap<number, MaintenanceView>;
  runIds: readonly number[];
  catalogKeys: readonly number[];
  /** How many deliveries of a run stand where, by its number; work by hand under BY_HAND. */
  tallies: ReadonlyMap<number, Tally>;
  /** Whether anything was done by hand that can be saved as a scenario. */
  recorded: boolean;
  /** What to follow on from. */
  last: number;
  /** False until the first batch has come. */
  loaded: boolean;
}

const NO_ROWS: ListHead = { total: 0, byHand: 0, newest: 0, change: 0 };

const EMPTY: Activity = {
  actions: NO_ROWS,
  deliveries: NO_ROWS,
  clicks: NO_ROWS,
  inquiries: NO_ROWS,
  receiverHistory: NO_ROWS,
  runs: new Map(),
  catalogs: new Map(),
  maintenance: new Map(),
  runIds: [],
  catalogKeys: [],
  tallies: new Map(),
  recorded: false,
  last: 0,
  loaded: false,
};

export const useActivity = create<Activity>()(() => EMPTY);

/** Something that deliveries are about. Actions and inquiries have keys of their own each. */
export interface About {
  subject: DeliveryView['subject'];
  key: number;
}

/** Whether nothing has been simulated that could be cleared. */
export function isEmpty({ actions, deliveries }: Activity): boolean {
  return actions.total + deliveries.total === 0;
}

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
  return { rows: next, order: [...order, ...added].sort((a, b) => a - b) };
}

const keyOf = ({ key }: { key: number }) => key;
const idOf = ({ id }: { id: number }) => id;

/** The activity after a batch. Pure, so that it can be tested without an engine. */
export function withBatch(current: Activity, batch: ActivityBatch): Activity {
  const before = batch.cleared ? EMPTY : current;
  const { actions, deliveries, clicks, inquiries, receiverHistory, recorded, last } = batch;
  const runs = withRows(before.runs, before.runIds, batch.runs, idOf);
  const catalogs = withRows(before.catalogs, before.catalogKeys, batch.catalogs, keyOf);
  const maintenance = withRows(before.maintenance, [], batch.maintenance, idOf);
  return {
    actions,
    deliveries,
    clicks,
    inquiries,
    receiverHistory,
    runs: runs.rows,
    runIds: runs.order,
    catalogs: catalogs.rows,
    catalogKeys: catalogs.order,
    maintenance: maintenance.rows,
    tallies: batch.tallies.length === 0 ? before.tallies : new Map([...before.tallies, ...batch.tallies]),
    recorded,
    last,
    loaded: true,
  };
}

/** Follows all that happens until the signal ends it. */
export function followActivity(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.activity.follow({ after: useActivity.getState().last }, { signal: ended }),
      take: (batch) => useActivity.setState((state) => withBatch(state, batch)),
    },
    signal,
  );
}
