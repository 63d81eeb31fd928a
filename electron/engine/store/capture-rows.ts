import type { DatabaseSync } from 'node:sqlite';
import type {
  Capture,
  CaptureDelivery,
  CaptureRule,
  CaptureState,
  CaptureSummary,
} from '../../../shared/contract/captures.ts';
import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import type { ActionEventKind } from '../../../shared/domain/action.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import type { ResponseOwner } from '../../../shared/timeline/receiver-history.ts';
import { codingsOf, decodedBody } from '../decoded-body.ts';
import { type MarkRow, markOf } from './capture-marks.ts';
import { readHead } from './wire.ts';

/** A row of the list as SQLite gives it, with what is known of the delivery. */
export interface SummaryRow extends MarkRow {
  id: number;
  /** Null for captures of before version 16. */
  real_at: number | null;
  virtual_at: number;
  endpoint: string;
  took_us: number;
  state: CaptureState;
  method: string;
  remote: string;
  body_length: number;
  answer_status: number | null;
  user_agent: string;
  target: string;
  attempt_id: number | null;
  delivery_id: number | null;
  number: number | null;
  outcome: AttemptOutcome | null;
  event: ActionEventKind | null;
  action_id: string | null;
  /** Null for captures that arrived here. */
  origin: string | null;
}

export interface DetailRow extends SummaryRow {
  http_version: string;
  note: string;
  /** Null for captures of before version 21, too. */
  rule: string | null;
  rule_owner: string | null;
  answer: Uint8Array | null;
  head: Uint8Array;
  kept_length: number;
  body: Uint8Array;
}

/** Where the rows of captures are read from. */
export interface SummarySource {
  /** The columns of a SummaryRow. */
  columns: string;
  /** Those of the response rule. */
  rule: string;
  from: string;
}

const SUMMARY = `c.id, coalesce(a.sent_at, c.received_at) AS virtual_at, c.took_us, c.state, c.method, c.remote, c.body_length, c.answer_status,
  c.user_agent, c.target, c.attempt_id, a.delivery_id, a.number, a.outcome, d.event, d.action_id`;
const FROM = `FROM captures c LEFT JOIN attempts a ON a.id = c.attempt_id
  LEFT JOIN deliveries d ON d.id = a.delivery_id`;

const NO_MARKS = 'NULL AS pinned, NULL AS mark_note, NULL AS labels, NULL AS origin';

/** The same for every version of a store: an older one, which is only read, does not have all columns. */
export function summarySource(database: DatabaseSync): SummarySource {
  const has = (column: string) =>
    database.prepare("SELECT 1 FROM pragma_table_info('captures') WHERE name = ?").get(column) !== undefined;
  const realAt = has('real_at') ? 'c.real_at' : 'NULL AS real_at';
  const endpoint = has('endpoint') ? 'c.endpoint' : "'default' AS endpoint";
  // Marks and origins are of version 21.
  const isMarked = has('origin');
  const marks = isMarked ? 'm.pinned, m.note AS mark_note, m.labels, c.origin' : NO_MARKS;
  return {
    columns: `${realAt}, ${endpoint}, ${SUMMARY}, ${marks}`,
    rule: has('rule') ? 'c.rule, c.rule_owner' : 'NULL AS rule, NULL AS rule_owner',
    from: isMarked ? `${FROM} LEFT JOIN capture_marks m ON m.capture_id = c.id` : FROM,
  };
}

function deliveryOf(row: SummaryRow): CaptureDelivery | null {
  const { attempt_id, delivery_id, number, outcome, event, action_id } = row;
  if (attempt_id === null || delivery_id === null || number === null) return null;
  if (outcome === null || event === null || action_id === null) return null;
  return {
    deliveryId: delivery_id,
    attemptId: attempt_id,
    attemptNumber: number,
    event,
    subject: action_id,
    outcome,
  };
}

export function summaryOf(row: SummaryRow): CaptureSummary {
  return {
    id: row.id,
    receivedAt: row.real_at,
    virtualAt: row.virtual_at,
    tookUs: row.took_us,
    state: row.state,
    endpoint: row.endpoint,
    method: row.method,
    target: row.target,
    remote: row.remote,
    bodyLength: row.body_length,
    responseStatus: row.answer_status,
    userAgent: row.user_agent,
    delivery: deliveryOf(row),
    mark: markOf(row),
    origin: row.origin,
  };
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function responseOf(bytes: Uint8Array | null, status: number | null): Capture['response'] {
  if (bytes === null || status === null) return null;
  const wire = bufferOf(bytes);
  const { headers, end } = readHead(wire);
  const body = wire.subarray(end);
  const isCoded = body.length > 0 && codingsOf(headerOf(headers, 'content-encoding') ?? '').length > 0;
  const decoded = isCoded ? decodedBody(headers, body) : undefined;
  return {
    status,
    headers,
    body: body.toString('base64'),
    ...(decoded === undefined ? {} : { decodedBody: bufferOf(decoded).toString('base64') }),
  };
}

/** The body without its Content-Encoding, as far as its bytes are here; null where it has none or does not match it. */
function decodedOf(headers: readonly [string, string][], row: DetailRow): string | null {
  if (codingsOf(headerOf(headers, 'content-encoding') ?? '').length === 0 || row.body.length === 0)
    return null;
  const cut = row.body.length < row.body_length;
  const bytes = decodedBody(headers, row.body, { cut });
  return bytes === undefined ? null : bufferOf(bytes).toString('base64');
}

function ruleOf({ rule, rule_owner }: DetailRow): CaptureRule | null {
  return rule === null || rule_owner === null ? null : { name: rule, owner: rule_owner as ResponseOwner };
}

export function captureOf(row: DetailRow): Capture {
  const head = bufferOf(row.head);
  const { headers } = readHead(head);
  return {
    ...summaryOf(row),
    httpVersion: row.http_version,
    headers,
    head: head.toString('base64'),
    keptLength: row.kept_length,
    body: bufferOf(row.body).toString('base64'),
    decodedBody: decodedOf(headers, row),
    response: responseOf(row.answer, row.answer_status),
    note: row.note,
    rule: ruleOf(row),
  };
}
