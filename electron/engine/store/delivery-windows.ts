import type {
  DeliveriesWindow,
  DeliveryFilter,
  MarksOverview,
  StepTallies,
} from '../../../shared/contract/activity-lists.ts';
import type { ListWindow } from '../../../shared/contract/window.ts';
import type { AttemptSummary, DeliveryView, Disorder } from '../../../shared/delivery/delivery.ts';
import { NO_DELIVERIES, type StepTally } from '../../../shared/delivery/tally.ts';
import type { Bars } from '../../../shared/timeline/histogram.ts';
import {
  ATTEMPT_COLUMNS,
  attemptSummary,
  DELIVERIES,
  deliveryView,
  number,
  type Row,
  text,
} from './activity-rows.ts';
import { DeliveryTallies } from './delivery-tallies.ts';
import { ascendingKeysOf, KeyLists, placeIn, windowOf } from './key-lists.ts';
import { StoredHead } from './list-head.ts';
import { hasMarkSql, type MarkMoments, overviewOf, readMoments } from './mark-moments.ts';
import type { Writer } from './writer.ts';

/** What stays as it is from the first write of a delivery on. */
type FixedFilter = Pick<DeliveryFilter, 'run' | 'step' | 'subject' | 'key'>;

/** What of a table of deliveries `d` fits. */
function fixedSql({ run, step, subject, key }: FixedFilter): { text: string; values: (string | number)[] } {
  const conditions = [
    { text: 'd.run_id = ?', value: run },
    { text: 'd.step = ?', value: step },
    { text: 'd.action_key = ?', value: key },
    { text: 'd.subject = ?', value: subject },
  ].flatMap(({ text, value }) => (value === undefined ? [] : [{ text, value }]));
  return {
    text: ['TRUE', ...conditions.map(({ text }) => text)].join(' AND '),
    values: conditions.map(({ value }) => value),
  };
}

/** Lists of deliveries in windows, and what all the deliveries of a list come to. */
export class DeliveryWindows {
  readonly head: StoredHead;
  readonly tallies: DeliveryTallies;
  readonly #writer: Writer;
  readonly #lists: KeyLists;
  /** The marks that were asked for last: who zooms and pans asks for the same ones. */
  #moments: { name: string; moments: MarkMoments } | undefined;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.head = new StoredHead(writer, 'deliveries');
    this.tallies = new DeliveryTallies(writer);
    this.#lists = new KeyLists(writer);
  }

  list({ from, at, limit, ...filter }: DeliveriesWindow): ListWindow<DeliveryView> {
    const revision = this.head.now.change;
    const ids = this.ids(filter);
    const { shown } = windowOf(ids, { from, at, limit });
    return { rows: this.#rows(shown), total: ids.length, revision };
  }

  /** The ids of all that fit, ascending, or of those from one to the other of two. */
  ids(filter: DeliveryFilter, between?: readonly [number, number]): readonly number[] {
    const { ids: wanted, after = 0, ...rest } = filter;
    const all = this.#ids(rest);
    const first = Math.max(after + 1, Math.min(...(between ?? [0])));
    const last = between === undefined ? Number.POSITIVE_INFINITY : Math.max(...between);
    const isWhole = first <= 1 && between === undefined;
    const ids = isWhole ? all : all.slice(placeIn(all, first), placeIn(all, last + 1));
    if (wanted === undefined) return ids;
    return [...new Set(wanted)].filter((id) => ids[placeIn(ids, id)] === id).toSorted((a, b) => a - b);
  }

  /** Where a delivery stands among those that fit, the oldest being 0; null when it is not one of them. */
  place(filter: DeliveryFilter, id: number): number | null {
    const ids = this.ids(filter);
    const place = placeIn(ids, id);
    return ids[place] === id ? place : null;
  }

  /** The marks of all deliveries of a list, in bars where these are given. */
  overview(filter: Pick<DeliveryFilter, 'run' | 'subject' | 'key'>, bars: Bars | undefined): MarksOverview {
    const { change } = this.head.now;
    const name = JSON.stringify([filter, change]);
    if (this.#moments?.name !== name)
      this.#moments = { name, moments: readMoments(this.#writer, fixedSql(filter)) };
    return overviewOf(this.#moments.moments, bars);
  }

  /** How many deliveries of a run something was done to on purpose, by what it was. */
  onPurpose(runId: number): { what: Disorder; deliveries: number }[] {
    return this.#writer
      .all(
        "SELECT intended, count(*) AS n FROM deliveries WHERE run_id = ? AND intended <> '' GROUP BY intended",
        runId,
      )
      .map(({ intended, n }) => ({ what: text(intended) as Disorder, deliveries: number(n) }));
  }

  /** Where the deliveries of each step of a run stand: one query by the index of runs. */
  stepTallies(runId: number): StepTallies {
    const steps = new Map<number, StepTally>();
    for (const { step, state, n, tried } of this.#writer.all(
      `SELECT step, state, count(*) AS n, count(*) FILTER (WHERE attempts > 0) AS tried FROM deliveries
       WHERE run_id = ? AND step IS NOT NULL GROUP BY step, state ORDER BY step`,
      runId,
    )) {
      const { tally, retrying } = steps.get(number(step)) ?? { tally: NO_DELIVERIES, retrying: 0 };
      steps.set(number(step), {
        step: number(step),
        tally: { ...tally, [text(state)]: number(n) },
        retrying: state === 'waiting' ? number(tried) : retrying,
      });
    }
    return { change: this.head.now.change, steps: [...steps.values()] };
  }

  /** How many deliveries of a run, or of work by hand for null, wait although their time has come. */
  heldBack(runId: number | null, now: number): number {
    const row = this.#writer.get(
      `SELECT count(*) AS n FROM deliveries INDEXED BY deliveries_open WHERE state IN ('waiting', 'in-flight') AND state = 'waiting'
         AND run_id IS ? AND due_at <= ?`,
      runId,
      now,
    );
    return number(row?.n);
  }

  /** After rows were removed. */
  forget(): void {
    this.head.forget();
    this.tallies.forget();
    this.#lists.forget();
    this.#moments = undefined;
  }

  #ids({ marks, ...fixed }: Omit<DeliveryFilter, 'ids' | 'after'>): readonly number[] {
    const { text, values } = fixedSql(fixed);
    const read = (condition: string, ...more: (string | number)[]) =>
      ascendingKeysOf(
        this.#writer.get(
          `SELECT json_group_array(d.id) AS keys FROM deliveries d WHERE ${text} AND ${condition}`,
          ...values,
          ...more,
        ),
      );
    const name = JSON.stringify([fixed.run, fixed.step, fixed.subject, fixed.key]);
    if (marks.length === 0)
      return this.#lists.growing(name, (after) => (after === 0 ? read('TRUE') : read('d.id > ?', after)));
    const stamp = String(this.head.now.change);
    const wanted = JSON.stringify(marks);
    return this.#lists.ordered(`${name} ${wanted}`, stamp, () => read(hasMarkSql('?', '?'), wanted, wanted));
  }

  #rows(ids: readonly number[]): DeliveryView[] {
    const wanted = JSON.stringify(ids);
    const rows = new Map<number, Row>();
    for (const row of this.#writer.all(
      `${DELIVERIES} WHERE d.id IN (SELECT value FROM json_each(?))`,
      wanted,
    ))
      rows.set(number(row.id), row);
    const attempts = attemptsOf(this.#writer, 'SELECT value FROM json_each(?)', wanted);
    return ids.flatMap((id) => {
      const row = rows.get(id);
      return row === undefined ? [] : deliveryView(row, attempts.get(id) ?? []);
    });
  }
}

/** The attempts of deliveries, by their delivery: those whose ids a query gives. */
export function attemptsOf(
  writer: Writer,
  deliveryIds: string,
  value: string | number,
): Map<number, AttemptSummary[]> {
  const attempts = new Map<number, AttemptSummary[]>();
  const rows = writer.all(
    `SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE delivery_id IN (${deliveryIds}) ORDER BY delivery_id, number`,
    value,
  );
  for (const row of rows) {
    const id = number(row.delivery_id);
    const all = attempts.get(id);
    if (all === undefined) attempts.set(id, [attemptSummary(row)]);
    else all.push(attemptSummary(row));
  }
  return attempts;
}
