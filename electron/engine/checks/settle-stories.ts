import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Lag } from '../../../shared/checks/lag.ts';
import { COMPARED, differencesOf, isOverbooked } from '../../../shared/checks/records/compare-records.ts';
import { readRecord, recordSince } from '../../../shared/checks/records/read-record.ts';
import type { Look } from '../../../shared/checks/records/record.ts';
import type { ActionName, PlayedAction, PlayedStory } from '../../../shared/checks/story.ts';
import { CONNECTIONS, type PlayedSends } from './play-story.ts';
import type { ReceiverBooks } from './receiver-books.ts';

/** Real ms from the last response to the looks at a record that is not as expected yet; the last gap is repeated. */
const LOOKS = [0, 15, 40, 90, 190, 390, 790, 1_290] as const;
const NEXT_LOOK = 500;

export interface SettleOptions {
  books: ReceiverBooks;
  lag: Lag;
  /** Of the program. */
  timeZone: string;
  /** While exploring, a difference counts sooner and anything disordered is watched: see `Lag`. */
  exploring?: boolean;
  signal: AbortSignal;
  /** Told how many records are still waited for. */
  onWaiting?: ((waiting: number) => void) | undefined;
}

/** One record that is waited for. */
interface Awaited {
  of: PlayedSends;
  action: ActionName;
  looks: number;
  nextLook: number;
  /** Seen not to be as expected before. */
  wasDifferent: boolean;
  done: PlayedAction | undefined;
}

/**
 * Waits until the records of stories say what they will say. A record that is as expected counts at once, unless the
 * story's last request should change nothing: then it is looked at again after a while. One that differs has failed
 * once it had ten times as long as any record took so far. All stories share the wait.
 */
export async function settleStories(
  stories: readonly PlayedSends[],
  options: SettleOptions,
): Promise<Map<PlayedSends, PlayedStory>> {
  const { signal, onWaiting } = options;
  const awaited = stories.flatMap((of) =>
    of.story.responsesOnly === true
      ? []
      : [...new Set(of.steps.map(({ action }) => action))].map(
          (action): Awaited => ({
            of,
            action,
            looks: 0,
            nextLook: of.endedAt,
            wasDifferent: false,
            done: undefined,
          }),
        ),
  );
  const limit = pLimit(CONNECTIONS);
  for (;;) {
    signal.throwIfAborted();
    const open = awaited.filter(({ done }) => done === undefined);
    onWaiting?.(open.length);
    if (open.length === 0) break;
    const now = performance.now();
    const due = open.filter(({ nextLook }) => nextLook <= now);
    if (due.length === 0) {
      const next = Math.min(...open.map(({ nextLook }) => nextLook));
      await wait(Math.max(1, next - now), undefined, { signal });
      continue;
    }
    await Promise.all(due.map((one) => limit(() => lookAt(one, options))));
  }
  return new Map(
    stories.map((of) => [
      of,
      playedStory(
        of,
        awaited.filter((one) => one.of === of),
      ),
    ]),
  );
}

/** A story whose records nobody can see, or asks for. */
export function unseenStory(of: PlayedSends): PlayedStory {
  return playedStory(of, []);
}

async function lookAt(awaited: Awaited, options: SettleOptions): Promise<void> {
  const { books, lag, exploring = false, signal } = options;
  const { of } = awaited;
  const lookedAt = performance.now();
  const look = await lookOf(awaited, books, signal);
  const since = lookedAt - of.endedAt;
  const action = playedAction(awaited, look, options);
  const quiet = of.story.quiet === true;
  const failed = exploring ? lag.failedExploring : lag.failed;
  const isResponse = books.inResponse !== undefined;
  if (look.type !== 'failed' && action.differences.length === 0) {
    // A record that was late tells how late records are; one that was right all along tells nothing.
    if (awaited.wasDifferent && !quiet) lag.saw(since);
    if (!quiet || since >= lag.quiet || isResponse) awaited.done = { ...action, settledMs: since };
    else awaited.nextLook = of.endedAt + lag.quiet;
    return;
  }
  awaited.wasDifferent = true;
  if (action.overbooked || since >= failed || isResponse) {
    awaited.done = action;
    return;
  }
  awaited.looks += 1;
  const after = LOOKS[awaited.looks] ?? LOOKS.at(-1)! + (awaited.looks - LOOKS.length + 1) * NEXT_LOOK;
  awaited.nextLook = of.endedAt + Math.min(after, failed);
}

function lookOf({ of, action }: Awaited, books: ReceiverBooks, signal: AbortSignal): Promise<Look> | Look {
  if (books.inResponse === undefined) return books.look(lastStep(of, action).values, signal);
  const last = of.exchanges.findLast((exchange) => exchange.action === action && exchange.accepted);
  return last === undefined ? { type: 'none', text: '', ms: 0 } : books.inResponse(last.response);
}

/** What happened to an action last. */
function lastStep({ steps }: PlayedSends, action: ActionName) {
  return steps.findLast((step) => step.action === action)!;
}

function playedAction(
  { of, action }: Pick<Awaited, 'of' | 'action'>,
  look: Look | undefined,
  { books, timeZone }: Pick<SettleOptions, 'books' | 'timeZone'>,
): PlayedAction {
  const { story, earlier } = of;
  const unseen = unseenAction(of, action);
  if (look === undefined || look.type === 'failed') return { ...unseen, look };
  const { mapping } = books;
  const before = earlier.get(action);
  const read = readRecord(look, mapping, unseen.id);
  const record = before === undefined ? read : recordSince(read, before);
  const { platform } = unseen;
  const { compare = COMPARED, absent = [] } = story;
  return {
    ...unseen,
    look,
    record,
    differences: differencesOf(record, platform, {
      mapping,
      compare,
      timeZone,
      absent: absent.includes(action),
    }),
    overbooked: isOverbooked(record, platform),
  };
}

function unseenAction(of: PlayedSends, action: ActionName): PlayedAction {
  const mine = [...of.steps.entries()].filter(([, step]) => step.action === action);
  const [, first] = mine[0]!;
  const [, last] = mine.at(-1)!;
  return {
    id: first.values['ActionId'] ?? '',
    platform: last.books,
    events: new Map(mine.map(([index, { values }]) => [index, values])),
    record: undefined,
    look: undefined,
    differences: [],
    overbooked: false,
    settledMs: null,
  };
}

function playedStory(of: PlayedSends, awaited: readonly Awaited[]): PlayedStory {
  const { story, exchanges, undelivered, steps } = of;
  const names = [...new Set(steps.map(({ action }) => action))];
  const actions = Object.fromEntries(
    names.map((name) => [
      name,
      awaited.find(({ action }) => action === name)?.done ?? unseenAction(of, name),
    ]),
  );
  const failed = Object.values(actions).find(({ look }) => look?.type === 'failed')?.look;
  const unread = failed?.type === 'failed' ? `${failed.sentence} ${failed.remedy}` : undefined;
  return { story, exchanges, actions, undelivered, unread };
}
