import type {
  ActionColumn,
  ActionFilter,
  ActionList,
  ActionsWindow,
  CurrencyTotal,
} from '../../../shared/contract/activity-lists.ts';
import type { ListWindow } from '../../../shared/contract/window.ts';
import { settledRow } from '../../../shared/domain/action-dates.ts';
import type { ActionRow } from '../../../shared/domain/action-view.ts';
import { ACTION_ROW, actionRow, number, type Row, text } from './activity-rows.ts';
import { ascendingKeysOf, KeyLists, keysOf, placeIn, windowOf } from './key-lists.ts';
import { StoredHead } from './list-head.ts';
import { type Clocks, type Sql, statusSql, timeOn, timeSql } from './settled-status.ts';
import type { Writer } from './writer.ts';

const COLUMNS: Record<Exclude<ActionColumn, 'status'>, string> = {
  id: 'id',
  programName: 'program_name',
  eventType: 'event_type',
  orderId: 'order_id',
  subId1: 'sub_id1',
  amount: 'amount',
  payout: 'payout',
  eventDate: 'event_date',
};

const SEARCHED = ['id', 'order_id', 'sub_id1', 'shared_id', 'program_name', 'event_type'].join(
  ' || char(10) || ',
);

function whereSql({ key, after, query, program, status, source }: ActionFilter, clocks: Clocks): Sql {
  const wanted = query.trim().toLowerCase();
  // SQLite's own function knows the letters of ASCII only, and is many times faster.
  const lower = /^\p{ASCII}*$/u.test(wanted) ? 'lower' : 'lower_unicode';
  const settled = statusSql(clocks);
  const conditions: Sql[] = [
    ...(key === undefined ? [] : [{ text: 'key = ?', values: [key] }]),
    ...(after === undefined ? [] : [{ text: 'key > ?', values: [after] }]),
    ...(program === null ? [] : [{ text: 'program_id = ?', values: [program] }]),
    ...(status === null ? [] : [{ text: `${settled.text} = ?`, values: [...settled.values, status] }]),
    ...(source === 'all' ? [] : [{ text: `run_id IS ${source === 'run' ? 'NOT ' : ''}NULL`, values: [] }]),
    ...(wanted === '' ? [] : [{ text: `instr(${lower}(${SEARCHED}), ?) > 0`, values: [wanted] }]),
  ];
  if (conditions.length === 0) return { text: '', values: [] };
  return {
    text: `WHERE ${conditions.map(({ text: condition }) => condition).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Lists of actions in windows, each action as of the clock in force for it. */
export class ActionWindows {
  readonly head: StoredHead;
  readonly #writer: Writer;
  readonly #lists: KeyLists;
  /** Until when lists by status stay as they are. */
  #settled: { clocks: Clocks; slack: number; change: number; count: number } | undefined;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.head = new StoredHead(writer, 'actions');
    this.#lists = new KeyLists(writer);
  }

  list({ at, limit, ...list }: ActionsWindow, clocks: Clocks): ListWindow<ActionRow> {
    const { change } = this.head.now;
    const keys = this.#keys(list, clocks, change);
    const { shown } = windowOf(keys, { from: list.sort === null ? list.from : 'oldest', at, limit });
    return { rows: this.#rows(shown, clocks), total: keys.length, revision: change };
  }

  /** Where an action stands in a list, 0 for the first; null when it is not in it. */
  place(list: ActionList, key: number, clocks: Clocks): number | null {
    const keys = this.#keys(list, clocks, this.head.now.change);
    const place = keys.indexOf(key);
    if (place === -1) return null;
    return list.sort === null && list.from === 'newest' ? keys.length - 1 - place : place;
  }

  /** What the actions that a filter lets through come to, by currency, the most actions first. */
  totals(filter: ActionFilter, clocks: Clocks): CurrencyTotal[] {
    const where = whereSql(filter, clocks);
    return this.#writer
      .all(
        `SELECT currency, count(*) AS count, sum(amount) AS amount, sum(payout) AS payout FROM actions ${where.text}
         GROUP BY currency ORDER BY count DESC, currency`,
        ...where.values,
      )
      .map((row) => ({
        currency: text(row.currency),
        count: number(row.count),
        amount: number(row.amount),
        payout: number(row.payout),
      }));
  }

  /** After rows were removed. */
  forget(): void {
    this.head.forget();
    this.#lists.forget();
    this.#settled = undefined;
  }

  /** Ascending, or sorted. */
  #keys({ from: _from, sort, ...filter }: ActionList, clocks: Clocks, change: number): readonly number[] {
    const { key, after, query, program, status, source } = filter;
    if (sort === null && query.trim() === '' && program === null && status === null) {
      if (key !== undefined) return this.#read(filter, clocks, null);
      const keys = this.#lists.growing(source, (newest) =>
        this.#read({ ...filter, after: newest === 0 ? undefined : newest }, clocks, null),
      );
      return after === undefined ? keys : keys.slice(placeIn(keys, after + 1));
    }
    const byStatus = status !== null || sort?.column === 'status';
    const stamp = byStatus ? `${change} ${this.#dates(clocks, change)}` : String(change);
    return this.#lists.ordered(JSON.stringify([filter, sort]), stamp, () => this.#read(filter, clocks, sort));
  }

  #read(filter: ActionFilter, clocks: Clocks, sort: ActionList['sort']): number[] {
    const where = whereSql(filter, clocks);
    const by: Sql =
      sort === null
        ? { text: '', values: [] }
        : sort.column === 'status'
          ? statusSql(clocks)
          : { text: COLUMNS[sort.column], values: [] };
    const order = `${by.text} ${sort?.descending === true ? 'DESC' : 'ASC'}, key DESC`;
    if (sort === null)
      return ascendingKeysOf(
        this.#writer.get(`SELECT json_group_array(key) AS keys FROM actions ${where.text}`, ...where.values),
      );
    return keysOf(
      this.#writer.get(
        `SELECT json_group_array(key) AS keys FROM (SELECT key FROM actions ${where.text} ORDER BY ${order})`,
        ...where.values,
        ...by.values,
      ),
    );
  }

  /** Counts up each time that a date may have passed and changed the status of an action without a write. */
  #dates(clocks: Clocks, change: number): number {
    const before = this.#settled;
    if (before !== undefined && before.change === change && isWithin(before, clocks)) return before.count;
    const time = timeSql(clocks);
    const row = this.#writer.get(
      `SELECT min(locking_date - ${time.text}) AS slack FROM actions WHERE status = 'PENDING' AND locking_date > ${time.text}`,
      ...time.values,
      ...time.values,
    );
    const slack = row?.slack == null ? Number.POSITIVE_INFINITY : number(row.slack);
    this.#settled = { clocks, slack, change, count: (before?.count ?? 0) + 1 };
    return this.#settled.count;
  }

  #rows(keys: readonly number[], clocks: Clocks): ActionRow[] {
    const rows = new Map<number, Row>();
    const read = this.#writer.all(
      `SELECT ${ACTION_ROW} FROM actions WHERE key IN (SELECT value FROM json_each(?))`,
      JSON.stringify(keys),
    );
    for (const row of read) rows.set(number(row.key), row);
    return keys.flatMap((key) => {
      const row = rows.get(key);
      if (row === undefined) return [];
      const action = actionRow(row);
      return settledRow(action, timeOn(clocks, action.runId));
    });
  }
}

/** Whether no clock has come to the next date since, nor gone back, nor another run begun or ended. */
function isWithin({ clocks, slack }: { clocks: Clocks; slack: number }, now: Clocks): boolean {
  const ids = ({ runs }: Clocks) => runs.map(([id]) => id).join();
  if (ids(clocks) !== ids(now)) return false;
  const passed = [now.now - clocks.now, ...now.runs.map(([id, at]) => at - timeOn(clocks, id))];
  return passed.every((ms) => ms >= 0 && ms < slack);
}
