import type {
  Capture,
  CaptureDelivery,
  CaptureState,
  CaptureSummary,
} from '../../../shared/contract/captures.ts';
import type { AttemptOutcome } from '../../../shared/delivery/outcome.ts';
import type { ActionEventKind } from '../../../shared/domain/action.ts';

/** A row of the list as SQLite gives it, with what is known of the delivery. */
export interface SummaryRow {
  id: number;
  received_at: number;
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
}

export interface DetailRow extends SummaryRow {
  http_version: string;
  note: string;
  headers: string;
  answer: string | null;
  head: Uint8Array;
  kept_length: number;
  body: Uint8Array;
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
    receivedAt: row.received_at,
    tookUs: row.took_us,
    state: row.state,
    method: row.method,
    target: row.target,
    remote: row.remote,
    bodyLength: row.body_length,
    answerStatus: row.answer_status,
    userAgent: row.user_agent,
    delivery: deliveryOf(row),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Names and values in turn, as they are stored, to pairs. */
function pairsOf(flat: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([flat[index] ?? '', flat[index + 1] ?? '']);
  }
  return pairs;
}

export function captureOf(row: DetailRow): Capture {
  return {
    ...summaryOf(row),
    httpVersion: row.http_version,
    headers: pairsOf(JSON.parse(row.headers) as string[]),
    head: base64(row.head),
    keptLength: row.kept_length,
    body: base64(row.body),
    answer: row.answer === null ? null : (JSON.parse(row.answer) as Capture['answer']),
    note: row.note,
  };
}
