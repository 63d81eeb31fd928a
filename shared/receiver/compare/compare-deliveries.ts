import { z } from 'zod';
import type { DeliveryView } from '../../delivery/delivery.ts';
import type { ComparedRequests } from './compare-requests.ts';
import { isDifferent } from './compare-requests.ts';

/** What tells a delivery of a run from its others. */
export interface RunDelivery {
  id: number;
  subject: DeliveryView['subject'];
  subjectKey: number;
  subjectId: string;
  event: string;
  /** Which event of its subject fired it, 0 for a subject that counts none. */
  nth: number;
  postbackFile: string;
}

/** The same delivery in two runs, by its ids; null in the run that does not have it. */
export interface DeliveryPair {
  left: number | null;
  right: number | null;
}

/** Virtual ms by which two waits may differ and still be the same. */
const SAME_TIME_MS = 1_000;

/** Differing pairs that are listed; all of them are counted. */
export const MOST_PAIRS = 2_000;

export const compareRunsSchema = z.object({
  left: z.number().int().positive(),
  right: z.number().int().positive(),
  /** Keys of requests, as in `keys` of the result, and "times": what differs in nothing else counts as the same. */
  ignore: z.array(z.string().max(1_000)).max(1_000).default([]),
});
export type CompareRunsAsked = z.output<typeof compareRunsSchema>;

/** How times are named among what is ignored. */
export const TIMES = 'times';

/** One delivery of a run beside the same one of another run. */
export interface ComparedDelivery {
  left: DeliveryView | null;
  right: DeliveryView | null;
  /** Whether its attempts ended otherwise, or there were more or fewer. */
  outcome: boolean;
  /** Whether it was fired at another time after the start of its run, or waited longer or shorter before an attempt. */
  times: boolean;
  /** The keys of the requests whose values differ. */
  keys: string[];
}

/** What two runs differ in. */
export interface ComparedRuns {
  /** Deliveries that both have, and those of them in which nothing differs, apart from what is ignored. */
  both: number;
  same: number;
  onlyLeft: number;
  onlyRight: number;
  /** Of those that both have: how many ended otherwise, and how many were sent at other times. */
  outcomes: number;
  times: number;
  /** Keys whose values differ, each with the number of deliveries in which they do, also those that are ignored. */
  keys: { key: string; deliveries: number }[];
  /** Those that differ, in the order of the first run, those of the second run only at the end; at most MOST_PAIRS. */
  differing: ComparedDelivery[];
}

export type CompareRunsEvent =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; compared: ComparedRuns };

/**
 * Finds the deliveries of two runs that are the same delivery: of the same subject, by its id, else the nth of its kind
 * in its run, for the same event and postback. One that was fired again is paired with the one that was fired again.
 */
export function pairDeliveries(left: readonly RunDelivery[], right: readonly RunDelivery[]): DeliveryPair[] {
  const [leftNames, rightNames] = nameSubjects(left, right);
  const nameOf = (names: ReadonlyMap<string, string>, delivery: RunDelivery) =>
    JSON.stringify([names.get(subjectOf(delivery)), delivery.event, delivery.nth, delivery.postbackFile]);
  const waiting = new Map<string, number[]>();
  for (const delivery of right) {
    const name = nameOf(rightNames, delivery);
    const ids = waiting.get(name);
    if (ids === undefined) waiting.set(name, [delivery.id]);
    else ids.push(delivery.id);
  }
  const taken = new Set<number>();
  const turns = new Map<string, number>();
  const pairs = left.map((delivery): DeliveryPair => {
    const name = nameOf(leftNames, delivery);
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const other = waiting.get(name)?.[turn];
    if (other !== undefined) taken.add(other);
    return { left: delivery.id, right: other ?? null };
  });
  const others = right.filter(({ id }) => !taken.has(id)).map(({ id }) => ({ left: null, right: id }));
  return [...pairs, ...others];
}

const subjectOf = ({ subject, subjectKey }: RunDelivery) => `${subject} ${subjectKey}`;

/** A name for each subject, the same in both runs for what is the same subject. */
function nameSubjects(left: readonly RunDelivery[], right: readonly RunDelivery[]) {
  const [lefts, rights] = [subjectsOf(left), subjectsOf(right)];
  const byId = (subjects: typeof lefts) => {
    const keys = new Map<string, string[]>();
    for (const [key, { kind, id }] of subjects) {
      const name = `${kind} ${id}`;
      keys.set(name, [...(keys.get(name) ?? []), key]);
    }
    return keys;
  };
  const [leftIds, rightIds] = [byId(lefts), byId(rights)];
  const names: [Map<string, string>, Map<string, string>] = [new Map(), new Map()];
  for (const [name, [key, ...more]] of leftIds) {
    const [other, ...others] = rightIds.get(name) ?? [];
    // An id that comes again tells nothing.
    if (key === undefined || other === undefined || more.length + others.length > 0) continue;
    names[0].set(key, `id ${name}`);
    names[1].set(other, `id ${name}`);
  }
  for (const [side, subjects] of [lefts, rights].entries()) {
    const counts = new Map<string, number>();
    for (const [key, { kind }] of subjects) {
      if (names[side]!.has(key)) continue;
      const nth = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, nth);
      names[side]!.set(key, `nth ${kind} ${nth}`);
    }
  }
  return names;
}

/** The subjects of a run in the order of their first deliveries. */
function subjectsOf(deliveries: readonly RunDelivery[]) {
  const subjects = new Map<string, { kind: string; id: string }>();
  for (const delivery of deliveries) {
    const key = subjectOf(delivery);
    if (!subjects.has(key)) subjects.set(key, { kind: delivery.subject, id: delivery.subjectId });
  }
  return subjects;
}

/** A delivery whose run has started at a moment. */
export interface Started {
  delivery: DeliveryView;
  startedAt: number;
}

/**
 * Whether a delivery was fired at the same time after the start of its run and waited as long before each attempt, as far
 * as both have it. What responses took does not count: it is real time.
 */
export function atSameTimes(left: Started, right: Started): boolean {
  const others = waitsOf(right);
  return waitsOf(left).every((wait, index) => Math.abs(wait - (others[index] ?? wait)) <= SAME_TIME_MS);
}

function waitsOf({ delivery: { createdAt, attempts }, startedAt }: Started): number[] {
  const waits = attempts.map(({ dueAt, rateWaitMs, maintenanceWaitMs }, index) => {
    const before = attempts[index - 1];
    const from = before === undefined ? createdAt : (before.endedAt ?? before.sentAt);
    return dueAt - from + rateWaitMs + maintenanceWaitMs;
  });
  return [createdAt - startedAt, ...waits];
}

/** The keys of two requests whose values differ, each once: "ActionId", "header user-agent", "body action.id". */
export function differingKeys({ points }: ComparedRequests): string[] {
  const keys = points
    .filter(isDifferent)
    .map(({ place, key }) => (place === 'header' ? `header ${key}` : place === 'body' ? `body ${key}` : key));
  return [...new Set(keys)];
}

/** What of a comparison is not ignored; undefined where nothing of it differs. */
export function withoutIgnored(
  compared: ComparedDelivery,
  ignored: ReadonlySet<string>,
): ComparedDelivery | undefined {
  if (compared.left === null || compared.right === null) return compared;
  const keys = compared.keys.filter((key) => !ignored.has(key));
  const times = compared.times && !ignored.has(TIMES);
  return compared.outcome || times || keys.length > 0 ? { ...compared, keys, times } : undefined;
}

/** "64 of 70 deliveries are the same; 2 ended differently, 4 carry other values, 1 only in run 3." */
export function comparedRunsSentence(
  { both, same, onlyLeft, onlyRight, outcomes }: ComparedRuns,
  { left, right }: { left: number; right: number },
): string {
  const count = (number: number) => number.toLocaleString('en-US');
  const all = both + onlyLeft + onlyRight;
  if (all === 0) return 'Neither run sent anything.';
  const others = both - same - outcomes;
  const parts = [
    outcomes === 0 ? '' : `${count(outcomes)} ended differently`,
    others === 0
      ? ''
      : `${count(others)} ${others === 1 ? 'carries other values or was' : 'carry other values or were'} sent at other times`,
    onlyLeft === 0 ? '' : `${count(onlyLeft)} only in run ${left}`,
    onlyRight === 0 ? '' : `${count(onlyRight)} only in run ${right}`,
  ].filter((part) => part !== '');
  if (parts.length > 0)
    return `${count(same)} of ${count(all)} ${all === 1 ? 'delivery' : 'deliveries'} ${same === 1 ? 'is' : 'are'} the same: ${parts.join(', ')}.`;
  return both === 1 ? 'The one delivery is the same.' : `All ${count(both)} deliveries are the same.`;
}
