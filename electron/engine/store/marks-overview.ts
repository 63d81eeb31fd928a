import type { Bars, MarksOverview } from '../../../shared/contract/activity-lists.ts';
import { kindOf, MARK_OF_OUTCOME, MARKS, type Mark, markOfAttempt } from '../../../shared/delivery/mark.ts';
import {
  ATTEMPT_OUTCOMES,
  type AttemptOutcome,
  type DeliveryState,
} from '../../../shared/delivery/outcome.ts';
import { number, orNull, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The mark of an attempt `a` of a delivery `d`, as `markOfAttempt` tells it. */
const MARK_SQL = `CASE WHEN d.state = 'given-up' AND a.number = d.attempts AND a.outcome NOT IN (${ATTEMPT_OUTCOMES.filter(
  (outcome) => MARK_OF_OUTCOME[outcome] === 'cancelled',
)
  .map((outcome) => `'${outcome}'`)
  .join()}) THEN 'given-up' ELSE CASE a.outcome ${ATTEMPT_OUTCOMES.map(
  (outcome) => `WHEN '${outcome}' THEN '${MARK_OF_OUTCOME[outcome]}'`,
).join(' ')} END END`;

/** Whether a delivery `d` has one of the marks in a JSON array, of which there are two parameters. */
export function hasMarkSql(state: string, attempt: string): string {
  return `(CASE d.state WHEN 'waiting' THEN 'planned' WHEN 'cancelled' THEN 'cancelled' END IN (SELECT value FROM json_each(${state}))
    OR EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = d.id AND ${MARK_SQL} IN (SELECT value FROM json_each(${attempt}))))`;
}

/** When the next attempt of a delivery `d` that waits is due; see `plannedAt`. */
const PLANNED_AT = 'coalesce(d.due_at, d.created_at + d.processing_ms + d.minimum_delay_ms)';

/** The last attempt of a delivery `d`. */
const LAST = 'SELECT %s FROM attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 1';
const FIRST = 'SELECT %s FROM attempts a WHERE a.delivery_id = d.id ORDER BY a.number LIMIT 1';
const of = (query: string, column: string) => `(${query.replace('%s', column)})`;

/** Where a cancelled delivery `d` ended that has no attempt which says so: where its next one would have been. */
const CANCELLED_AT = `CASE WHEN ${of(LAST, 'a.outcome')} IS NOT 'cancelled' THEN coalesce(${of(LAST, 'a.next_at')},
  ${of(FIRST, 'a.due_at')}, d.created_at + d.processing_ms + d.minimum_delay_ms) END`;

/** All marks of the deliveries `d` for which a condition holds, in bars where these are given. */
export function overviewOf(
  writer: Writer,
  { text: where, values }: { text: string; values: readonly (string | number)[] },
  bars: Bars | undefined,
): MarksOverview {
  const { from = 0, step = 1, buckets = 0 } = bars ?? {};
  const barOf = (at: string) =>
    `CASE WHEN ${at} >= ? AND ${at} < ? THEN CAST((${at} - ?) / ? AS INTEGER) ELSE -1 END`;
  const barValues = [from, from + step * buckets, from, step];
  const counts = MARKS.map(() => 0);
  const told = new Map<number, [bucket: number, kind: number, count: number]>();
  let until = Number.NEGATIVE_INFINITY;
  let planned: number | null = null;
  const take = (mark: Mark, bucket: number, count: number, latest: number) => {
    const kind = kindOf(mark);
    counts[kind]! += count;
    if (mark === 'planned') planned = Math.max(planned ?? latest, latest);
    else until = Math.max(until, latest);
    if (bucket < 0 || bucket >= buckets) return;
    const bar = told.get(bucket * MARKS.length + kind);
    if (bar === undefined) told.set(bucket * MARKS.length + kind, [bucket, kind, count]);
    else bar[2] += count;
  };
  const attempts = writer.all(
    `SELECT ${barOf('a.sent_at')} AS bar, a.outcome AS outcome, d.state = 'given-up' AND a.number = d.attempts AS final,
       count(*) AS n, max(a.sent_at) AS latest
     FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE ${where} GROUP BY 1, 2, 3`,
    ...barValues,
    ...values,
  );
  for (const { bar, outcome, final, n, latest } of attempts) {
    const state: DeliveryState = number(final) === 1 ? 'given-up' : 'delivered';
    const mark = markOfAttempt(state, text(outcome) as AttemptOutcome, number(final) === 1);
    take(mark, number(bar), number(n), number(latest));
  }
  for (const { mark, state, at } of [
    { mark: 'planned', state: 'waiting', at: PLANNED_AT },
    { mark: 'cancelled', state: 'cancelled', at: CANCELLED_AT },
  ] as const) {
    const groups = writer.all(
      `SELECT ${barOf('at')} AS bar, count(*) AS n, max(at) AS latest
       FROM (SELECT ${at} AS at FROM deliveries d WHERE d.state = '${state}' AND ${where}) WHERE at IS NOT NULL GROUP BY 1`,
      ...barValues,
      ...values,
    );
    for (const { bar, n, latest } of groups) take(mark, number(bar), number(n), number(latest));
  }
  const begin = orNull(
    writer.get(`SELECT min(d.created_at) AS begin FROM deliveries d WHERE ${where}`, ...values)?.begin,
  );
  return {
    counts,
    past: begin === null ? null : { from: begin, to: Math.max(begin, until) },
    planned,
    bars: [...told.values()],
  };
}
