import type { InquiryView } from '../../shared/contract/world.ts';
import type { DeliveryView } from '../../shared/delivery/delivery.ts';
import { isLong, openFor } from '../../shared/delivery/long-open.ts';
import type { ActionRow } from '../../shared/domain/action-view.ts';
import type { MoneyDigits } from '../../shared/domain/currency-digits.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { formatIn } from '../../shared/domain/money.ts';
import type { RunView } from '../../shared/scenario/run-view.ts';
import { printable } from '../../shared/terminal-text.ts';
import type { RunItem } from '../engine/runs.ts';
import type { CommandIo } from './io.ts';
import { printReceiverBooks, receiverText } from './receiver-books-output.ts';

/** The whole outcome of a run. */
export interface Outcome {
  run: RunView;
  actions: readonly ActionRow[];
  inquiries: readonly InquiryView[];
  items: readonly RunItem[];
  deliveries: readonly DeliveryView[];
  /** How many digits amounts have. */
  moneyDigits: MoneyDigits;
}

/** Counts of a run. */
export function summaryOf({ run: { events }, deliveries }: Outcome) {
  return {
    events,
    deliveries: deliveries.length,
    delivered: deliveries.filter(({ state }) => state === 'delivered').length,
    gaveUp: deliveries.filter(({ state }) => state === 'given-up').length,
    attempts: deliveries.reduce((sum, { attempts }) => sum + attempts.length, 0),
  };
}

/** Most lines printed of one kind; beyond that, only a count. --json has them all. */
const LISTED = { delivered: 50, others: 200, actions: 50 };

/** What was skipped, which expectations failed and what was found instead, and how many passed. */
function printExpectations({ expectations, skipped }: RunView, io: CommandIo): void {
  for (const sentence of skipped) io.out(`Skipped: ${sentence}`);
  for (const { expected, found, holds } of expectations)
    if (!holds) io.out(`Expectation not met: ${expected}; found ${found}`);
  if (expectations.length === 0) return;
  const held = expectations.filter(({ holds }) => holds).length;
  io.out(`${held} of ${expectations.length} expectations met`);
}

/** Virtual time at which open deliveries were last seen. */
export const endOf = ({ endedAt, startedAt }: RunView) => endedAt ?? startedAt;

function deliveryLine(delivery: DeliveryView, now: number): string {
  const { event, subjectId, postbackName, state, attempts } = delivery;
  const last = attempts.at(-1);
  const answer = last?.status ?? last?.outcome ?? 'not sent';
  const times = attempts.length === 1 ? '' : `  ${attempts.length} attempts`;
  const minutes = Math.floor(openFor(delivery, now) / 60_000);
  const long = isLong(delivery, now) ? `  open ${formatDuration(minutes * 60_000)}` : '';
  return `${state.padEnd(10)} ${event.padEnd(14)} ${subjectId}  ${postbackName}  ${answer}${times}${long}`;
}

/**
 * The outcome of a run for people: the first deliveries that arrived, those that did not, the first actions, and the
 * totals. What is omitted is counted.
 */
export function printText(outcome: Outcome, io: CommandIo): void {
  const { run, actions, deliveries, moneyDigits } = outcome;
  const now = endOf(run);
  const left = { delivered: 0, others: 0 };
  const listed = { delivered: 0, others: 0 };
  for (const delivery of deliveries) {
    const kind = delivery.state === 'delivered' ? 'delivered' : 'others';
    if (listed[kind] === LISTED[kind]) {
      left[kind] += 1;
      continue;
    }
    listed[kind] += 1;
    io.out(deliveryLine(delivery, now));
  }
  if (left.delivered > 0) io.out(`… and ${left.delivered} more delivered`);
  if (left.others > 0) io.out(`… and ${left.others} more not delivered`);
  const receiver = new Map(run.receiverBooks?.records.map((record) => [record.key, record]));
  for (const { key, id, amount, payout, status, currency } of actions.slice(0, LISTED.actions)) {
    const beside = receiver.has(key) ? `  ${receiverText(receiver.get(key)!)}` : '';
    io.out(
      printable(
        `${id}  ${status}  payout ${formatIn(payout, currency, moneyDigits)}  amount ${formatIn(amount, currency, moneyDigits)} ${currency}${beside}`,
      ),
    );
  }
  if (actions.length > LISTED.actions) io.out(`… and ${actions.length - LISTED.actions} more actions`);
  const { events, deliveries: all, delivered, gaveUp, attempts } = summaryOf(outcome);
  const rest = all - delivered - gaveUp;
  const long = deliveries.filter((delivery) => isLong(delivery, now)).length;
  io.out(
    [
      `${run.name}: ${events} events, ${all} deliveries, ${delivered} delivered, ${gaveUp} given up`,
      ...(rest === 0 ? [] : [`${rest} cancelled`]),
      `${attempts} attempts`,
    ].join(', '),
  );
  printExpectations(run, io);
  const acknowledged = deliveries.every(({ state }) => state === 'delivered');
  if (run.receiverBooks !== null) printReceiverBooks(run.receiverBooks, acknowledged, io);
  if (long > 0) {
    io.out(
      `${long} open for more than an hour after the event: that is when the platform says to contact support`,
    );
  }
}
