import type { ActionRow } from '../../../../shared/contract/activity.ts';
import type { ActionStatus } from '../../../../shared/domain/action.ts';
import type { Cents } from '../../../../shared/domain/money.ts';

/** Which actions are listed: those that fit all that is given. */
export interface ActionFilter {
  /** Text in an id, SubId1, SharedId, order id, program or event type; any case. */
  query: string;
  /** A program's id. */
  program: string | null;
  status: ActionStatus | null;
  source: 'all' | 'hand' | 'run';
}

export const NO_FILTER: ActionFilter = { query: '', program: null, status: null, source: 'all' };

/** What the list can be sorted by. */
export const ACTION_COLUMNS = [
  'id',
  'programName',
  'eventType',
  'orderId',
  'subId1',
  'status',
  'amount',
  'payout',
  'eventDate',
] as const;
export type ActionColumn = (typeof ACTION_COLUMNS)[number];

/** Null: newest first, an order that no change of an action disturbs. */
export type ActionSort = { column: ActionColumn; descending: boolean } | null;

/** What actions come to, in one currency. */
export interface CurrencyTotal {
  currency: string;
  count: number;
  amount: Cents;
  payout: Cents;
}

export interface ListedActions {
  /** How many there are without the filter. */
  all: number;
  keys: readonly number[];
  /** By currency, the most actions first. */
  totals: readonly CurrencyTotal[];
}

function fits(row: ActionRow, { query, program, status, source }: ActionFilter): boolean {
  if (program !== null && row.programId !== program) return false;
  if (status !== null && row.status !== status) return false;
  if (source !== 'all' && (row.runId === null) !== (source === 'hand')) return false;
  if (query === '') return true;
  const { id, subId1, sharedId, orderId, programName, eventType } = row;
  return [id, orderId, subId1, sharedId, programName, eventType].some((text) =>
    text.toLowerCase().includes(query),
  );
}

function sorted(rows: ActionRow[], sort: ActionSort): ActionRow[] {
  if (sort === null) return rows.reverse();
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [one, other] = [a[column], b[column]];
    return one === other ? b.key - a.key : one < other ? -sign : sign;
  });
}

/** The actions to list and what they come to; `keys` are all of them, ascending. */
export function listActions(
  actions: ReadonlyMap<number, ActionRow>,
  keys: readonly number[],
  filter: ActionFilter,
  sort: ActionSort,
): ListedActions {
  const wanted = { ...filter, query: filter.query.trim().toLowerCase() };
  const rows: ActionRow[] = [];
  const totals = new Map<string, CurrencyTotal>();
  for (const key of keys) {
    const row = actions.get(key);
    if (row === undefined || !fits(row, wanted)) continue;
    rows.push(row);
    const { currency, amount, payout } = row;
    const total = totals.get(currency) ?? { currency, count: 0, amount: 0, payout: 0 };
    total.count += 1;
    total.amount += amount;
    total.payout += payout;
    totals.set(currency, total);
  }
  return {
    all: keys.length,
    keys: sorted(rows, sort).map(({ key }) => key),
    totals: [...totals.values()].toSorted((a, b) => b.count - a.count),
  };
}

/** The next order of a column that was clicked: up, down, and newest first again. */
export function nextSort(sort: ActionSort, column: ActionColumn): ActionSort {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** How many of the choices besides the text narrow the list. */
export function filtersOn({ program, status, source }: ActionFilter): number {
  return [program !== null, status !== null, source !== 'all'].filter(Boolean).length;
}
