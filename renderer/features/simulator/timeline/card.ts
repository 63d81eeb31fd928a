import type { AttemptDetail, AttemptSummary, DeliveryView } from '../../../../shared/contract/activity.ts';
import type { Mark } from '../../../../shared/delivery/mark.ts';
import { outcomeSentence } from '../../../../shared/delivery/outcome.ts';
import type { RuleCertainty } from '../../../../shared/delivery/profile.ts';
import type { DeliveryRules, WaitPart } from '../../../../shared/delivery/rules.ts';
import { mostAttempts, plannedAt, upcomingOf } from '../../../../shared/delivery/upcoming-attempts.ts';
import type { PlannedAttempt } from '../../../../shared/delivery/what-if.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { dayText, wallTime } from '../../../../shared/timeline/zone.ts';
import { markOfOutcome } from '../../../components/marks.ts';
import { duration } from '../../../lib/format.ts';
import type { RowMark } from './row-marks.ts';
import { LEGEND_WORDS } from './timeline-words.ts';

/** One line of a card: times and waits that add up from the first line to the strong one. */
export interface CardLine {
  label: string;
  value: string;
  mark?: Mark;
  certainty?: RuleCertainty | null;
  strong?: boolean;
}

export interface CardText {
  mark: Mark;
  title: string;
  /** On what it depends that it happens at all. */
  condition?: string;
  /** "in 20 m 38 s", or when it was. */
  when: string;
  lines: CardLine[];
  /** Sentences below. */
  foot: string;
}

/** What a card needs to know besides the delivery. */
export interface CardGiven {
  now: number | null;
  zone: string;
  /** The rules in force; null while they are not known. */
  rules: DeliveryRules | null;
  /** Why the next attempt is when it is, once it has been read. */
  next: AttemptDetail['next'] | null;
}

const INTENDED: Record<Exclude<DeliveryView['intended'], ''>, string> = {
  duplicate: 'Sent twice on purpose.',
  reorder: 'Out of order on purpose.',
  delay: 'Delayed on purpose.',
  drop: 'Dropped on purpose.',
  'lose-answer': 'Response lost on purpose.',
};

const plus = (ms: number) => (ms < 0 ? `\u2212 ${formatDuration(-ms)}` : `+ ${formatDuration(ms)}`);
const partLine = ({ label, ms, certainty }: WaitPart): CardLine => ({ label, value: plus(ms), certainty });

/** A time with its day where that is not the day of `near`. */
function timeText(at: number, near: number, zone: string): string {
  const time = wallTime(at, zone, 1);
  return dayText(at, zone) === dayText(near, zone) ? time : `${dayText(at, zone)} ${time}`;
}

/** "Attempt 3 of 16": of as many as it has, seen from an attempt due at `dueAt` after those before it. */
function ordinal(
  number: number,
  before: readonly AttemptSummary[],
  dueAt: number,
  rules: DeliveryRules | null,
): string {
  const most = rules === null ? null : mostAttempts(before, dueAt, rules);
  return most === null || number > most ? `Attempt ${number}` : `Attempt ${number} of ${most}`;
}

function attemptText({ number, outcome, status }: AttemptSummary, mark: Mark): string {
  if (status !== null) return `Attempt ${number}: response ${status}`;
  return outcome === 'unknown'
    ? `Attempt ${number}: outcome unknown`
    : `Attempt ${number}: ${LEGEND_WORDS[mark]}`;
}

/** The first wait: the platform's processing, and what the minimum delay adds to it. */
function firstLines(delivery: DeliveryView, due: number, label: string, given: CardGiven): CardLine[] {
  const { createdAt, event, processingMs, minimumDelayMs, intended } = delivery;
  const moved =
    intended === 'delay' || intended === 'reorder' ? 'Delayed on purpose' : 'Rescheduled manually';
  const rest = due - createdAt - processingMs - minimumDelayMs;
  return [
    { label: eventLabel(event), value: timeText(createdAt, due, given.zone) },
    {
      label: 'Platform processing',
      value: plus(processingMs),
      certainty: given.rules?.certainty?.('processing') ?? null,
    },
    { label: 'Postback’s minimum delay', value: plus(minimumDelayMs) },
    ...(rest === 0 ? [] : [{ label: moved, value: plus(rest) }]),
    { label, value: timeText(due, due, given.zone), strong: true },
  ];
}

function retryLines(last: AttemptSummary, mark: Mark, due: number, { zone, next }: CardGiven): CardLine[] {
  const from = last.endedAt ?? last.sentAt;
  const parts = next?.parts ?? [];
  const rest = due - from - parts.reduce((sum, { ms }) => sum + ms, 0);
  return [
    { label: attemptText(last, mark), value: timeText(from, due, zone), mark },
    ...parts.map(partLine),
    ...(rest === 0 || next === null ? [] : [{ label: 'Rescheduled manually', value: plus(rest) }]),
    { label: 'Next attempt', value: timeText(due, due, zone), strong: true },
  ];
}

/** What the last failed attempt was, as it would come again. */
const again = ({ outcome, status }: AttemptSummary) =>
  status === null ? `ends the same way (${markOfOutcome(outcome).label.toLowerCase()})` : `is ${status}`;

const ENDS = {
  'given-up': 'given up',
  'switched-off': 'the postback is disabled',
  delivered: 'delivered',
  never: 'retried until it succeeds',
};

/** How a delivery ends if it goes on as before. */
function endText(delivery: DeliveryView, { rules, zone, next }: CardGiven): string {
  const ahead = rules === null ? null : upcomingOf(delivery, rules);
  if (ahead === null) return next?.sentence ?? '';
  const { end, last, like } = ahead;
  const subject = like.status === null ? 'If every attempt' : 'If every response';
  const what = `${subject} ${again(like)}, ${ENDS[end.type]}`;
  if (end.at === null) return `${what}.`;
  const when = `${dayText(end.at, zone)} ${wallTime(end.at, zone, 60_000)}`;
  return `${what} after attempt ${last} on ${when}.${jitterText(rules!)}`;
}

function jitterText({ profile: { jitter } }: DeliveryRules): string {
  return jitter === 0 ? '' : ` Jitter adds up to ${Number((jitter * 100).toFixed(1))} % to each wait.`;
}

/** An attempt that is made only if those before it fail. */
function laterCard(delivery: DeliveryView, at: number, later: PlannedAttempt, given: CardGiven): CardText {
  const { zone, now } = given;
  const rules = given.rules!;
  const { attempts, supposed } = upcomingOf(delivery, rules)!;
  const moved = at - later.at;
  const before = (attempts.find(({ number }) => number === later.number - 1)?.at ?? supposed.at) + moved;
  const made = delivery.attempts;
  const flying = delivery.state === 'in-flight';
  const past = flying ? made.slice(0, -1) : made;
  const due = flying ? made.at(-1)!.dueAt : plannedAt(delivery)!;
  const word = flying && later.number === made.length + 1 ? 'sent' : 'planned';
  return {
    mark: 'planned',
    title: ordinal(later.number, past, due, rules),
    condition: 'if it fails again',
    when: now === null ? '' : `in ${duration(Math.max(0, at - now))}`,
    lines: [
      {
        label: `Attempt ${later.number - 1}, ${word}`,
        value: timeText(before, now ?? at, zone),
        mark: 'planned',
      },
      ...later.parts.map(partLine),
      { label: `Attempt ${later.number}`, value: timeText(at, now ?? at, zone), strong: true },
    ],
    foot: endText(delivery, given),
  };
}

function plannedCard(delivery: DeliveryView, lastMark: Mark, given: CardGiven): CardText {
  const due = plannedAt(delivery)!;
  const last = delivery.attempts.at(-1);
  const ahead = given.now === null ? null : due - given.now;
  const lines =
    last === undefined
      ? firstLines(delivery, due, 'First attempt', given)
      : retryLines(last, lastMark, due, given);
  const late = ahead !== null && ahead < -1000;
  return {
    mark: 'planned',
    title: `${ordinal(delivery.attempts.length + 1, delivery.attempts, due, given.rules)}, planned`,
    when:
      ahead === null ? '' : late ? `overdue by ${duration(-ahead)}` : `in ${duration(Math.max(0, ahead))}`,
    lines,
    foot: late
      ? 'Waiting for maintenance to end, the rate limit, or a free in-flight slot.'
      : endText(delivery, given),
  };
}

function madeCard(delivery: DeliveryView, attempt: AttemptSummary, mark: Mark, given: CardGiven): CardText {
  const { number, dueAt, sentAt, rateWaitMs, maintenanceWaitMs, outcome, status, durationMs } = attempt;
  const before = delivery.attempts.slice(0, number - 1);
  const rest = sentAt - dueAt - rateWaitMs - maintenanceWaitMs;
  const waits: CardLine[] = [
    { label: 'Maintenance', value: plus(maintenanceWaitMs) },
    { label: 'Rate limit', value: plus(rateWaitMs) },
    { label: 'Waiting for an in-flight slot', value: plus(rest) },
  ].filter((_line, index) => [maintenanceWaitMs, rateWaitMs, rest][index] !== 0);
  const intended = attempt.intended || (number === 1 ? delivery.intended : '');
  const took = durationMs === null ? '' : ` Took ${duration(durationMs)} in real time.`;
  return {
    mark,
    title: `${ordinal(number, before, dueAt, given.rules)}, ${status === null ? LEGEND_WORDS[mark].toLowerCase() : `response ${status}`}`,
    when: '',
    lines: [
      ...(number === 1
        ? firstLines(delivery, dueAt, 'Due', given)
        : [{ label: 'Due', value: timeText(dueAt, sentAt, given.zone) }]),
      ...waits,
      { label: 'Sent', value: timeText(sentAt, sentAt, given.zone), strong: true },
    ],
    foot: `${outcomeSentence(outcome, status)}${took}${intended === '' ? '' : ` ${INTENDED[intended]}`}`,
  };
}

/** What the card of a mark says. */
export function cardOf(
  delivery: DeliveryView,
  marks: readonly RowMark[],
  place: number,
  given: CardGiven,
): CardText {
  const { mark, attempt, at, later } = marks[place]!;
  if (attempt !== null) return madeCard(delivery, attempt, mark, given);
  if (later !== null) return laterCard(delivery, at, later, given);
  const lastMark = marks.findLast((one) => one.attempt !== null)?.mark ?? 'planned';
  if (mark === 'planned') return plannedCard(delivery, lastMark, given);
  return {
    mark,
    title: `${ordinal(delivery.attempts.length + 1, delivery.attempts, at, given.rules)}, cancelled`,
    when: '',
    lines: [{ label: 'Would have been due', value: timeText(at, at, given.zone), strong: true }],
    foot: 'Cancelled. Nothing more is sent unless you retry it.',
  };
}

/** The card as one text, for screen readers. */
export function cardAsText({ title, condition = '', when, lines, foot }: CardText): string {
  const said = lines.map(({ label, value, certainty }) =>
    certainty == null ? `${label} ${value}` : `${label} (${certainty}) ${value}`,
  );
  return [title, condition, when, ...said, foot].filter((part) => part !== '').join('. ');
}
