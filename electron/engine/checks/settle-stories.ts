import type { Lag } from '../../../shared/checks/lag.ts';
import { COMPARED, differencesOf, isOverbooked } from '../../../shared/checks/records/compare-records.ts';
import { decimal } from '../../../shared/checks/records/decimal.ts';
import { otherActionIn } from '../../../shared/checks/records/other-action.ts';
import { readRecord, recordSince } from '../../../shared/checks/records/read-record.ts';
import type { BookRecord, Look, PlatformRecord } from '../../../shared/checks/records/record.ts';
import { sumRecords } from '../../../shared/checks/records/sum-records.ts';
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
  const seen = { ...unseen, look, record };
  const other = otherAction(look, of, books);
  if (other !== undefined) return { ...unseen, look: other };
  // A response without the record, such as a short word for a duplicate, says nothing of it.
  if (books.inResponse !== undefined && !record.exists && platform.status !== 'reversed')
    return {
      ...unseen,
      look: { type: 'failed', code: 'unreadable', ...NO_RECORD_IN_RESPONSE, text: look.text, ms: look.ms },
    };
  const compared = { mapping, compare, timeZone, absent: absent.includes(action) };
  const wholes = wholesOf(of, action, books).map((whole) => ({
    differences: differencesOf(record, whole, compared),
    overbooked: isOverbooked(record, whole),
  }));
  const right = wholes.find(({ differences }) => differences.length === 0) ?? wholes[0]!;
  return { ...seen, ...right, overbooked: wholes.every(({ overbooked }) => overbooked) };
}

const NO_RECORD_IN_RESPONSE = {
  sentence: 'The response to the postback did not show the record.',
  remedy: 'Let it do so each time, or read your records with --state.',
};

/** A look at an action that shows another one of this run, and not one of the same story: the probe is at fault. */
function otherAction(
  look: Look,
  { steps }: PlayedSends,
  { mapping, isOfRun }: ReceiverBooks,
): Look | undefined {
  if (isOfRun === undefined) return undefined;
  const mine = new Set(steps.map(({ values }) => values['ActionId'] ?? ''));
  // What is no action of this run may be the receiver's own name for one.
  const other = otherActionIn(look, mapping, (id) => mine.has(id) || !isOfRun(id));
  if (other === undefined) return undefined;
  return {
    type: 'failed',
    code: 'other-action',
    sentence: `Your records showed another action: ${other}.`,
    remedy: 'Let the probe look up the action that it is asked for, as in ?id={ActionId}.',
    text: look.text,
    ms: look.ms,
  };
}

/**
 * What the platform's books say of the record in which an action is seen: of the action itself, or of all actions of
 * the story that are seen in the same record. Where it is not known whether they are, either is right.
 */
function wholesOf(of: PlayedSends, action: ActionName, { asks, mapping }: ReceiverBooks): PlatformRecord[] {
  const own = unseenAction(of, action).platform;
  const names = [...new Set(of.steps.map((step) => step.action))];
  const first = (name: ActionName) => of.steps.find((step) => step.action === name)!.values;
  const isSame = (name: ActionName) => asks !== undefined && asks(first(name)) === asks(first(action));
  const together = names.filter((name) => name === action || isSame(name));
  if (names.length === 1) return [own];
  if (!mapping.shared) {
    // Rows that name their action are told apart.
    if (together.length === 1 || mapping.fields['ActionId'] !== undefined) return [own];
    return [
      sumRecords(
        together.map((name) => unseenAction(of, name).platform),
        own,
      ),
    ];
  }
  const sum = (some: readonly ActionName[]) =>
    sumRecords(
      some.map((name) => unseenAction(of, name).platform),
      own,
    );
  return together.length > 1 ? [sum(together)] : [own, sum(names)];
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
  const unread =
    failed?.type === 'failed'
      ? `${failed.sentence} ${failed.remedy}`
      : Object.values(actions).flatMap(({ record, platform }) => unknownWord(record, platform) ?? [])[0];
  return { story, exchanges, actions, undelivered, unread };
}

/** Where a record keeps its payout under a word that nobody explained, nothing is said of a reversal. */
function unknownWord(record: BookRecord | undefined, { status }: PlatformRecord): string | undefined {
  if (record?.status !== null || status !== 'reversed') return undefined;
  if (decimal(record.fields['Payout'] ?? '')?.eq(0) === true) return undefined;
  const word = JSON.stringify(record.statusWord);
  return `What the status ${word} means is not known. If it means reversed, add to check.yaml: state: {statuses: {${word}: reversed}}`;
}
