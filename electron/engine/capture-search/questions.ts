import type {
  CaptureHistogram,
  CaptureKey,
  CaptureRow,
  CaptureWindow,
} from '../../../shared/contract/captures.ts';
import { type IdRange, mergedRanges } from '../../../shared/receiver/capture-ranges.ts';
import { resolveField } from '../../../shared/receiver/query/capture-fields.ts';
import { captureFilter } from '../capture-filter.ts';
import type { CaptureFilter, FieldCondition } from '../store/capture-condition.ts';
import type { CaptureRecord } from '../store/capture-record.ts';
import { NO_FILTER, withText } from '../store/capture-scan.ts';
import type { CaptureStore } from '../store/captures.ts';

/** Which captures are meant: those that meet a query line and contain a text, up to an id. */
interface Asked {
  query?: string | undefined;
  search?: string | undefined;
  upTo?: number | undefined;
}

/** What may be asked about captures, each with its answer; all of it is data, so that a thread can be asked. */
export interface CaptureQuestions {
  list: {
    asked: Asked & {
      from?: 'newest' | 'oldest' | undefined;
      at?: number | undefined;
      limit: number;
      columns?: readonly string[] | undefined;
    };
    answer: CaptureWindow;
  };
  histogram: {
    asked: Asked & { buckets: number; between?: readonly [number, number] | undefined };
    answer: CaptureHistogram;
  };
  keys: { asked: Record<never, never>; answer: CaptureKey[] };
  nextError: {
    asked: Asked & { from: number; direction: 'newer' | 'older' };
    answer: { id: number | null };
  };
  values: {
    asked: { ids: readonly number[]; fields: readonly string[] };
    answer: { id: number; values: (string | null)[] }[];
  };
  selected: {
    asked: { query: string; ranges: readonly IdRange[]; after: number; limit: number };
    answer: { total: number; ids: number[] };
  };
}

export type Question = {
  [Name in keyof CaptureQuestions]: { name: Name; asked: CaptureQuestions[Name]['asked'] };
}[keyof CaptureQuestions];

type Answers = {
  [Name in keyof CaptureQuestions]: (
    store: CaptureStore,
    asked: CaptureQuestions[Name]['asked'],
    isCancelled: () => boolean,
  ) => CaptureQuestions[Name]['answer'];
};

const ANSWERS: Answers = { list, histogram, keys, nextError, selected, values: valuesOf };

/** Answers about one moment of a store. Throws what the query line is refused with, and QueryCancelled. */
export function answer(store: CaptureStore, { name, asked }: Question, isCancelled: () => boolean): unknown {
  const ask = ANSWERS[name] as (
    from: CaptureStore,
    what: Question['asked'],
    cancelled: () => boolean,
  ) => unknown;
  return store.atOneMoment(() => ask(store, asked, isCancelled));
}

function list(
  store: CaptureStore,
  { query = '', columns, ...window }: CaptureQuestions['list']['asked'],
  isCancelled: () => boolean,
): CaptureWindow {
  const found = store.list({ ...window, filter: captureFilter(query) }, isCancelled);
  return columns === undefined ? found : { ...found, rows: withColumns(store, found.rows, columns) };
}

/** Rows with the values of some fields; null for one that the capture does not have. */
function withColumns(
  store: CaptureStore,
  rows: readonly CaptureRow[],
  columns: readonly string[],
): CaptureRow[] {
  const ids = rows.map(({ id }) => id);
  const values = new Map(valuesOf(store, { ids, fields: columns }).map((row) => [row.id, row.values]));
  return rows.map((row) => ({ ...row, columns: values.get(row.id) ?? columns.map(() => null) }));
}

/** The values that captures have of fields. */
function valuesOf(
  store: CaptureStore,
  { ids, fields }: CaptureQuestions['values']['asked'],
): CaptureQuestions['values']['answer'] {
  return [...store.scan.records({ ids })].map(({ record }) => ({
    id: record.capture.id,
    values: fields.map((field) => columnValue(record, field)),
  }));
}

function columnValue(record: CaptureRecord, column: string): string | null {
  const inBraces = column.startsWith('{') && column.endsWith('}');
  const name = inBraces ? column.slice(1, -1) : column;
  const resolved = resolveField(name, [], { inBraces });
  const field = resolved?.source === 'capture' ? resolved.field : undefined;
  const values =
    field === undefined ? record.values('request', name.toLowerCase()) : record.values('capture', field.name);
  if (values.length === 0) return null;
  const text = (value: string | number) =>
    field?.comparison === 'moment' ? new Date(Number(value)).toISOString() : String(value);
  return values.map(text).join(', ');
}

/** How many captures arrived when, by how they were responded to. */
function histogram(
  store: CaptureStore,
  {
    query = '',
    search,
    upTo = Number.MAX_SAFE_INTEGER,
    buckets,
    between,
  }: CaptureQuestions['histogram']['asked'],
  isCancelled: () => boolean,
): CaptureHistogram {
  const found = store.find(captureFilter(query), search, isCancelled);
  const times: number[] = [];
  const statuses: number[] = [];
  for (const { id, receivedAt, status } of store.queries.responses(found)) {
    if (id > upTo || receivedAt === null) continue;
    times.push(receivedAt);
    statuses.push(status ?? 0);
  }
  if (times.length === 0 && between === undefined) return { from: null, to: null, buckets: [] };
  const [from, to] = between ?? endsOf(times);
  const counts = Array.from({ length: buckets }, () => ({ ok: 0, refused: 0, none: 0 }));
  const width = (to - from + 1) / buckets;
  times.forEach((time, index) => {
    if (time < from || time > to) return;
    const bucket = counts[Math.min(buckets - 1, Math.floor((time - from) / width))]!;
    const status = statuses[index]!;
    if (status === 0) bucket.none += 1;
    else if (isOk(status)) bucket.ok += 1;
    else bucket.refused += 1;
  });
  return { from, to, buckets: counts };
}

function endsOf(times: readonly number[]): readonly [number, number] {
  let [from, to] = [times[0]!, times[0]!];
  for (const time of times) {
    if (time < from) from = time;
    else if (time > to) to = time;
  }
  return [from, to];
}

const isOk = (status: number) => status >= 200 && status < 300;

/** The keys that captured requests have, with how often, the most frequent first. */
function keys(store: CaptureStore): CaptureKey[] {
  return [...store.queries.keys().values()].toSorted(
    (a, b) => b.inRequests - a.inRequests || b.ofDeliveries - a.ofDeliveries || (a.key < b.key ? -1 : 1),
  );
}

const NOT_OK: FieldCondition = {
  source: 'capture',
  name: 'status',
  excluded: true,
  isMet: (values) => values.some((status) => isOk(Number(status))),
  isNumeric: true,
};

/** The next capture that had no 2xx response. */
function nextError(
  store: CaptureStore,
  {
    query = '',
    search,
    upTo = Number.MAX_SAFE_INTEGER,
    from,
    direction,
  }: CaptureQuestions['nextError']['asked'],
  isCancelled: () => boolean,
): { id: number | null } {
  const asked = captureFilter(query) ?? NO_FILTER;
  // No line has a line break.
  const failed: CaptureFilter = {
    ...asked,
    line: `${asked.line}\nnot 2xx`,
    fields: [...asked.fields, NOT_OK],
  };
  const found = store.queries.find(withText(failed, search), isCancelled);
  return { id: found.next(from, direction, upTo) ?? null };
}

/** How many captures are selected, and the first of them after one. */
function selected(
  store: CaptureStore,
  { query, ranges, after, limit }: CaptureQuestions['selected']['asked'],
  isCancelled: () => boolean,
): { total: number; ids: number[] } {
  const filter = captureFilter(query);
  const found = filter && store.find(filter, undefined, isCancelled);
  const countUpTo = (id: number) => found?.countUpTo(id) ?? store.countUpTo(id);
  let total = 0;
  const ids: number[] = [];
  for (const [from, through] of mergedRanges(ranges)) {
    const before = countUpTo(from - 1);
    const end = countUpTo(through);
    total += end - before;
    const rest = limit - ids.length;
    if (rest === 0 || through <= after) continue;
    const begin = from > after ? before : countUpTo(after);
    const more =
      found?.slice(begin, Math.min(end, begin + rest)) ??
      store.idsBetween(Math.max(from, after + 1), through, rest);
    for (const id of more) ids.push(id);
  }
  return { total, ids };
}
