import type { SQLInputValue } from 'node:sqlite';
import { refusedCertificate } from '../../../shared/delivery/certificate.ts';
import type {
  AttemptDetail,
  AttemptSummary,
  DeliveryView,
  MaintenanceView,
} from '../../../shared/delivery/delivery.ts';
import {
  type AttemptOutcome,
  type DeliveryState,
  outcomeSentence,
} from '../../../shared/delivery/outcome.ts';
import { changedSecrets, changedSecretsSentence } from '../../../shared/delivery/secret-changes.ts';
import type { ActionRow } from '../../../shared/domain/action-view.ts';
import type { RunDelivery } from '../../../shared/receiver/compare/compare-deliveries.ts';
import type { RunView } from '../../../shared/scenario/run-view.ts';
import type { Row } from './connection.ts';
import { readHeaders, readParts, readRun, readSecrets } from './stored-json.ts';

export type { Row };

export const text = (value: SQLInputValue | undefined): string => (typeof value === 'string' ? value : '');
export const number = (value: SQLInputValue | undefined): number => Number(value ?? 0);
export const orNull = (value: SQLInputValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
export const json = <T>(value: SQLInputValue | undefined): T => JSON.parse(text(value)) as T;
const base64 = (value: SQLInputValue | undefined) =>
  Buffer.from((value ?? []) as Uint8Array).toString('base64');

export const ATTEMPT_COLUMNS =
  'id, delivery_id, number, due_at, sent_at, ended_at, outcome, status, duration_ms, next_at, rate_wait_ms, maintenance_wait_ms, intended';

/** The columns of an action in a list; the action itself and its ledger stay unread. */
export const ACTION_ROW =
  'key, change, run_id, updated_at, id, program_id, program_name, event_type, status, amount, payout, currency, order_id, sub_id1, shared_id, event_date, locking_date, cleared, entries';

/**
 * A delivery with the name of its postback, without the texts that only sending needs. Which event of its subject fired
 * it stands in `seed_key`, behind the subject's id: "1000.4636.158133/2/postbacks/acme.yaml".
 */
export const DELIVERIES = `SELECT d.id, d.change, d.state, d.run_id, d.step, d.subject, d.action_key, d.action_id, d.event, d.created_at, d.due_at,
  d.processing_ms, d.minimum_delay_ms, d.intended, d.attempts, d.payout,
  CASE WHEN d.subject IN ('action', 'inquiry') THEN CAST(substr(d.seed_key, length(d.action_id) + 2) AS INTEGER) ELSE 0 END AS nth,
  t.text ->> '$.name' AS name, d.postback AS file
  FROM deliveries d JOIN templates t ON t.id = d.template_id`;

export function attemptSummary(row: Row): AttemptSummary {
  return {
    id: number(row.id),
    number: number(row.number),
    dueAt: number(row.due_at),
    sentAt: number(row.sent_at),
    endedAt: orNull(row.ended_at),
    outcome: text(row.outcome) as AttemptOutcome,
    status: orNull(row.status),
    durationMs: orNull(row.duration_ms),
    nextAt: orNull(row.next_at),
    rateWaitMs: number(row.rate_wait_ms),
    maintenanceWaitMs: number(row.maintenance_wait_ms),
    intended: text(row.intended) as AttemptSummary['intended'],
  };
}

/** `earlier`: what `attempts.secrets` holds of the delivery's attempts before this one, oldest first. */
export function attemptDetail(
  row: Row,
  captureId: number | null,
  earlier: readonly SQLInputValue[],
): AttemptDetail {
  const summary = attemptSummary(row);
  const response =
    row.answer_headers === null
      ? null
      : {
          status: summary.status ?? 0,
          headers: readHeaders(row.answer_headers),
          body: base64(row.answer_body),
          bodyLength: number(row.answer_length),
        };
  return {
    ...summary,
    deliveryId: number(row.delivery_id),
    origin: text(row.origin),
    request: base64(row.request),
    response,
    sentence: sentenceOf(summary, row.secrets, earlier),
    cause: text(row.cause),
    certificate: summary.outcome === 'tls-error' ? refusedCertificate(text(row.cause)) : null,
    timings: {
      connectMs: orNull(row.connect_ms),
      firstByteMs: orNull(row.first_byte_ms),
      totalMs: summary.durationMs,
    },
    next: { sentence: text(row.next_sentence), parts: readParts(row.next_parts) },
    captureId,
  };
}

/** What happened, and whether secrets had other values than at the first attempt. */
function sentenceOf(
  { outcome, status }: AttemptSummary,
  secrets: SQLInputValue | undefined,
  earlier: readonly SQLInputValue[],
): string {
  const sentence = outcomeSentence(outcome, status);
  if (secrets === '[]' || earlier.length === 0) return sentence;
  const changed = changedSecrets(readSecrets(secrets), earlier.map(readSecrets));
  return `${sentence} ${changedSecretsSentence(changed)}`.trimEnd();
}

export function deliveryView(row: Row, attempts: AttemptSummary[]): DeliveryView {
  return {
    id: number(row.id),
    change: number(row.change),
    runId: orNull(row.run_id),
    step: orNull(row.step),
    subject: text(row.subject) as DeliveryView['subject'],
    subjectKey: number(row.action_key),
    subjectId: text(row.action_id),
    event: text(row.event) as DeliveryView['event'],
    nth: number(row.nth),
    ...(row.payout === null ? {} : { payout: text(row.payout) }),
    postbackName: text(row.name),
    state: text(row.state) as DeliveryState,
    createdAt: number(row.created_at),
    dueAt: orNull(row.due_at),
    processingMs: number(row.processing_ms),
    minimumDelayMs: number(row.minimum_delay_ms),
    intended: text(row.intended) as DeliveryView['intended'],
    attempts,
  };
}

/** Of a row of DELIVERIES. */
export function runDelivery(row: Row): RunDelivery {
  return {
    id: number(row.id),
    subject: text(row.subject) as DeliveryView['subject'],
    subjectKey: number(row.action_key),
    subjectId: text(row.action_id),
    event: text(row.event),
    nth: number(row.nth),
    postbackFile: text(row.file),
  };
}

export function runView(row: Row): RunView {
  return { ...readRun(row.view), id: number(row.id), change: number(row.change) };
}

export function maintenanceView(row: Row): MaintenanceView {
  return {
    id: number(row.id),
    change: number(row.change),
    runId: orNull(row.run_id),
    announcedAt: number(row.announced_at),
    startedAt: orNull(row.started_at),
    endedAt: orNull(row.ended_at),
  };
}

export function actionRow(row: Row): ActionRow {
  return {
    key: number(row.key),
    change: number(row.change),
    runId: orNull(row.run_id),
    id: text(row.id),
    programId: text(row.program_id),
    programName: text(row.program_name),
    eventType: text(row.event_type),
    status: text(row.status) as ActionRow['status'],
    amount: number(row.amount),
    payout: number(row.payout),
    currency: text(row.currency),
    orderId: text(row.order_id),
    subId1: text(row.sub_id1),
    sharedId: text(row.shared_id),
    eventDate: number(row.event_date),
    lockingDate: number(row.locking_date),
    cleared: number(row.cleared) === 1,
    entries: number(row.entries),
    updatedAt: number(row.updated_at),
  };
}
