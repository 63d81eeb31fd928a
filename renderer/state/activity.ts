import { create } from 'zustand';
import type {
  ActionRow,
  ActivityBatch,
  DeliveryView,
  MaintenanceView,
  RunView,
} from '../../shared/contract/activity.ts';
import type { ListHead } from '../../shared/contract/window.ts';
import type { CatalogView } from '../../shared/contract/world.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';
import { type Tallies, tallied } from './tally.ts';

/**
 * What happened, each by its number. A Map is replaced when one of its rows changes, and a row is the same object
 * until it changes, so that selectors and memoised rows compare by identity. The orders are ascending.
 */
export interface Activity {
  actions: ReadonlyMap<number, ActionRow>;
  deliveries: ReadonlyMap<number, DeliveryView>;
  runs: ReadonlyMap<number, RunView>;
  /** Clicks and inquiries as a whole; their rows are asked for in windows. */
  clicks: ListHead;
  inquiries: ListHead;
  catalogs: ReadonlyMap<number, CatalogView>;
  /** Spans of maintenance, those of runs and those by hand. */
  maintenance: ReadonlyMap<number, MaintenanceView>;
  actionKeys: readonly number[];
  deliveryIds: readonly number[];
  runIds: readonly number[];
  catalogKeys: readonly number[];
  /** The deliveries about one action or inquiry, ascending; see `aboutKey`. */
  deliveriesAbout: ReadonlyMap<string, readonly number[]>;
  /** How many deliveries of a run stand where. */
  tallies: Tallies;
  /** What to follow on from. */
  last: number;
  /** False until the first batch has come. */
  loaded: boolean;
}

const NO_ROWS: ListHead = { total: 0, byHand: 0, newest: 0, change: 0 };

const EMPTY: Activity = {
  actions: new Map(),
  deliveries: new Map(),
  runs: new Map(),
  clicks: NO_ROWS,
  inquiries: NO_ROWS,
  catalogs: new Map(),
  maintenance: new Map(),
  actionKeys: [],
  deliveryIds: [],
  runIds: [],
  catalogKeys: [],
  deliveriesAbout: new Map(),
  tallies: new Map(),
  last: 0,
  loaded: false,
};

export const useActivity = create<Activity>()(() => EMPTY);

/** Something that deliveries are about. Actions and inquiries have keys of their own each. */
export interface About {
  subject: DeliveryView['subject'];
  key: number;
}

/** Names what deliveries are about in `deliveriesAbout`. */
export function aboutKey({ subject, key }: About): string {
  return `${subject} ${key}`;
}

/** What a delivery is about. */
export function aboutOf({ subject, subjectKey }: Pick<DeliveryView, 'subject' | 'subjectKey'>): About {
  return { subject, key: subjectKey };
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
  added.sort((a, b) => a - b);
  const joined = [...order, ...added];
  // Ids count up, so new ones nearly always belong at the end.
  if ((order.at(-1) ?? 0) > added[0]!) joined.sort((a, b) => a - b);
  return { rows: next, order: joined };
}

function indexed(before: Activity, changed: readonly DeliveryView[]): Activity['deliveriesAbout'] {
  const fresh = changed.filter(({ id, subject }) => subject !== 'test' && !before.deliveries.has(id));
  if (fresh.length === 0) return before.deliveriesAbout;
  const index = new Map(before.deliveriesAbout);
  for (const delivery of fresh) {
    const { id } = delivery;
    const key = aboutKey(aboutOf(delivery));
    const ids = index.get(key) ?? [];
    if (!ids.includes(id))
      index.set(
        key,
        [...ids, id].toSorted((a, b) => a - b),
      );
  }
  return index;
}

const keyOf = ({ key }: { key: number }) => key;
const idOf = ({ id }: { id: number }) => id;

/** The activity after a batch. Pure, so that it can be tested without an engine. */
export function withBatch(current: Activity, batch: ActivityBatch): Activity {
  const before = batch.cleared ? EMPTY : current;
  const actions = withRows(before.actions, before.actionKeys, batch.actions, keyOf);
  const deliveries = withRows(before.deliveries, before.deliveryIds, batch.deliveries, idOf);
  const runs = withRows(before.runs, before.runIds, batch.runs, idOf);
  const catalogs = withRows(before.catalogs, before.catalogKeys, batch.catalogs, keyOf);
  const maintenance = withRows(before.maintenance, [], batch.maintenance, idOf);
  return {
    actions: actions.rows,
    actionKeys: actions.order,
    deliveries: deliveries.rows,
    deliveryIds: deliveries.order,
    runs: runs.rows,
    runIds: runs.order,
    clicks: batch.clicks,
    inquiries: batch.inquiries,
    catalogs: catalogs.rows,
    catalogKeys: catalogs.order,
    maintenance: maintenance.rows,
    deliveriesAbout: indexed(before, batch.deliveries),
    tallies: tallied(before.tallies, before.deliveries, batch.deliveries),
    last: batch.last,
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
