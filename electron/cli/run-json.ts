import type { AttemptDetail, AttemptSummary } from '../../shared/delivery/delivery.ts';
import { openFor } from '../../shared/delivery/long-open.ts';
import { attemptReason } from '../../shared/delivery/outcome.ts';
import { formatIn } from '../../shared/domain/money.ts';
import { responseText } from '../engine/sender/response-text.ts';
import { receiverBooksJson } from './receiver-books-output.ts';
import { endOf, type Outcome, summaryOf } from './run-output.ts';

/** Most characters of a response's body that are printed. */
const BODY_LIMIT = 1_000;

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Reads an attempt with its bytes; undefined if it is gone. */
type ReadAttempt = (id: number) => AttemptDetail | undefined;

/**
 * The whole outcome as JSON for programs; docs/run-output.schema.json describes it. Nothing is omitted but what of the
 * bodies of responses is longer than 1,000 characters.
 */
export function asJson(outcome: Outcome, readAttempt: ReadAttempt) {
  const { run, actions, inquiries, items, deliveries, moneyDigits } = outcome;
  return {
    summary: summaryOf(outcome),
    seed: run.seed,
    start: iso(run.startedAt),
    state: run.state,
    books: actions.map(({ id, status, payout, amount, currency }) => ({
      actionId: id,
      status,
      payout: formatIn(payout, currency, moneyDigits),
      amount: formatIn(amount, currency, moneyDigits),
      currency,
    })),
    ...(run.receiverBooks !== null && { receiverBooks: receiverBooksJson(run.receiverBooks) }),
    inquiries: inquiries.map(({ inquiry: { id, type, orderId, closed, program } }) => ({
      inquiryId: id,
      type,
      orderId,
      resolution: closed?.resolution ?? 'UNRESOLVED',
      finalPayout: closed === null ? null : formatIn(closed.finalPayout, program.currency, moneyDigits),
    })),
    items: items.map(({ catalog, item }) => ({
      catalogId: catalog.id,
      sku: item.sku,
      price: formatIn(item.price, catalog.program.currency, moneyDigits),
      stock: item.stock,
      removed: item.removed,
    })),
    expectations: run.expectations.map(({ expected, found, holds }) => ({ expected, found, holds })),
    skipped: run.skipped,
    deliveries: deliveries.map((delivery) => ({
      event: delivery.event,
      actionId: delivery.subjectId,
      postback: delivery.postbackName,
      outcome: delivery.state,
      /** From the event to the end; the platform says to contact support after an hour. */
      openMs: openFor(delivery, endOf(run)),
      attempts: delivery.attempts.map((attempt) => attemptJson(attempt, readAttempt(attempt.id))),
    })),
  };
}

/** Where a request went, as it was sent; null where nothing can be sent. */
function urlOf({ origin, request }: AttemptDetail): string | null {
  if (origin === '') return null;
  const [line = ''] = Buffer.from(request, 'base64').toString('latin1').split('\r\n', 1);
  return origin + (line.split(' ')[1] ?? '');
}

function attemptJson(
  { dueAt, sentAt, status, outcome, durationMs, nextAt }: AttemptSummary,
  detail: AttemptDetail | undefined,
) {
  const { response = null, cause = '' } = detail ?? {};
  return {
    url: detail === undefined ? null : urlOf(detail),
    dueAt: iso(dueAt),
    sentAt: iso(sentAt),
    status,
    outcome,
    reason: attemptReason({ outcome, status, cause }),
    durationMs: durationMs === null ? null : Math.round(durationMs * 100) / 100,
    ...(response !== null && {
      responseBody: responseText(response.headers, Buffer.from(response.body, 'base64')).slice(0, BODY_LIMIT),
      responseLength: response.bodyLength,
    }),
    nextAt: iso(nextAt),
  };
}
