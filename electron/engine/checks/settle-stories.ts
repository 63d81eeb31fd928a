import type { Lag } from '../../../shared/checks/lag.ts';
import { COMPARED, differencesOf, isOverbooked } from '../../../shared/checks/records/compare-records.ts';
import { readRecord, recordSince } from '../../../shared/checks/records/read-record.ts';
import type { Look } from '../../../shared/checks/records/record.ts';
import type { ActionName, PlayedAction, PlayedStory } from '../../../shared/checks/story.ts';
import type { PlayedSends } from './play-story.ts';
import type { ReceiverBooks } from './receiver-books.ts';
import { type AwaitedRecord, settleRecords } from './settle-records.ts';

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

/** The record of one action of a story that is waited for. */
interface StoryRecord extends AwaitedRecord<PlayedAction> {
  of: PlayedSends;
  action: ActionName;
}

/** Waits until the records of stories say what they will say; all stories share the wait. */
export async function settleStories(
  stories: readonly PlayedSends[],
  options: SettleOptions,
): Promise<Map<PlayedSends, PlayedStory>> {
  const { books, signal } = options;
  const awaited = stories.flatMap((of) =>
    of.story.responsesOnly === true
      ? []
      : [...new Set(of.steps.map(({ action }) => action))].map(
          (action): StoryRecord => ({
            of,
            action,
            endedAt: of.endedAt,
            quiet: of.story.quiet === true,
            once: books.inResponse !== undefined,
            look: () => lookOf({ of, action }, books, signal),
            judge: (look) => playedAction({ of, action }, look, options),
          }),
        ),
  );
  const settled = await settleRecords<PlayedAction, StoryRecord>(awaited, options);
  return new Map(
    stories.map((of) => [
      of,
      playedStory(
        of,
        new Map(
          awaited.flatMap((record) => {
            const done = settled.get(record);
            if (record.of !== of || done === undefined) return [];
            return [[record.action, { ...done.judged, settledMs: done.settledMs }] as const];
          }),
        ),
      ),
    ]),
  );
}

/** A story whose records nobody can see, or asks for. */
export function unseenStory(of: PlayedSends): PlayedStory {
  return playedStory(of, new Map());
}

function lookOf(
  { of, action }: Pick<StoryRecord, 'of' | 'action'>,
  books: ReceiverBooks,
  signal: AbortSignal,
): Promise<Look> | Look {
  if (books.inResponse === undefined) return books.look(lastStep(of, action).values, signal);
  const last = of.exchanges.findLast((exchange) => exchange.action === action && exchange.accepted);
  return last === undefined ? { type: 'none', text: '', ms: 0 } : books.inResponse(last.response);
}

/** What happened to an action last. */
function lastStep({ steps }: PlayedSends, action: ActionName) {
  return steps.findLast((step) => step.action === action)!;
}

function playedAction(
  { of, action }: Pick<StoryRecord, 'of' | 'action'>,
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

function playedStory(of: PlayedSends, records: ReadonlyMap<ActionName, PlayedAction>): PlayedStory {
  const { story, exchanges, undelivered, steps } = of;
  const names = [...new Set(steps.map(({ action }) => action))];
  const actions = Object.fromEntries(
    names.map((name) => [name, records.get(name) ?? unseenAction(of, name)]),
  );
  const failed = Object.values(actions).find(({ look }) => look?.type === 'failed')?.look;
  const unread = failed?.type === 'failed' ? `${failed.sentence} ${failed.remedy}` : undefined;
  return { story, exchanges, actions, undelivered, unread };
}
