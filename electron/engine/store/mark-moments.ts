import type { MarksOverview } from '../../../shared/contract/activity-lists.ts';
import { kindOf, MARK_OF_OUTCOME, MARKS } from '../../../shared/delivery/mark.ts';
import { ATTEMPT_OUTCOMES } from '../../../shared/delivery/outcome.ts';
import { type Bars, barsOf, type Moments } from '../../../shared/timeline/histogram.ts';
import { json, orNull } from './activity-rows.ts';
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

/** All marks of a list of deliveries, in no order, and when its first event was. */
export interface MarkMoments {
  marks: Moments;
  begin: number | null;
}

/** Reads the marks of the deliveries `d` for which a condition holds: 100,000 of them in about 150 ms. */
export function readMoments(
  writer: Writer,
  { text: where, values }: { text: string; values: readonly (string | number)[] },
): MarkMoments {
  const kindSql = `CASE ${MARK_SQL} ${MARKS.map((mark, kind) => `WHEN '${mark}' THEN ${kind}`).join(' ')} END`;
  const attempts = writer.get(
    `SELECT json_group_array(a.sent_at) AS at, json_group_array(${kindSql}) AS kind
     FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE ${where}`,
    ...values,
  )!;
  const at = json<number[]>(attempts.at);
  const kind = json<number[]>(attempts.kind);
  for (const { mark, state, at: sql } of [
    { mark: 'planned', state: 'waiting', at: PLANNED_AT },
    { mark: 'cancelled', state: 'cancelled', at: CANCELLED_AT },
  ] as const) {
    const found = writer.get(
      `SELECT json_group_array(at) FILTER (WHERE at IS NOT NULL) AS at
       FROM (SELECT ${sql} AS at FROM deliveries d WHERE d.state = '${state}' AND ${where})`,
      ...values,
    )!;
    for (const moment of json<number[]>(found.at)) {
      at.push(moment);
      kind.push(kindOf(mark));
    }
  }
  const begin = orNull(
    writer.get(`SELECT min(d.created_at) AS begin FROM deliveries d WHERE ${where}`, ...values)?.begin,
  );
  return { marks: { at: Float64Array.from(at), kind: Uint8Array.from(kind), length: at.length }, begin };
}

/** What a timeline needs of all the marks of a list. */
export function overviewOf({ marks, begin }: MarkMoments, bars: Bars | undefined): MarksOverview {
  const counts = MARKS.map(() => 0);
  const plannedKind = kindOf('planned');
  let until = Number.NEGATIVE_INFINITY;
  let planned: number | null = null;
  for (let index = 0; index < marks.length; index += 1) {
    const [at, kind] = [marks.at[index]!, marks.kind[index]!];
    counts[kind]! += 1;
    if (kind === plannedKind) planned = planned === null ? at : Math.max(planned, at);
    else if (at > until) until = at;
  }
  return {
    counts,
    past: begin === null ? null : { from: begin, to: Math.max(begin, until) },
    planned,
    bars: bars === undefined ? [] : barsOf(marks, bars, MARKS.length),
  };
}
