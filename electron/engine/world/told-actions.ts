import type { PlatformRecord, RecordStatus } from '../../../shared/checks/records/record.ts';
import { sumRecords } from '../../../shared/checks/records/sum-records.ts';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import type { DeliveryView } from '../../../shared/delivery/delivery.ts';
import type { ActionStatus } from '../../../shared/domain/action.ts';
import type { MoneyDigits } from '../../../shared/domain/currency-digits.ts';
import { formatIn, type Money } from '../../../shared/domain/money.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { BookLine } from '../../../shared/scenario/receiver-books.ts';
import { responseText } from '../sender/response-text.ts';
import type { ActivityStore } from '../store/activity.ts';

/** An action of a run that postbacks told the receiver about. */
export interface ToldAction {
  key: number;
  /** How many actions it stands for: those of one record. */
  together: number;
  books: BookLine;
  platform: PlatformRecord;
  /** What its last event stated. */
  values: Values;
  reversed: boolean;
  /** Of its program. */
  timeZone: string;
  /** Anything of it was sent again, held back, lost or retried. */
  disordered: boolean;
  /** Why its record says nothing about the receiver: a sentence, or ''. */
  unjudged: string;
  /** The response to what was delivered last. */
  response: () => StoryResponse | undefined;
}

const STATUSES: Record<ActionStatus, RecordStatus> = {
  PENDING: 'pending',
  APPROVED: 'approved',
  REVERSED: 'reversed',
};

type RunDelivery = DeliveryView & { postbackFile: string };

/** The actions of a run that postbacks of these files told of, oldest first. */
export function toldActions(
  store: ActivityStore,
  runId: number,
  files: ReadonlySet<string>,
  rule: MoneyDigits,
): ToldAction[] {
  const byAction = new Map<number, RunDelivery[]>();
  for (const delivery of store.deliveriesOfRun(runId)) {
    // What clears is paid: no record changes by it.
    if (delivery.subject !== 'action' || delivery.event === 'cleared' || !files.has(delivery.postbackFile))
      continue;
    const list = byAction.get(delivery.subjectKey);
    if (list === undefined) byAction.set(delivery.subjectKey, [delivery]);
    else list.push(delivery);
  }
  return [...byAction].flatMap(([key, deliveries]) => toldAction(store, key, deliveries, rule) ?? []);
}

function toldAction(
  store: ActivityStore,
  key: number,
  deliveries: readonly RunDelivery[],
  rule: MoneyDigits,
): ToldAction | undefined {
  const stored = store.actions.get(key);
  const own = deliveries.filter(({ intended }) => intended !== 'duplicate');
  const last = own.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id).at(-1);
  if (stored === undefined || last === undefined) return undefined;
  const { action, ledger } = stored;
  const values = store.outbox.values(last.id);
  const status = STATUSES[action.status];
  const reversed = status === 'reversed';
  const arrived = own.every(({ state }) => state === 'delivered');
  const money = (amount: Money) => formatIn(amount, action.program.currency, rule);
  const payout = money(action.payout);
  const isTold = (values['Status'] === 'REVERSED') === reversed && (reversed || values['Payout'] === payout);
  return {
    key,
    together: 1,
    books: { status: action.status, payout, currency: action.program.currency },
    platform: {
      status,
      values,
      mostPayout: money(Math.max(...ledger.map((entry) => entry.payout))),
    },
    values,
    reversed,
    timeZone: action.program.timeZone,
    disordered: deliveries.some(
      ({ intended, attempts }) =>
        intended !== '' || attempts.length > 1 || attempts.some((one) => one.intended !== ''),
    ),
    unjudged: !arrived
      ? 'Not every postback of this action was delivered.'
      : isTold
        ? ''
        : 'What changed last was not sent as the platform’s books have it.',
    response: () => lastResponse(store, deliveries),
  };
}

/** Actions whose record is the same one, judged together by its sum. */
export function togetherBy(told: readonly ToldAction[], ownerOf: (values: Values) => string): ToldAction[] {
  const groups = Map.groupBy(told, ({ values }) => ownerOf(values));
  return [...groups.values()].flatMap((group) => {
    if (group.length === 1) return group;
    const sum = (own: PlatformRecord) =>
      sumRecords(
        group.map(({ platform }) => platform),
        own,
      );
    return group.map((one) => ({
      ...one,
      together: group.length,
      platform: sum(one.platform),
      reversed: group.every(({ reversed }) => reversed),
      disordered: group.some(({ disordered }) => disordered),
      unjudged: group.find(({ unjudged }) => unjudged !== '')?.unjudged ?? '',
    }));
  });
}

function lastResponse(store: ActivityStore, deliveries: readonly RunDelivery[]): StoryResponse | undefined {
  const delivered = deliveries.flatMap(({ attempts }) =>
    attempts.filter(({ outcome }) => outcome === 'delivered').map(({ id }) => id),
  );
  const attempt = delivered.length === 0 ? undefined : store.attempt(Math.max(...delivered));
  const response = attempt?.response;
  if (attempt === undefined || response === undefined || response === null) return undefined;
  const { status, headers, body } = response;
  return {
    outcome: 'answered',
    status,
    headers,
    body: responseText(headers, Buffer.from(body, 'base64')),
    ms: attempt.durationMs ?? 0,
  };
}
